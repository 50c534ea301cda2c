import type { OfferedOption, UsedOption } from "@palabre/client";
import { ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { type CommandEntry, nameIn } from "./entries.ts";

/** What stands in a field. */
export interface FieldValue {
  text: string;
  /** What the text stands for, where it was chosen from a list. */
  picked?: string | number | boolean | undefined;
  file?: File | undefined;
}

export type FieldValues = Readonly<Record<string, FieldValue>>;

export const EMPTY: FieldValue = { text: "" };

/** What is wrong with a field; the words are `fieldWords.ts`'s. */
export type Problem =
  | { kind: "required" }
  | { kind: "length"; min: number; max: number }
  | { kind: "whole" }
  | { kind: "number" }
  | { kind: "min"; min: number }
  | { kind: "max"; max: number }
  | { kind: "choose" };

type Parsed = { value: string | number | boolean } | { problem: Problem } | null;

/** Characters of a text, where the command does not say. */
const LONGEST = 6_000;

export const isEmpty = ({ text, picked, file }: FieldValue): boolean =>
  text.trim() === "" && picked === undefined && file === undefined;

/** Whether the option's values are those of a list. */
export const isListed = ({ type, choices }: OfferedOption): boolean =>
  (choices?.length ?? 0) > 0 ||
  type === T.Boolean ||
  type === T.User ||
  type === T.Role ||
  type === T.Mentionable ||
  type === T.Channel;

/** What a field comes to on the wire, or why it does not; null for an empty one. Files are not among them. */
export function parseField(option: OfferedOption, field: FieldValue): Parsed {
  if (isEmpty(field)) return null;
  if (field.picked !== undefined) return { value: field.picked };
  const text = field.text.trim();
  const { choices = [] } = option;
  if (choices.length > 0) {
    const found = choices.find((one) => isSame(nameIn(one), text) || isSame(String(one.value), text));
    return found ? { value: found.value } : { problem: { kind: "choose" } };
  }
  switch (option.type) {
    case T.String: {
      const [min, max] = [option.min_length ?? 0, option.max_length ?? LONGEST];
      const length = [...field.text].length;
      return length < min || length > max ? { problem: { kind: "length", min, max } } : { value: field.text };
    }
    case T.Integer:
    case T.Number:
      return parseNumber(option, text);
    default:
      return { problem: { kind: "choose" } };
  }
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function parseNumber(option: OfferedOption, text: string): Parsed {
  const isWhole = option.type === T.Integer;
  // As people write: blanks between thousands, and the comma where it is the mark.
  const plain = text.replace(/[\s\u202f\u00a0]/g, "").replace(/^([+-]?\d*),(\d+)$/, "$1.$2");
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isNaN(value) || (isWhole && !Number.isSafeInteger(value))) {
    return { problem: { kind: isWhole ? "whole" : "number" } };
  }
  if (option.min_value !== undefined && value < option.min_value) {
    return { problem: { kind: "min", min: option.min_value } };
  }
  if (option.max_value !== undefined && value > option.max_value) {
    return { problem: { kind: "max", max: option.max_value } };
  }
  return { value };
}

/** What is wrong in a whole form, by option; in the order of the fields. */
export function problemsOf(options: readonly OfferedOption[], values: FieldValues): Map<string, Problem> {
  const found = new Map<string, Problem>();
  for (const option of options) {
    const field = values[option.name] ?? EMPTY;
    if (option.type === T.Attachment) {
      if (option.required && !field.file) found.set(option.name, { kind: "required" });
      continue;
    }
    const parsed = parseField(option, field);
    if (parsed === null && option.required) found.set(option.name, { kind: "required" });
    if (parsed !== null && "problem" in parsed) found.set(option.name, parsed.problem);
  }
  return found;
}

export interface Filled {
  options: UsedOption[];
  files: File[];
  /** The options by their place in what is sent: what the server refuses it names by number. */
  names: string[];
}

/**
 * What a form comes to on the wire. While an option is being completed (`focused`), fields that do not hold yet and files
 * are left out.
 */
export function fill(entry: CommandEntry, values: FieldValues, focused?: string): Filled {
  const files: File[] = [];
  const inner = entry.options.flatMap((option): UsedOption[] => {
    const { type, name } = option;
    const field = values[name] ?? EMPTY;
    if (name === focused) return [{ type, name, value: field.text, focused: true }];
    if (type === T.Attachment) {
      if (!field.file || focused !== undefined) return [];
      files.push(field.file);
      return [{ type, name, value: String(files.length - 1) }];
    }
    const parsed = parseField(option, field);
    return parsed && "value" in parsed ? [{ type, name, value: parsed.value }] : [];
  });
  const options = entry.path.reduceRight<UsedOption[]>(
    (inside, { type, name }) => [{ type, name, options: inside }],
    inner,
  );
  return { options, files, names: inner.map((one) => one.name) };
}

/** How a used command reads: "/deploy stage tag: v1". */
export function summaryOf(entry: CommandEntry, values: FieldValues): string {
  const parts = entry.options.flatMap((option) => {
    const field = values[option.name] ?? EMPTY;
    return isEmpty(field) ? [] : `${nameIn(option)}: ${field.file?.name ?? field.text}`;
  });
  return [`/${entry.label}`, ...parts].join(" ");
}
