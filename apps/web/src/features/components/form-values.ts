import type { UploadFile } from "@palabre/client";
import { type BotForm, LIMITS } from "@palabre/protocol";
import {
  type APICheckboxComponent,
  type APICheckboxGroupComponent,
  type APIFileUploadComponent,
  type APIRadioGroupComponent,
  type APISelectMenuComponent,
  type APITextInputComponent,
  ComponentType as C,
} from "discord-api-types/v10";
import * as m from "../../paraglide/messages.js";
import { startOf } from "./choices.tsx";

export type FormInput =
  | APITextInputComponent
  | APISelectMenuComponent
  | APIFileUploadComponent
  | APIRadioGroupComponent
  | APICheckboxGroupComponent
  | APICheckboxComponent;

/** A part of a form: words, or something to fill in. */
export type FormPart =
  | { kind: "text"; content: string }
  | { kind: "field"; id: string; path: string; label: string; about: string | undefined; input: FormInput };

/** Text or the one that is chosen; a box; those that are chosen; files. */
export type FormValue = string | boolean | readonly string[] | readonly File[];

/** What was filled in, by the component's `custom_id`. */
export type FormValues = Readonly<Record<string, FormValue>>;

export const textIn = (value: FormValue | undefined): string => (typeof value === "string" ? value : "");
export const idsIn = (value: FormValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
export const filesIn = (value: FormValue | undefined): readonly File[] =>
  Array.isArray(value) ? value.filter((one) => one instanceof File) : [];

/** A form in the order in which it is read. `path`: where the server names what is wrong with a field. */
export function partsOf(components: BotForm["components"]): FormPart[] {
  return components.flatMap((component, n): FormPart[] => {
    const path = `data.components.${n}`;
    if (component.type === C.TextDisplay) return [{ kind: "text", content: component.content }];
    if (component.type === C.ActionRow) {
      return component.components.map((input, k) => {
        const at = `${path}.components.${k}`;
        return field(input, at, input.label ?? "", undefined);
      });
    }
    const { component: input, label, description } = component;
    return isInput(input) ? [field(input, `${path}.component`, label, description)] : [];
  });
}

function field(input: FormInput, path: string, label: string, about: string | undefined): FormPart {
  return { kind: "field", id: input.custom_id, path, label, about, input };
}

const DRAWN: readonly C[] = [
  C.TextInput,
  C.StringSelect,
  C.UserSelect,
  C.RoleSelect,
  C.MentionableSelect,
  C.ChannelSelect,
  C.FileUpload,
  C.RadioGroup,
  C.CheckboxGroup,
  C.Checkbox,
];

const isInput = (component: { type: C }): component is FormInput => DRAWN.includes(component.type);

/** What a form begins with. */
export function beginning(parts: readonly FormPart[]): FormValues {
  return Object.fromEntries(
    parts.flatMap((part) => (part.kind === "field" ? [[part.id, first(part.input)]] : [])),
  );
}

function first(input: FormInput): FormValue {
  switch (input.type) {
    case C.TextInput:
      return input.value ?? "";
    case C.RadioGroup:
      return input.options.find((option) => option.default)?.value ?? "";
    case C.CheckboxGroup:
      return input.options.filter((option) => option.default).map(({ value }) => value);
    case C.Checkbox:
      return input.default ?? false;
    case C.FileUpload:
      return [];
    default:
      return startOf(input);
  }
}

/** Whether something has to be put into it. A box that is not ticked is an answer, too. */
export function isRequired(input: FormInput): boolean {
  if (input.type === C.Checkbox) return true;
  if (input.type === C.TextInput || input.type === C.RadioGroup) return input.required !== false;
  return input.required !== false && (input.min_values ?? 1) > 0;
}

/** What is wrong with what was filled in, or undefined. The server checks the same once more. */
export function problemOf(input: FormInput, value: FormValue): string | undefined {
  switch (input.type) {
    case C.Checkbox:
      return undefined;
    case C.RadioGroup:
      return isRequired(input) && textIn(value) === "" ? m.common_field_required() : undefined;
    case C.TextInput: {
      const { min_length: least = 0, max_length: most = LONGEST } = input;
      const length = [...textIn(value)].length;
      if (length === 0) return isRequired(input) ? m.common_field_required() : undefined;
      if (length < least) return m.common_field_too_short({ min: String(least) });
      return length > most ? m.common_field_too_long({ max: String(most) }) : undefined;
    }
    default: {
      const count = (input.type === C.FileUpload ? filesIn(value) : idsIn(value)).length;
      const { min_values: least = 1 } = input;
      if (count >= least || (count === 0 && !isRequired(input))) return undefined;
      return count === 0 && least === 1
        ? m.common_field_required()
        : m.components_at_least({ least: String(least) });
    }
  }
}

/** What is wrong in a whole form, by field. All files together are bounded, too. */
export function problemsOf(parts: readonly FormPart[], values: FormValues): Record<string, string> {
  let files = 0;
  return Object.fromEntries(
    parts.flatMap((part) => {
      if (part.kind === "text") return [];
      const value = values[part.id] ?? "";
      files += filesIn(value).length;
      const isTooMuch = filesIn(value).length > 0 && files > LIMITS.filesPerMessage;
      const most = String(LIMITS.filesPerMessage);
      const problem = isTooMuch ? m.components_files_in_all({ most }) : problemOf(part.input, value);
      return problem === undefined ? [] : [[part.id, problem]];
    }),
  );
}

/** Characters that a field takes which does not say how many. */
export const LONGEST = 4_000;

/** What is sent in, built as the form is, with its files. */
export function bodyOf(form: BotForm, values: FormValues): { data: object; files: UploadFile[] } {
  const files: UploadFile[] = [];
  const filled = (input: FormInput) => {
    const { type, custom_id } = input;
    const value = values[custom_id];
    switch (type) {
      case C.TextInput:
        return { type, custom_id, value: textIn(value) };
      case C.RadioGroup:
        return { type, custom_id, value: textIn(value) || null };
      case C.Checkbox:
        return { type, custom_id, value: value === true };
      case C.FileUpload: {
        const numbers = filesIn(value).map((file) => files.push({ name: file.name, data: file }) - 1);
        return { type, custom_id, values: numbers.map(String) };
      }
      default:
        return { type, custom_id, values: idsIn(value) };
    }
  };
  const components = form.components.map((component) => {
    const { type } = component;
    if (type === C.ActionRow) return { type, components: component.components.map(filled) };
    if (type === C.Label && isInput(component.component)) {
      return { type, component: filled(component.component) };
    }
    return { type };
  });
  return { data: { id: form.id, custom_id: form.custom_id, components }, files };
}
