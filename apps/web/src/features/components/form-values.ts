import type { BotForm } from "@palabre/protocol";
import {
  type APISelectMenuComponent,
  type APITextInputComponent,
  ComponentType,
} from "discord-api-types/v10";
import * as m from "../../paraglide/messages.js";

export type FormInput = APITextInputComponent | APISelectMenuComponent;

/** A part of a form: words, or something to fill in. */
export type FormPart =
  | { kind: "text"; content: string }
  | { kind: "field"; id: string; path: string; label: string; about: string | undefined; input: FormInput };

/** What was filled in, by the component's `custom_id`. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

/** A form in the order in which it is read. `path`: where the server names what is wrong with a field. */
export function partsOf(components: BotForm["components"]): FormPart[] {
  return components.flatMap((component, n): FormPart[] => {
    const path = `data.components.${n}`;
    if (component.type === ComponentType.TextDisplay) return [{ kind: "text", content: component.content }];
    if (component.type === ComponentType.ActionRow) {
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

const isInput = (component: { type: ComponentType }): component is FormInput =>
  component.type === ComponentType.TextInput ||
  component.type === ComponentType.StringSelect ||
  component.type === ComponentType.UserSelect ||
  component.type === ComponentType.RoleSelect ||
  component.type === ComponentType.MentionableSelect ||
  component.type === ComponentType.ChannelSelect;

/** What is wrong with what was filled in, or undefined. The server checks the same once more. */
export function problemOf(input: FormInput, value: string | readonly string[]): string | undefined {
  const isRequired = input.required !== false;
  if (input.type === ComponentType.TextInput) {
    const { min_length: least = 0, max_length: most = LONGEST } = input;
    const length = [...value].length;
    if (length === 0) return isRequired ? m.common_field_required() : undefined;
    if (length < least) return m.common_field_too_short({ min: String(least) });
    return length > most ? m.common_field_too_long({ max: String(most) }) : undefined;
  }
  const { min_values: least = 1 } = input;
  if (value.length === 0 && !isRequired) return undefined;
  if (value.length >= least) return undefined;
  return value.length === 0 && least === 1
    ? m.common_field_required()
    : m.components_at_least({ least: String(least) });
}

/** Characters that a field takes which does not say how many. */
export const LONGEST = 4_000;

/** What is sent in, built as the form is. */
export function bodyOf(form: BotForm, values: FormValues): object {
  const filled = (input: FormInput) => {
    const { type, custom_id } = input;
    const value = values[custom_id] ?? [];
    return type === ComponentType.TextInput ? { type, custom_id, value } : { type, custom_id, values: value };
  };
  return {
    id: form.id,
    custom_id: form.custom_id,
    components: form.components.map((component) => {
      const { type } = component;
      if (type === ComponentType.ActionRow) return { type, components: component.components.map(filled) };
      if (type === ComponentType.Label && isInput(component.component)) {
        return { type, component: filled(component.component) };
      }
      return { type };
    }),
  };
}
