import { LIMITS } from "@palabre/protocol";
import { ApplicationCommandOptionType, InteractionType } from "discord-api-types/v10";
import { z } from "zod";
import { codePoints, snowflake } from "../../http/fields.ts";
import { customId } from "../messages/component-schemas.ts";

const optionType = z.enum(ApplicationCommandOptionType);

interface GivenOption {
  type: ApplicationCommandOptionType;
  name: string;
  value?: string | number | boolean | null | undefined;
  focused?: boolean | null | undefined;
  options?: GivenOption[] | null | undefined;
}

const value = {
  type: optionType,
  name: z.string().max(32),
  value: z.union([z.string().max(6_000), z.number(), z.boolean()]).nullish(),
  focused: z.boolean().nullish(),
};
/** Three deep: a group, a subcommand in it, its values. */
const list = <S extends z.ZodType>(one: S) => z.array(one).max(LIMITS.commandOptions).nullish();
const options = list(
  z.object({ ...value, options: list(z.object({ ...value, options: list(z.object(value)) })) }),
);

/** What is said of the form's files. */
const attachments = z
  .array(
    z.object({
      id: z.union([snowflake, z.number().int().min(0).transform(String)]),
      filename: z.string().max(1024).nullish(),
      description: z.string().max(LIMITS.fileDescription).nullish(),
    }),
  )
  .max(LIMITS.filesPerMessage)
  .nullish();

const command = z.object({
  id: snowflake,
  name: z.string().max(32),
  type: z.number().int().min(1).max(3).default(1),
  version: snowflake.nullish(),
  guild_id: snowflake.nullish(),
  options,
  target_id: snowflake.nullish(),
  attachments,
});

const values = z.array(z.string().max(100)).max(25);

const component = z.object({
  component_type: z.number().int(),
  custom_id: customId,
  values: values.nullish(),
});

/** What was put into a form, as the form is built. */
const submitted = z.object({
  type: z.number().int(),
  custom_id: customId.nullish(),
  value: z.union([z.string().max(LIMITS.textInput), z.boolean()]).nullish(),
  values: values.nullish(),
});
const modal = z.object({
  /** The interaction that was answered with the form. */
  id: snowflake,
  custom_id: customId,
  components: z
    .array(
      z.object({
        type: z.number().int(),
        component: submitted.nullish(),
        components: z.array(submitted).max(5).nullish(),
      }),
    )
    .max(5),
  attachments,
});

const common = {
  application_id: snowflake,
  guild_id: snowflake.nullish(),
  channel_id: snowflake,
  session_id: z.string().max(200).nullish(),
  nonce: z
    .union([z.string(), z.number().int().transform(String)])
    .refine((text) => codePoints(text) <= LIMITS.nonce && !text.includes("\0"), {
      message: `Must be ${LIMITS.nonce} or fewer in length.`,
      params: { code: "BASE_TYPE_BAD_LENGTH" },
    })
    .nullish(),
};

/** The body of POST /interactions: what a person does with a bot. */
export const interactionBody = z.discriminatedUnion("type", [
  z.object({ ...common, type: z.literal(InteractionType.ApplicationCommand), data: command }),
  z.object({ ...common, type: z.literal(InteractionType.ApplicationCommandAutocomplete), data: command }),
  z.object({
    ...common,
    type: z.literal(InteractionType.MessageComponent),
    message_id: snowflake,
    message_flags: z.number().int().nullish(),
    data: component,
  }),
  z.object({ ...common, type: z.literal(InteractionType.ModalSubmit), data: modal }),
]);

export type InteractionInput = z.output<typeof interactionBody>;
export type CommandData = z.output<typeof command>;
export type ModalData = z.output<typeof modal>;
export type { GivenOption };
