import { z } from "zod";
import { codePoints, text } from "../../http/fields.ts";

const MAX_EMBEDS = 10;
/** Code points of all texts of all embeds together. */
const MAX_TEXT = 6_000;

const line = (max: number) => text(0, max, { lines: true }).nullish();
const address = z
  .string()
  .max(2_048)
  .refine((value) => /^https?:\/\/\S+$/i.test(value) && URL.canParse(value), {
    message: "Not a well formed URL.",
    params: { code: "URL_TYPE_INVALID_URL" },
  })
  .nullish();
const image = z.object({ url: address }).nullish();

const embed = z.object({
  title: line(256),
  description: line(4_096),
  url: address,
  timestamp: z.iso.datetime({ offset: true }).nullish(),
  color: z.number().int().min(0).max(0xffffff).nullish(),
  footer: z.object({ text: line(2_048), icon_url: address }).nullish(),
  image,
  thumbnail: image,
  author: z.object({ name: line(256), url: address, icon_url: address }).nullish(),
  fields: z
    .array(
      z.object({
        name: text(1, 256, { lines: true }),
        value: text(1, 1_024, { lines: true }),
        inline: z
          .boolean()
          .nullish()
          .transform((value) => value ?? false),
      }),
    )
    .max(25)
    .nullish(),
});

/** The rich embeds of a message, within Discord's limits, without what is empty. */
export const embeds = z
  .array(embed)
  .max(MAX_EMBEDS)
  .refine((list) => list.reduce((sum, one) => sum + lengthOf(one), 0) <= MAX_TEXT, {
    message: `Embeds hold at most ${MAX_TEXT} characters together.`,
    params: { code: "MAX_EMBED_SIZE_EXCEEDED" },
  })
  .transform((list) =>
    list
      .map((one) => compact(one))
      .filter((one) => Object.keys(one).length > 0)
      .map((one) => ({ type: "rich" as const, ...one })),
  );

function lengthOf(one: z.output<typeof embed>): number {
  const texts = [one.title, one.description, one.footer?.text, one.author?.name];
  for (const field of one.fields ?? []) texts.push(field.name, field.value);
  return texts.reduce((sum, part) => sum + codePoints(part ?? ""), 0);
}

function compact<T>(value: T): T {
  if (Array.isArray(value)) return value.map(compact) as T;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, part]) => [key, compact(part)] as const)
    .filter(([, part]) => part !== null && part !== undefined && part !== "");
  return Object.fromEntries(kept) as T;
}
