import type { Selectable } from "kysely";
import type { Schema } from "../../db/schema.ts";
import type { CommandBody } from "./command-body.ts";

export type CommandRow = Selectable<Schema["application_commands"]>;

/** A command with what it was registered with. */
export interface Command extends CommandBody {
  id: string;
  application_id: string;
  /** Null: in every server. */
  guild_id: string | null;
  version: string;
}

/** The `guild_id` of what holds in every server. */
export const EVERYWHERE = "0";

// SQLite gives a small number as one.
export function toCommand(row: CommandRow): Command {
  return {
    ...(JSON.parse(row.data) as CommandBody),
    id: row.id,
    application_id: row.application_id,
    guild_id: String(row.guild_id) === EVERYWHERE ? null : row.guild_id,
    version: row.version,
  };
}

/** What is kept of a command beside the columns. */
export const dataOf = (body: CommandBody): string => JSON.stringify(body);

/**
 * A command on the wire. With `locale` each name and description comes in that language, too; all translations come
 * with `all`.
 */
export function presentCommand(
  command: Command,
  { all, locale }: { all: boolean; locale?: string | undefined },
) {
  const { guild_id, contexts, integration_types, ...rest } = command;
  const words = translated(rest, { all, locale });
  return {
    ...words,
    ...(guild_id === null ? { contexts, integration_types } : { guild_id }),
  };
}

interface Part {
  name_localizations?: Record<string, string> | undefined;
  description_localizations?: Record<string, string> | undefined;
  options?: readonly object[] | undefined;
  choices?: readonly object[] | undefined;
}

function translated<T extends object>(part: T, how: { all: boolean; locale?: string | undefined }): object {
  const { name_localizations, description_localizations, options, choices, ...rest } = part as Part;
  const isChoice = !("description" in rest);
  const [name, description] = [name_localizations, description_localizations].map((words) =>
    how.locale === undefined ? undefined : inLanguage(words, how.locale),
  );
  return {
    ...rest,
    ...(how.all && { name_localizations: name_localizations ?? null }),
    ...(how.all && !isChoice && { description_localizations: description_localizations ?? null }),
    ...(name !== undefined && { name_localized: name }),
    ...(description !== undefined && { description_localized: description }),
    ...(options && { options: options.map((one) => translated(one, how)) }),
    ...(choices && { choices: choices.map((one) => translated(one, how)) }),
  };
}

/** In that language, or in another form of it: British for American English. */
function inLanguage(words: Record<string, string> | undefined, locale: string): string | undefined {
  if (!words) return undefined;
  if (words[locale] !== undefined) return words[locale];
  const [language] = locale.split("-");
  return Object.entries(words).find(([key]) => key.split("-")[0] === language)?.[1];
}
