import { LIMITS } from "@palabre/protocol";
import { ButtonStyle, ChannelType, ComponentType, SeparatorSpacingSize } from "discord-api-types/v10";
import { z } from "zod";
import { codePoints, snowflake, text } from "../../http/fields.ts";
import { normaliseEmoji } from "../message-core/emoji.ts";

/** What a program reads back as it wrote it: an id of its own, a value. */
export const opaque = (min: number, max: number) =>
  z.string().refine((value) => codePoints(value) >= min && codePoints(value) <= max, {
    message: `Must be between ${min} and ${max} in length.`,
    params: { code: "BASE_TYPE_BAD_LENGTH" },
  });

export const customId = opaque(1, LIMITS.customId);

/** A line that may be left out; an empty one is as good as absent. */
export const optionalText = (max: number) =>
  text(0, max, { lines: true })
    .nullish()
    .transform((value) => value || undefined);

export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value || undefined);

/** The number of a component in its message, or its form; 0 and none: one is given. */
export const id = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .nullish()
  .transform((value) => value || undefined);

/** Unicode's, or a custom one by its id: whether its writer may use that is asked where it is written. */
const emoji = z
  .object({ id: snowflake.nullish(), name: z.string().max(64).nullish(), animated: z.boolean().nullish() })
  .nullish()
  .transform((value, context): { id?: string; name: string; animated?: boolean } | undefined => {
    if (value?.id) {
      return { id: value.id, name: value.name ?? "", ...(value.animated && { animated: true }) };
    }
    if (!value?.name) return undefined;
    const name = normaliseEmoji(value.name);
    if (name !== null) return { name };
    context.addIssue({
      code: "custom",
      path: ["name"],
      message: "Invalid emoji",
      params: { code: "COMPONENT_INVALID_EMOJI" },
    });
    return z.NEVER;
  });

const webAddress = z
  .string()
  .max(2_048)
  .refine((value) => /^https?:\/\/\S+$/i.test(value) && URL.canParse(value), {
    message: "Not a well formed URL.",
    params: { code: "URL_TYPE_INVALID_URL" },
  });

/** Where a button of the style "link" leads: pages, and what other programs open. Never script. */
const linkAddress = z
  .string()
  .max(LIMITS.buttonUrl)
  .refine((value) => URL.canParse(value) && /^(https?|discord|mailto):/i.test(value), {
    message: "Not a well formed URL.",
    params: { code: "URL_TYPE_INVALID_URL" },
  });

const required = (message = "This field is required") => ({
  code: "custom" as const,
  message,
  params: { code: "BASE_TYPE_REQUIRED" },
});
const forbidden = (message: string) => ({
  code: "custom" as const,
  message,
  params: { code: "BASE_TYPE_INVALID" },
});

const button = z
  .object({
    type: z.literal(ComponentType.Button),
    id,
    style: z.union([
      z.literal(ButtonStyle.Primary),
      z.literal(ButtonStyle.Secondary),
      z.literal(ButtonStyle.Success),
      z.literal(ButtonStyle.Danger),
      z.literal(ButtonStyle.Link),
    ]),
    label: optionalText(80),
    emoji,
    custom_id: customId.nullish().transform((value) => value ?? undefined),
    url: linkAddress.nullish().transform((value) => value ?? undefined),
    disabled: flag,
  })
  .superRefine(({ style, label, emoji, custom_id, url }, context) => {
    const isLink = style === ButtonStyle.Link;
    if (isLink && url === undefined) context.addIssue({ ...required(), path: ["url"] });
    if (isLink && custom_id !== undefined) {
      const message = "A link has a url, no custom_id.";
      context.addIssue({ ...forbidden(message), path: ["custom_id"] });
    }
    if (!isLink && custom_id === undefined) context.addIssue({ ...required(), path: ["custom_id"] });
    if (!isLink && url !== undefined) {
      context.addIssue({ ...forbidden("Only a link has a url."), path: ["url"] });
    }
    if (label === undefined && emoji === undefined) {
      context.addIssue({ ...required("A button has a label or an emoji."), path: ["label"] });
    }
  });

const selectBase = {
  id,
  custom_id: customId,
  placeholder: optionalText(150),
  min_values: z.number().int().min(0).max(25).nullish(),
  max_values: z.number().int().min(1).max(25).nullish(),
  disabled: flag,
  /** Of a form alone. */
  required: z
    .boolean()
    .nullish()
    .transform((value) => value ?? undefined),
};

interface Counted {
  min_values?: number | null | undefined;
  max_values?: number | null | undefined;
}

/** How many may be chosen, with what counts where nobody said. */
function counted<T extends Counted>(select: T): T & { min_values: number; max_values: number } {
  return { ...select, min_values: select.min_values ?? 1, max_values: select.max_values ?? 1 };
}

function checkCounts({ min_values, max_values }: Counted, context: z.core.$RefinementCtx): void {
  if ((min_values ?? 1) <= (max_values ?? 1)) return;
  context.addIssue({
    code: "custom",
    path: ["min_values"],
    message: "min_values is at most max_values.",
    params: { code: "BASE_TYPE_INVALID" },
  });
}

/** What is chosen from in a form. */
export const plainOption = z.object({
  label: text(1, 100),
  value: opaque(1, 100),
  description: optionalText(100),
  default: flag,
});
const option = plainOption.extend({ emoji });

/** Values stand once, and no more is chosen from the start than may be. */
export function checkChoices(
  options: readonly { value: string; default?: boolean | undefined }[],
  most: number,
  context: z.core.$RefinementCtx,
): void {
  const seen = new Set<string>();
  for (const [n, { value }] of options.entries()) {
    if (seen.has(value)) {
      context.addIssue({
        code: "custom",
        path: ["options", n, "value"],
        message: "The specified option value is already used",
        params: { code: "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED" },
      });
    }
    seen.add(value);
  }
  if (options.filter((one) => one.default).length > most) {
    context.addIssue({
      code: "custom",
      path: ["options"],
      message: "More options are chosen by default than max_values allows.",
      params: { code: "SELECT_COMPONENT_TOO_MANY_DEFAULTS" },
    });
  }
}

export const stringSelect = z
  .object({
    type: z.literal(ComponentType.StringSelect),
    ...selectBase,
    options: z.array(option).min(1).max(25),
  })
  .superRefine((select, context) => {
    checkCounts(select, context);
    checkChoices(select.options, select.max_values ?? 1, context);
  })
  .transform(counted);

function entitySelect<T extends ComponentType, K extends "user" | "role" | "channel">(
  type: T,
  kinds: readonly [K, ...K[]],
) {
  const defaults = z.array(z.object({ id: snowflake, type: z.enum(kinds) })).max(25);
  return z.object({
    type: z.literal(type),
    ...selectBase,
    default_values: defaults.nullish().transform((value) => (value?.length ? value : undefined)),
  });
}

const checkDefaults = (
  select: Counted & { default_values?: unknown[] | undefined },
  context: z.core.$RefinementCtx,
): void => {
  checkCounts(select, context);
  if ((select.default_values?.length ?? 0) <= (select.max_values ?? 1)) return;
  context.addIssue({
    code: "custom",
    path: ["default_values"],
    message: "More is chosen by default than max_values allows.",
    params: { code: "SELECT_COMPONENT_TOO_MANY_DEFAULTS" },
  });
};

/** The kinds of channels that one may ask for; all that discord-api-types knows. */
export const channelTypes = z
  .array(
    z
      .number()
      .int()
      .refine((value) => ChannelType[value] !== undefined, { message: "Not a type of channels." }),
  )
  .max(20)
  .nullish()
  .transform((value) => (value?.length ? value : undefined));

export const userSelect = entitySelect(ComponentType.UserSelect, ["user"])
  .superRefine(checkDefaults)
  .transform(counted);
export const roleSelect = entitySelect(ComponentType.RoleSelect, ["role"])
  .superRefine(checkDefaults)
  .transform(counted);
export const mentionableSelect = entitySelect(ComponentType.MentionableSelect, ["user", "role"])
  .superRefine(checkDefaults)
  .transform(counted);
export const channelSelect = entitySelect(ComponentType.ChannelSelect, ["channel"])
  .extend({ channel_types: channelTypes })
  .superRefine(checkDefaults)
  .transform(counted);

const inRow = z.discriminatedUnion("type", [
  button,
  stringSelect,
  userSelect,
  roleSelect,
  mentionableSelect,
  channelSelect,
]);

const actionRow = z
  .object({ type: z.literal(ComponentType.ActionRow), id, components: z.array(inRow).min(1).max(5) })
  .superRefine(({ components }, context) => {
    const select = components.findIndex(({ type }) => type !== ComponentType.Button);
    if (select === -1 || components.length === 1) return;
    context.addIssue({
      code: "custom",
      path: ["components", select],
      message: "A row holds up to five buttons, or one list.",
      params: { code: "COMPONENT_LAYOUT_WIDTH_EXCEEDED" },
    });
  });

/** A picture of somewhere, or a file of this message by its name. */
const media = z.object({
  url: z.union([webAddress, z.string().regex(/^attachment:\/\/.{1,255}$/s)], {
    error: "Not a well formed URL, nor attachment:// and the name of a file.",
  }),
});
const description = text(0, LIMITS.fileDescription, { lines: true })
  .nullish()
  .transform((value) => value || null);
const spoiler = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const textDisplay = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id,
  content: text(1, LIMITS.componentsText, { lines: true }),
});
const thumbnail = z.object({
  type: z.literal(ComponentType.Thumbnail),
  id,
  media,
  description,
  spoiler,
});
const section = z.object({
  type: z.literal(ComponentType.Section),
  id,
  components: z.array(textDisplay).min(1).max(3),
  accessory: z.discriminatedUnion("type", [button, thumbnail]),
});
const mediaGallery = z.object({
  type: z.literal(ComponentType.MediaGallery),
  id,
  items: z.array(z.object({ media, description, spoiler })).min(1).max(10),
});
const file = z.object({
  type: z.literal(ComponentType.File),
  id,
  file: z.object({ url: z.string().regex(/^attachment:\/\/.{1,255}$/s) }),
  spoiler,
});
const separator = z.object({
  type: z.literal(ComponentType.Separator),
  id,
  divider: z
    .boolean()
    .nullish()
    .transform((value) => value ?? true),
  spacing: z
    .union([z.literal(SeparatorSpacingSize.Small), z.literal(SeparatorSpacingSize.Large)])
    .nullish()
    .transform((value) => value ?? SeparatorSpacingSize.Small),
});
const inContainer = z.discriminatedUnion("type", [
  actionRow,
  textDisplay,
  section,
  mediaGallery,
  file,
  separator,
]);
const container = z.object({
  type: z.literal(ComponentType.Container),
  id,
  accent_color: z
    .number()
    .int()
    .min(0)
    .max(0xffffff)
    .nullish()
    .transform((value) => value ?? null),
  spoiler,
  components: z.array(inContainer).min(1).max(LIMITS.components),
});

/** The components of a message, each well formed. Whether they fit together: {@link arrangeComponents}. */
export const messageComponents = z
  .array(
    z.discriminatedUnion("type", [actionRow, textDisplay, section, mediaGallery, file, separator, container]),
  )
  .max(LIMITS.components);
export type MessageComponents = z.output<typeof messageComponents>;
