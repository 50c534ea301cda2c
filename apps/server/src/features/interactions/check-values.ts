import { isSnowflake, LIMITS } from "@palabre/protocol";
import { ComponentType as C } from "discord-api-types/v10";
import { fieldError } from "../../errors.ts";
import { codePoints } from "../../http/fields.ts";
import type { Wanted } from "./resolve.ts";

/** A component that takes something, as it was shown. */
export interface Input {
  type: number;
  id?: number;
  custom_id?: string;
  disabled?: boolean;
  required?: boolean;
  min_values?: number;
  max_values?: number;
  options?: { value: string }[];
  channel_types?: number[];
  min_length?: number;
  max_length?: number;
  file_types?: string[];
}

/** What was put into one of a form's components, as it was sent. */
interface Given {
  value?: string | boolean | null | undefined;
  values?: readonly string[] | null | undefined;
}

const SELECTS: readonly number[] = [
  C.StringSelect,
  C.UserSelect,
  C.RoleSelect,
  C.MentionableSelect,
  C.ChannelSelect,
];

export const isSelect = ({ type }: { type: number }): boolean => SELECTS.includes(type);

/**
 * What was chosen in a list, held against the list; ids are noted in `wanted`.
 * @throws ApiError invalid_form_body naming what does not fit
 */
export function checkChoice(
  input: Input,
  given: readonly string[] | null | undefined,
  path: string,
  wanted: Wanted,
): string[] {
  const values = checkCount(input, given, path);
  for (const [n, value] of values.entries()) {
    const at = `${path}.${n}`;
    const isOne = input.options ? input.options.some((option) => option.value === value) : isSnowflake(value);
    if (!isOne || values.indexOf(value) !== n) {
      throw fieldError(at, "BASE_TYPE_CHOICES", "Value must be one of the choices, once.");
    }
    if (input.type === C.UserSelect) wanted.users.set(value, at);
    if (input.type === C.RoleSelect) wanted.roles.set(value, at);
    if (input.type === C.MentionableSelect) wanted.mentionables.set(value, at);
    if (input.type === C.ChannelSelect) {
      wanted.channels.push({ id: value, path: at, types: input.channel_types });
    }
  }
  return values;
}

/** As many as are asked for, or none where it may be left out. */
function checkCount(input: Input, given: readonly string[] | null | undefined, path: string): string[] {
  const values = [...(given ?? [])];
  const [least, most] = [input.min_values ?? 1, input.max_values ?? 1];
  const isLeftOut = values.length === 0 && input.required === false;
  if (isLeftOut || (values.length >= least && values.length <= most)) return values;
  throw fieldError(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${least} and ${most} in length.`);
}

/**
 * What was put into a component of a form, held against it; ids and numbers of files are noted in `wanted`.
 * @throws ApiError invalid_form_body naming what does not fit
 */
export function checkInput(input: Input, given: Given | undefined, path: string, wanted: Wanted): object {
  switch (input.type) {
    case C.TextInput:
      return { value: checkText(input, given?.value, `${path}.value`) };
    case C.RadioGroup:
      return { value: checkRadio(input, given?.value, `${path}.value`) };
    case C.Checkbox:
      return { value: checkTick(given?.value, `${path}.value`) };
    case C.FileUpload:
      return { values: checkFiles(input, given?.values, `${path}.values`, wanted) };
    default:
      return { values: checkChoice(input, given?.values, `${path}.values`, wanted) };
  }
}

function checkRadio(input: Input, given: Given["value"], path: string): string | null {
  if (given === undefined || given === null || given === "") {
    if (input.required === false) return null;
    throw fieldError(path, "BASE_TYPE_REQUIRED", "This field is required");
  }
  if (input.options?.some(({ value }) => value === given)) return String(given);
  throw fieldError(path, "BASE_TYPE_CHOICES", "Value must be one of the choices.");
}

function checkTick(given: Given["value"], path: string): boolean {
  if (typeof given === "string") throw fieldError(path, "BASE_TYPE_INVALID", "Must be true or false.");
  return given ?? false;
}

/** Numbers of the form's files; each goes into one field, once. */
function checkFiles(input: Input, given: Given["values"], path: string, wanted: Wanted): string[] {
  const numbers = checkCount(input, given, path);
  for (const [n, number] of numbers.entries()) {
    const at = `${path}.${n}`;
    if (wanted.files.has(number)) throw fieldError(at, "BASE_TYPE_CHOICES", "This file stands twice.");
    wanted.files.set(number, { path: at, types: input.file_types });
  }
  return numbers;
}

/** What was typed into a form. @throws ApiError invalid_form_body naming it */
function checkText(input: Input, given: Given["value"], path: string): string {
  if (typeof given === "boolean") throw fieldError(path, "BASE_TYPE_INVALID", "Must be text.");
  const text = (given ?? "").replaceAll("\0", "");
  const length = codePoints(text);
  if (length === 0 && input.required !== false) {
    throw fieldError(path, "BASE_TYPE_REQUIRED", "This field is required");
  }
  const [least, most] = [input.min_length ?? 0, input.max_length ?? LIMITS.textInput];
  if (length > most || (length > 0 && length < least)) {
    throw fieldError(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${least} and ${most} in length.`);
  }
  return text;
}
