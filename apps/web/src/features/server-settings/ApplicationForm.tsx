import type { EntranceField, EntranceForm } from "@palabre/protocol";
import { Plus, Trash2 } from "lucide-react";
import { useCallback } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { DraftForm } from "./DraftForm.tsx";
import { LineFields, replaceAt, withoutAt } from "./LineFields.tsx";

const MOST_QUESTIONS = 5;
const MOST_CHOICES = 10;

type Kind = Exclude<EntranceField["field_type"], "TERMS">;

/** While it is written a question has everything that any kind has. */
interface Question {
  field_type: Kind;
  label: string;
  required: boolean;
  choices: string[];
}

interface FormDraft {
  manual_approval: boolean;
  description: string;
  questions: Question[];
}

const EMPTY: Question = { field_type: "TEXT_INPUT", label: "", required: true, choices: ["", ""] };

const KINDS = () =>
  [
    { id: "TEXT_INPUT", label: m.entrance_question_short() },
    { id: "PARAGRAPH", label: m.entrance_question_long() },
    { id: "MULTIPLE_CHOICE", label: m.entrance_question_choice() },
  ] as const;

const toDraft = (form: EntranceForm): FormDraft => ({
  manual_approval: form.manual_approval,
  description: form.description ?? "",
  questions: form.form_fields.flatMap((field) =>
    field.field_type === "TERMS"
      ? []
      : [
          {
            field_type: field.field_type,
            label: field.label,
            required: field.required,
            choices: field.field_type === "MULTIPLE_CHOICE" ? field.choices : ["", ""],
          },
        ],
  ),
});

/** The rules are written elsewhere, and stay. */
const termsOf = ({ form_fields }: EntranceForm) =>
  form_fields.filter(({ field_type }) => field_type === "TERMS");

const toField = ({ choices, ...question }: Question) =>
  ({
    ...question,
    label: question.label.trim(),
    ...(question.field_type === "MULTIPLE_CHOICE" && {
      choices: choices.map((choice) => choice.trim()).filter(Boolean),
    }),
  }) as EntranceField;

/** Whether one asks to come in, and what one is asked then. */
export function ApplicationForm({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => guildApi.guilds.rules(guild.id, { signal }), [guild.id]);
  return (
    <DraftForm
      title={m.entrance_form()}
      rows={3}
      load={load}
      toDraft={toDraft}
      save={({ manual_approval, description, questions }, data) =>
        guildApi.guilds.setRules(guild.id, {
          manual_approval,
          description: description.trim() || null,
          form_fields: [...termsOf(data), ...(manual_approval ? questions.map(toField) : [])],
        })
      }
    >
      {({ draft, data, put, failure }) => (
        <>
          <Switch
            label={m.entrance_manual()}
            description={m.entrance_manual_about()}
            isSelected={draft.manual_approval}
            onChange={(manual_approval) => put({ manual_approval })}
          />
          {draft.manual_approval ? (
            <>
              <p className="hint">{m.entrance_form_about()}</p>
              <TextArea
                label={m.entrance_intro()}
                value={draft.description}
                onChange={(description) => put({ description })}
                maxLength={300}
                rows={2}
                error={fieldErrorText(failure, "description")}
              />
              <div className="entrance-editors">
                {draft.questions.map((question, at) => (
                  <QuestionEditor
                    // biome-ignore lint/suspicious/noArrayIndexKey: a question has no name but its place.
                    key={at}
                    number={at + 1}
                    question={question}
                    failure={failure}
                    path={`form_fields.${termsOf(data).length + at}`}
                    onChange={(change) =>
                      put({ questions: replaceAt(draft.questions, at, { ...question, ...change }) })
                    }
                    onRemove={() => put({ questions: withoutAt(draft.questions, at) })}
                  />
                ))}
              </div>
              {draft.questions.length < MOST_QUESTIONS ? (
                <div className="row">
                  <Button
                    size="sm"
                    icon={Plus}
                    onPress={() => put({ questions: [...draft.questions, EMPTY] })}
                  >
                    {m.entrance_question_add()}
                  </Button>
                </div>
              ) : null}
            </>
          ) : null}
        </>
      )}
    </DraftForm>
  );
}

function QuestionEditor({
  number,
  question,
  failure,
  path,
  onChange,
  onRemove,
}: {
  number: number;
  question: Question;
  failure: unknown;
  path: string;
  onChange: (change: Partial<Question>) => void;
  onRemove: () => void;
}) {
  const { choices } = question;
  return (
    <fieldset className="card entrance-editor">
      <div className="entrance-editor-head">
        <b>{m.entrance_question({ number })}</b>
        <IconButton icon={Trash2} label={m.entrance_question_remove({ number })} onPress={onRemove} />
      </div>
      <TextField
        label={m.entrance_question({ number })}
        isLabelHidden
        value={question.label}
        onChange={(label) => onChange({ label })}
        maxLength={300}
        error={fieldErrorText(failure, `${path}.label`)}
      />
      <Select
        label={m.entrance_question_kind()}
        value={question.field_type}
        onChange={(field_type) => onChange({ field_type })}
        options={KINDS()}
      />
      {question.field_type === "MULTIPLE_CHOICE" ? (
        <div className="line-fields">
          <LineFields
            lines={choices}
            least={2}
            most={MOST_CHOICES}
            fresh=""
            addLabel={m.entrance_choice_add()}
            removeLabel={(_, at) => m.entrance_choice_remove({ number: at + 1 })}
            onChange={(next) => onChange({ choices: next })}
          >
            {(choice, put, at) => (
              <TextField
                label={m.entrance_choice({ number: at + 1 })}
                isLabelHidden
                placeholder={m.entrance_choice({ number: at + 1 })}
                value={choice}
                onChange={put}
                maxLength={150}
                error={fieldErrorText(failure, `${path}.choices.${at}`)}
              />
            )}
          </LineFields>
          {fieldErrorText(failure, `${path}.choices`) ? (
            <p className="hint-error">{fieldErrorText(failure, `${path}.choices`)}</p>
          ) : null}
        </div>
      ) : null}
      <Switch
        label={m.entrance_question_required()}
        isSelected={question.required}
        onChange={(required) => onChange({ required })}
      />
    </fieldset>
  );
}
