import type { Snowflake } from "@palabre/protocol";
import {
  type APICheckboxGroupComponent,
  type APIRadioGroupComponent,
  ComponentType as C,
  TextInputStyle,
} from "discord-api-types/v10";
import { useId } from "react";
import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { CheckboxGroup } from "../../ui/CheckboxGroup.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { ChoiceField } from "./ChoiceField.tsx";
import { FileField } from "./FileField.tsx";
import { type FormPart, type FormValue, filesIn, idsIn, isRequired, LONGEST, textIn } from "./form-values.ts";

export interface FormFieldProps {
  part: Extract<FormPart, { kind: "field" }>;
  guildId: Snowflake | null;
  channelId: Snowflake;
  value: FormValue;
  error: string | undefined;
  /** The first of the form: one can write at once. */
  isFirst: boolean;
  /** `problem`: why not all of it was taken. */
  onChange: (value: FormValue, problem?: string) => void;
}

/** Something to fill in, as what it is. What may be left out says so. */
export function FormField({ part, guildId, channelId, value, error, isFirst, onChange }: FormFieldProps) {
  const { input, about } = part;
  const needed = isRequired(input);
  const label = needed ? part.label : m.components_optional({ label: part.label });
  const common = { label, about, error };
  switch (input.type) {
    case C.TextInput: {
      const text = {
        label,
        value: textIn(value),
        onChange,
        hint: about,
        error,
        isRequired: needed,
        maxLength: input.max_length ?? LONGEST,
        autoFocus: isFirst,
        // What a bot asks is nobody's address or card: the browser offers none.
        autoComplete: "off",
        ...(input.placeholder && { placeholder: input.placeholder }),
      };
      return input.style === TextInputStyle.Paragraph ? (
        <TextArea {...text} rows={4} />
      ) : (
        <TextField {...text} />
      );
    }
    case C.RadioGroup:
      return <RadioField {...common} input={input} value={textIn(value)} onChange={onChange} />;
    case C.CheckboxGroup:
      return <BoxesField {...common} input={input} value={idsIn(value)} onChange={onChange} />;
    case C.Checkbox:
      return <BoxField {...common} value={value === true} onChange={onChange} />;
    case C.FileUpload:
      return (
        <FileField
          {...common}
          input={input}
          guildId={guildId}
          channelId={channelId}
          value={filesIn(value)}
          onChange={onChange}
        />
      );
    default:
      return (
        <div className="field">
          <span className="label">{label}</span>
          <ChoiceField
            {...common}
            select={input}
            guildId={guildId}
            channelId={channelId}
            value={idsIn(value)}
            onChange={onChange}
          />
        </div>
      );
  }
}

interface Common {
  label: string;
  about: string | undefined;
  error: string | undefined;
}

const optionsOf = ({ options }: Pick<APIRadioGroupComponent, "options">) =>
  options.map(({ value, label, description }) => ({ id: value, label, description }));

function RadioField({
  label,
  about,
  error,
  input,
  value,
  onChange,
}: Common & { input: APIRadioGroupComponent; value: string; onChange: (value: string) => void }) {
  const needed = isRequired(input);
  return (
    <div className="bot-choose">
      <RadioGroup
        label={label}
        options={optionsOf(input)}
        value={value}
        onChange={onChange}
        hint={about}
        error={error}
        isRequired={needed}
      />
      {/* A radio button does not let itself be taken back. */}
      {!needed && value !== "" ? (
        <Button
          variant="link"
          aria-label={`${m.components_clear()}: ${label}`}
          onPress={({ target }) => {
            onChange("");
            target.closest(".bot-choose")?.querySelector<HTMLElement>("input[type=radio]")?.focus();
          }}
        >
          {m.components_clear()}
        </Button>
      ) : null}
    </div>
  );
}

function BoxesField({
  label,
  about,
  error,
  input,
  value,
  onChange,
}: Common & {
  input: APICheckboxGroupComponent;
  value: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const { max_values: most = input.options.length } = input;
  const isBounded = most < input.options.length;
  const isFull = value.length >= most;
  const count = m.components_chosen_of({ count: formatNumber(value.length), most: formatNumber(most) });
  const hint = isBounded ? (
    <>
      {about ? <>{about} </> : null}
      <span className="tnum" aria-live="polite">
        {count}
      </span>
    </>
  ) : (
    about
  );
  return (
    <CheckboxGroup
      label={label}
      options={optionsOf(input).map((one) => ({ ...one, isDisabled: isFull && !value.includes(one.id) }))}
      value={value}
      onChange={onChange}
      hint={hint}
      error={error}
      className="bot-choose"
    />
  );
}

/** A box by itself: its label is what is ticked. */
function BoxField({
  label,
  about,
  error,
  value,
  onChange,
}: Common & { value: boolean; onChange: (value: boolean) => void }) {
  const noteId = useId();
  const note = error ?? about;
  return (
    <div className="field bot-choose bot-box">
      <Checkbox
        isSelected={value}
        onChange={onChange}
        isInvalid={error !== undefined}
        aria-describedby={note ? noteId : undefined}
      >
        <span className="switch-text">
          <b>{label}</b>
        </span>
      </Checkbox>
      {note ? (
        <p id={noteId} className={error ? "hint-error" : "hint"}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
