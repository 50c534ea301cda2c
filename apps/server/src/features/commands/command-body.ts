import { LIMITS } from "@palabre/protocol";
import { ApplicationCommandType, Locale, ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { z } from "zod";
import { codePoints, permissionBits, name as shownName, text } from "../../http/fields.ts";
import { channelTypes, opaque } from "../messages/component-schemas.ts";

/** What is typed: letters, digits, - and _ of any script, lower case where there is one. */
const typedName = z
  .string()
  .refine(
    (value) => /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u.test(value) && value === value.toLowerCase(),
    {
      message: "Command name is invalid",
      params: { code: "APPLICATION_COMMAND_INVALID_NAME" },
    },
  );
/** What stands in a menu. */
const menuName = shownName(1, 32);
const description = text(1, 100);

const LOCALES = Object.values(Locale);

/** One text for each language; null is as good as none. */
function translations(one: z.ZodType<string>) {
  return z
    .partialRecord(z.enum(Locale), one.nullable())
    .nullish()
    .transform((value) => {
      const kept = LOCALES.flatMap((locale) => {
        const words = value?.[locale];
        return words ? [[locale, words] as const] : [];
      });
      return kept.length > 0 ? Object.fromEntries(kept) : undefined;
    });
}

const on = z
  .boolean()
  .nullish()
  .transform((value) => value || undefined);
/** Absent, or `undefined` in what is kept. */
const orNone = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

const named = {
  name: typedName,
  name_localizations: translations(typedName),
  description,
  description_localizations: translations(description),
};
const leaf = { ...named, required: on };

function choices(value: z.ZodType<string> | z.ZodType<number>) {
  const choice = z.object({ name: text(1, 100), name_localizations: translations(text(1, 100)), value });
  return z
    .array(choice)
    .max(25)
    .superRefine((list, context) => {
      for (const key of ["name", "value"] as const) {
        refuseRepeated(
          list.map((one) => one[key]),
          (n) => ({
            path: [n, key],
            message: "Choices have names and values of their own.",
            params: { code: "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATED" },
          }),
          context,
        );
      }
    })
    .nullish()
    .transform((list) => (list?.length ? list : undefined));
}

function refuseRepeated(
  values: readonly unknown[],
  issue: (n: number) => { path: PropertyKey[]; message: string; params: { code: string } },
  context: z.core.$RefinementCtx,
): void {
  const seen = new Set<unknown>();
  for (const [n, value] of values.entries()) {
    if (seen.has(value)) context.addIssue({ code: "custom", ...issue(n) });
    seen.add(value);
  }
}

/** Whole numbers that every program reads alike. */
const integer = z
  .number()
  .int()
  .min(-(2 ** 53))
  .max(2 ** 53);
const decimal = z
  .number()
  .min(-(2 ** 53))
  .max(2 ** 53);

interface Choosing {
  autocomplete?: boolean | undefined;
  choices?: unknown[] | undefined;
}
const checkChoosing = ({ autocomplete, choices }: Choosing, context: z.core.$RefinementCtx) => {
  if (!autocomplete || !choices) return;
  context.addIssue({
    code: "custom",
    path: ["choices"],
    message: "Choices are given, or completed while one types.",
    params: { code: "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES" },
  });
};
const checkOrder =
  (low: string, high: string) =>
  (value: object, context: z.core.$RefinementCtx): void => {
    const [least, most] = [low, high].map((key) => (value as Record<string, unknown>)[key]);
    if (typeof least !== "number" || typeof most !== "number" || least <= most) return;
    const message = `${low} is at most ${high}.`;
    context.addIssue({ code: "custom", path: [low], message, params: { code: "BASE_TYPE_INVALID" } });
  };

const stringOption = z
  .object({
    type: z.literal(T.String),
    ...leaf,
    choices: choices(opaque(1, 100)),
    autocomplete: on,
    min_length: orNone(z.number().int().min(0).max(6_000)),
    max_length: orNone(z.number().int().min(1).max(6_000)),
  })
  .superRefine(checkChoosing)
  .superRefine(checkOrder("min_length", "max_length"));

const numeric = <K extends T.Integer | T.Number>(type: K, value: z.ZodType<number>) =>
  z
    .object({
      type: z.literal(type),
      ...leaf,
      choices: choices(value),
      autocomplete: on,
      min_value: orNone(value),
      max_value: orNone(value),
    })
    .superRefine(checkChoosing)
    .superRefine(checkOrder("min_value", "max_value"));

const plain = <K extends T>(type: K) => z.object({ type: z.literal(type), ...leaf });

const leaves = [
  stringOption,
  numeric(T.Integer, integer),
  numeric(T.Number, decimal),
  plain(T.Boolean),
  plain(T.User),
  plain(T.Role),
  plain(T.Mentionable),
  plain(T.Attachment),
  plain(T.Channel).extend({ channel_types: channelTypes }),
] as const;

interface Listed {
  type: number;
  name: string;
  required?: boolean | undefined;
}

const isBranch = ({ type }: { type: number }): boolean => type === T.Subcommand || type === T.SubcommandGroup;

/** A list of options: names once, what is needed first, and no branches beside values. */
function optionList<S extends z.ZodType<Listed>>(one: S) {
  return z
    .array(one)
    .max(LIMITS.commandOptions)
    .superRefine((list, context) => {
      refuseRepeated(
        list.map(({ name }) => name),
        (n) => ({
          path: [n, "name"],
          message: "Option name already exists",
          params: { code: "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED" },
        }),
        context,
      );
      const optional = list.findIndex((option) => !option.required);
      const late = list.findIndex((option, n) => option.required && optional !== -1 && n > optional);
      if (late !== -1) {
        context.addIssue({
          code: "custom",
          path: [late],
          message: "Required options must be placed before non-required options",
          params: { code: "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID" },
        });
      }
      const mixed = list.findIndex((option) => isBranch(option) !== isBranch(list[0] ?? option));
      if (mixed !== -1) {
        context.addIssue({
          code: "custom",
          path: [mixed, "type"],
          message: "Sub-command and sub-command group option types are mutually exclusive to all other types",
          params: { code: "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID" },
        });
      }
    })
    .nullish()
    .transform((list) => (list?.length ? list : undefined));
}

const subcommand = z.object({
  type: z.literal(T.Subcommand),
  ...named,
  options: optionList(z.discriminatedUnion("type", leaves)),
});
const group = z.object({
  type: z.literal(T.SubcommandGroup),
  ...named,
  options: optionList(subcommand).refine((list) => list !== undefined, {
    message: "This field is required",
    params: { code: "BASE_TYPE_REQUIRED" },
  }),
});

const common = {
  default_member_permissions: permissionBits
    .transform(String)
    .nullish()
    .transform((value) => value ?? null),
  /** The older word for what `contexts` says. */
  dm_permission: z.boolean().nullish(),
  contexts: z.array(z.number().int().min(0).max(2)).max(3).nullish(),
  integration_types: z.array(z.number().int().min(0).max(1)).max(2).nullish(),
  nsfw: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
};

function settled<
  B extends {
    contexts?: number[] | null | undefined;
    dm_permission?: boolean | null | undefined;
    integration_types?: number[] | null | undefined;
  },
>({ dm_permission, contexts, integration_types, ...body }: B) {
  return {
    ...body,
    contexts: contexts?.length ? [...new Set(contexts)].sort() : dm_permission === false ? [0] : null,
    integration_types: integration_types?.length ? [...new Set(integration_types)].sort() : [0],
  };
}

/** Nothing where a command of a menu would say what it does. */
const silent = z
  .literal("")
  .nullish()
  .transform(() => "");

const chatInput = z.object({
  type: z
    .literal(ApplicationCommandType.ChatInput)
    .nullish()
    .transform(() => ApplicationCommandType.ChatInput as const),
  ...named,
  ...common,
  options: optionList(z.discriminatedUnion("type", [...leaves, subcommand, group])),
});

const menu = z.object({
  type: z.union([z.literal(ApplicationCommandType.User), z.literal(ApplicationCommandType.Message)]),
  name: menuName,
  name_localizations: translations(menuName),
  description: silent,
  options: z
    .array(z.never())
    .nullish()
    .transform(() => undefined),
  ...common,
});

/** A command as it is registered. Which of the two: its `type`; without one it is typed. */
export const commandBody = z
  .unknown()
  .transform((value, context): z.output<typeof menu> | z.output<typeof chatInput> => {
    const type = (value as { type?: unknown } | null)?.type;
    const isMenu = type === ApplicationCommandType.User || type === ApplicationCommandType.Message;
    const result = isMenu ? menu.safeParse(value) : chatInput.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) context.addIssue({ ...issue } as z.core.$ZodRawIssue);
    return z.NEVER;
  })
  .transform(settled)
  .refine((body) => lengthOf(body) <= LIMITS.commandText, {
    message: `A command holds at most ${LIMITS.commandText} characters.`,
    params: { code: "APPLICATION_COMMAND_TOO_LARGE" },
  });

export type CommandBody = Omit<
  z.output<typeof chatInput>,
  "type" | "contexts" | "dm_permission" | "integration_types"
> & {
  type: 1 | 2 | 3;
  contexts: number[] | null;
  integration_types: number[];
};
export type CommandOption = NonNullable<CommandBody["options"]>[number];

interface Worded {
  name: string;
  name_localizations?: Record<string, string> | undefined;
  description?: string;
  description_localizations?: Record<string, string> | undefined;
  value?: string | number;
  options?: readonly Worded[] | undefined;
  choices?: readonly Worded[] | undefined;
}

/** As counted for the limit: of each text the longest translation. */
function lengthOf(one: Worded): number {
  const longest = (words: string | undefined, others: Record<string, string> | undefined) =>
    Math.max(...[words ?? "", ...Object.values(others ?? {})].map(codePoints));
  const parts = [...(one.options ?? []), ...(one.choices ?? [])];
  return parts.reduce(
    (sum, part) => sum + lengthOf(part),
    longest(one.name, one.name_localizations) +
      longest(one.description, one.description_localizations) +
      (typeof one.value === "string" ? codePoints(one.value) : 0),
  );
}
