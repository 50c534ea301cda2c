import { isSnowflake } from "@palabre/protocol";
import { ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { fieldError } from "../../errors.ts";
import { codePoints, storable } from "../../http/fields.ts";
import type { CommandOption } from "../commands/command-body.ts";
import type { GivenOption } from "./interaction-body.ts";
import type { Wanted } from "./resolve.ts";

export interface CheckedOptions {
  options: object[];
  /** The names of the subcommands, outermost first. */
  branches: string[];
  /** The type of the option that is being typed. */
  focused?: number | undefined;
}

/**
 * Holds what a person chose against a command's options, and notes in `wanted` what has to be looked up. While they type
 * (`typing`) nothing is required yet, and one option is focused.
 * @throws ApiError invalid_form_body naming the option
 */
export function checkOptions(
  defined: readonly CommandOption[],
  given: readonly GivenOption[],
  wanted: Wanted,
  { typing, path = "data.options" }: { typing: boolean; path?: string },
): CheckedOptions {
  const [first] = defined;
  const branching = first && (first.type === T.Subcommand || first.type === T.SubcommandGroup);
  if (branching) return checkBranch(defined, given, wanted, { typing, path });
  const seen = new Set<string>();
  let focused: number | undefined;
  const options = given.map((one, n) => {
    const at = `${path}.${n}`;
    const option = find(defined, one, at);
    if (seen.has(one.name)) throw fieldError(`${at}.name`, "BASE_TYPE_ALREADY_EXISTS", "Given twice.");
    seen.add(one.name);
    const { type, name } = option;
    if (one.focused) {
      if (!typing || focused !== undefined || !("autocomplete" in option && option.autocomplete)) {
        throw fieldError(`${at}.focused`, "BASE_TYPE_INVALID", "This option is not being completed.");
      }
      focused = type;
      return { type, name, value: storable(String(one.value ?? "")).slice(0, 6_000), focused: true };
    }
    return { type, name, value: checkValue(option, one.value, `${at}.value`, wanted) };
  });
  const missing = typing ? undefined : defined.find((one) => isRequired(one) && !seen.has(one.name));
  if (missing) throw fieldError(path, "BASE_TYPE_REQUIRED", `The option "${missing.name}" is required.`);
  return { options, branches: [], focused };
}

const isRequired = (option: CommandOption): boolean => "required" in option && option.required === true;

function find(defined: readonly CommandOption[], { name, type }: GivenOption, at: string): CommandOption {
  const option = defined.find((one) => one.name === name);
  if (!option) throw fieldError(`${at}.name`, "BASE_TYPE_CHOICES", "The command has no such option.");
  if (option.type !== type) throw fieldError(`${at}.type`, "BASE_TYPE_CHOICES", `Must be ${option.type}.`);
  return option;
}

function checkBranch(
  defined: readonly CommandOption[],
  given: readonly GivenOption[],
  wanted: Wanted,
  { typing, path }: { typing: boolean; path: string },
): CheckedOptions {
  const [one] = given;
  if (!one || given.length !== 1) {
    throw fieldError(path, "BASE_TYPE_REQUIRED", "Exactly one subcommand is chosen.");
  }
  const option = find(defined, one, `${path}.0`);
  const inside = "options" in option ? (option.options ?? []) : [];
  const below = { typing, path: `${path}.0.options` };
  const checked = checkOptions(inside as CommandOption[], one.options ?? [], wanted, below);
  const { type, name } = option;
  return {
    ...checked,
    options: [{ type, name, options: checked.options }],
    branches: [name, ...checked.branches],
  };
}

function checkValue(
  option: CommandOption,
  value: GivenOption["value"],
  path: string,
  wanted: Wanted,
): string | number | boolean {
  const refuse = (message: string, code = "BASE_TYPE_INVALID") => fieldError(path, code, message);
  switch (option.type) {
    case T.String: {
      if (typeof value !== "string") throw refuse("Must be text.");
      const text = storable(value);
      const [least, most] = [option.min_length ?? 0, option.max_length ?? 6_000];
      const length = codePoints(text);
      if (length < least || length > most) {
        throw refuse(`Must be between ${least} and ${most} in length.`, "BASE_TYPE_BAD_LENGTH");
      }
      requireChoice(option.choices, text, refuse);
      return text;
    }
    case T.Integer:
    case T.Number: {
      if (typeof value !== "number") throw refuse("Must be a number.");
      if (option.type === T.Integer && !Number.isInteger(value)) throw refuse("Must be a whole number.");
      const [least, most] = [option.min_value ?? -(2 ** 53), option.max_value ?? 2 ** 53];
      if (value < least) throw refuse(`Must be at least ${least}.`, "NUMBER_TYPE_MIN");
      if (value > most) throw refuse(`Must be at most ${most}.`, "NUMBER_TYPE_MAX");
      requireChoice(option.choices, value, refuse);
      return value;
    }
    case T.Boolean:
      if (typeof value !== "boolean") throw refuse("Must be true or false.");
      return value;
    case T.User:
    case T.Role:
    case T.Mentionable:
    case T.Channel:
    case T.Attachment: {
      const id = typeof value === "number" ? String(value) : value;
      if (typeof id !== "string" || !isSnowflake(id)) {
        throw refuse(`Value is not snowflake.`, "NUMBER_TYPE_COERCE");
      }
      if (option.type === T.User) wanted.users.set(id, path);
      if (option.type === T.Role) wanted.roles.set(id, path);
      if (option.type === T.Mentionable) wanted.mentionables.set(id, path);
      if (option.type === T.Attachment) wanted.files.set(id, { path });
      if (option.type === T.Channel) wanted.channels.push({ id, path, types: option.channel_types });
      return id;
    }
    default:
      throw refuse("A subcommand has no value.");
  }
}

function requireChoice(
  choices: readonly { value: string | number }[] | undefined,
  value: string | number,
  refuse: (message: string, code: string) => Error,
): void {
  if (!choices || choices.some((one) => one.value === value)) return;
  throw refuse("Value must be one of the choices.", "BASE_TYPE_CHOICES");
}
