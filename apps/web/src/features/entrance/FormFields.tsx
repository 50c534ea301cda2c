import type { EntranceField } from "@palabre/protocol";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";

export type FieldAnswer = string | number | boolean | undefined;

/** What is accepted and what is asked, to be filled in. */
export function FormFields({
  fields,
  answers,
  onChange,
  failure,
}: {
  fields: readonly EntranceField[];
  answers: readonly FieldAnswer[];
  onChange: (answers: FieldAnswer[]) => void;
  failure: unknown;
}) {
  const put = (at: number, answer: FieldAnswer) =>
    onChange(fields.map((_, n) => (n === at ? answer : answers[n])));
  return fields.map((field, at) => {
    const error = fieldErrorText(failure, `form_fields.${at}.response`);
    const label = field.required ? field.label : m.entrance_optional({ label: field.label });
    const key = `${at} ${field.label}`;
    const text = { label, error, hint: field.description ?? undefined };
    const value = answers[at];
    switch (field.field_type) {
      case "TERMS":
        return (
          <section key={key} className="entrance-rules">
            <h2 className="label">{m.entrance_rules()}</h2>
            <ol>
              {field.values.map((rule, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place.
                <li key={n}>{rule}</li>
              ))}
            </ol>
            <Checkbox isSelected={value === true} onChange={(isOn) => put(at, isOn || undefined)}>
              {m.entrance_rules_accept()}
            </Checkbox>
            {error ? <p className="hint-error">{error}</p> : null}
          </section>
        );
      case "TEXT_INPUT":
        return (
          <TextField
            key={key}
            {...text}
            placeholder={field.placeholder ?? undefined}
            value={typeof value === "string" ? value : ""}
            onChange={(next) => put(at, next)}
            maxLength={150}
          />
        );
      case "PARAGRAPH":
        return (
          <TextArea
            key={key}
            {...text}
            placeholder={field.placeholder ?? undefined}
            value={typeof value === "string" ? value : ""}
            onChange={(next) => put(at, next)}
            maxLength={1_000}
          />
        );
      default:
        return (
          <RadioGroup
            key={key}
            {...text}
            value={typeof value === "number" ? String(value) : ""}
            onChange={(next) => put(at, Number(next))}
            options={field.choices.map((choice, n) => ({ id: String(n), label: choice }))}
          />
        );
    }
  });
}
