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
  const values = [...(given ?? [])];
  const [least, most] = [input.min_values ?? 1, input.max_values ?? 1];
  const isLeftOut = values.length === 0 && input.required === false;
  if (!isLeftOut && (values.length < least || values.length > most)) {
    throw fieldError(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${least} and ${most} in length.`);
  }
  for (const [n, value] of values.entries()) {
    const at = `${path}.${n}`;
    const isOne =
      input.type === C.StringSelect
        ? input.options?.some((option) => option.value === value)
        : isSnowflake(value);
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

/** What was typed into a form. @throws ApiError invalid_form_body naming it */
export function checkText(input: Input, given: string | null | undefined, path: string): string {
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
