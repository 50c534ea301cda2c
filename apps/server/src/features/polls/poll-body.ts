import { LIMITS } from "@palabre/protocol";
import { PollLayoutType } from "discord-api-types/v10";
import { z } from "zod";
import { showsNothing, snowflake, text } from "../../http/fields.ts";
import { normaliseEmoji } from "../message-core/emoji.ts";

/** Unicode's, or a custom one by its id, of which the server says the name. */
interface PollEmoji {
  id: string | null;
  name?: string;
  animated?: boolean;
}

const emoji = z
  .object({ id: snowflake.nullish(), name: z.string().max(64).nullish(), animated: z.boolean().nullish() })
  .nullish()
  .transform((value, context): PollEmoji | null => {
    if (value?.id) return { id: value.id };
    if (!value?.name) return null;
    const name = normaliseEmoji(value.name);
    if (name !== null) return { id: null, name };
    context.addIssue({
      code: "custom",
      path: ["name"],
      message: "Invalid emoji",
      params: { code: "POLL_INVALID_EMOJI" },
    });
    return z.NEVER;
  });

/** A line that shows something. */
const line = (max: number) =>
  text(1, max).refine((value) => !showsNothing(value), {
    message: "Must show something.",
    params: { code: "BASE_TYPE_BAD_LENGTH" },
  });

/** What a message asks those who read it. */
export const pollBody = z.object({
  question: z.object({ text: line(LIMITS.pollQuestion) }),
  answers: z
    .array(z.object({ poll_media: z.object({ text: line(LIMITS.pollAnswer), emoji }) }))
    .min(1)
    .max(LIMITS.pollAnswers),
  /** Hours. */
  duration: z
    .int()
    .min(1)
    .max(LIMITS.pollHours)
    .nullish()
    .transform((value) => value ?? 24),
  allow_multiselect: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  layout_type: z.literal(PollLayoutType.Default).nullish(),
});
export type PollInput = z.output<typeof pollBody>;

/** All the words of a poll, for those who look at what is said. */
export const wordsOf = ({ question, answers }: PollInput): string =>
  [question.text, ...answers.map(({ poll_media }) => poll_media.text)].join("\n");
