import type { Application, CommandIndex, OfferedCommand, OfferedOption } from "@palabre/client";
import { ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { matchScore } from "../conversation/composer/completion.ts";

/** Something to use: a command, or one of its subcommands. */
export interface CommandEntry {
  key: string;
  application: Application;
  command: OfferedCommand;
  /** The subcommand's group and itself, as they are registered. */
  path: readonly { type: number; name: string }[];
  /** In the language one reads: "config set". */
  label: string;
  about: string;
  options: readonly OfferedOption[];
}

export const nameIn = (one: { name: string; name_localized?: string }): string =>
  one.name_localized ?? one.name;

export const aboutIn = (one: { description: string; description_localized?: string }): string =>
  one.description_localized ?? one.description;

/** All that an index offers of one type, each subcommand by itself. */
export function entriesOf(index: CommandIndex, type: number): CommandEntry[] {
  const applications = new Map(index.applications.map((one) => [one.id, one]));
  return index.application_commands.flatMap((command) => {
    const application = applications.get(command.application_id);
    if (!application || command.type !== type) return [];
    return leavesOf(command, command.options ?? [], []).map(({ path, words, options }) => ({
      key: [command.id, ...path.map((one) => one.name)].join(" "),
      application,
      command,
      path: path.map((one) => ({ type: one.type, name: one.name })),
      label: [command, ...path].map(nameIn).join(" "),
      about: aboutIn(words),
      options,
    }));
  });
}

interface Leaf {
  path: OfferedOption[];
  words: OfferedCommand | OfferedOption;
  options: OfferedOption[];
}

function leavesOf(
  words: OfferedCommand | OfferedOption,
  options: readonly OfferedOption[],
  path: OfferedOption[],
): Leaf[] {
  const branches = options.filter((one) => one.type === T.Subcommand || one.type === T.SubcommandGroup);
  if (branches.length === 0) return [{ path, words, options: [...options] }];
  return branches.flatMap((one) => leavesOf(one, one.options ?? [], [...path, one]));
}

/** How well an entry answers what was typed: 4 it is its name, 3 its beginning, 2 a word's, 1 inside; 0 not at all. */
export function entryScore(entry: Pick<CommandEntry, "label" | "command" | "path">, query: string): number {
  const registered = [entry.command.name, ...entry.path.map((one) => one.name)].join(" ");
  const names = [entry.label, registered];
  const wanted = query.toLowerCase();
  if (names.some((name) => name.toLowerCase() === wanted)) return 4;
  // A blank ends the command's name: what follows is a subcommand, or text.
  if (wanted.includes(" ")) return names.some((name) => name.toLowerCase().startsWith(wanted)) ? 3 : 0;
  return Math.max(...names.map((name) => matchScore(name, wanted)));
}
