import type { EntranceField, EntranceForm, JoinRequest, JoinRequestEvent } from "@palabre/protocol";
import { Plus, Trash2, UserCheck, UserRoundSearch, UserX } from "lucide-react";
import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { formatDateTime, formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { gateway } from "../../state/gateway.ts";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { toast } from "../../ui/toast.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import "../entrance/entrance.css";
import "../entrance/entranceErrors.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { Loading } from "./Loading.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { useRank } from "./useRank.ts";
import { useSaving } from "./useSaving.ts";

const PAGE = 50;
const MOST_QUESTIONS = 5;
const MOST_CHOICES = 10;

/** Who asks to come in, and what they are asked. */
export function ApplicationsSection({ guild }: { guild: Guild }) {
  const { has } = useRank(guild.id);
  return (
    <>
      <SectionHead title={m.entrance_requests()} lead={m.entrance_requests_lead()} />
      {has("KickMembers") ? <Queue guild={guild} /> : null}
      {has("ManageGuild") ? <FormEditor guild={guild} /> : null}
    </>
  );
}

type Status = JoinRequest["application_status"];

function Queue({ guild }: { guild: Guild }) {
  const [status, setStatus] = useState<Status>("SUBMITTED");
  const load = useCallback(
    (signal: AbortSignal) => guildApi.entrance.requests(guild.id, { status, limit: PAGE }, { signal }),
    [guild.id, status],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [rejecting, setRejecting] = useState<JoinRequest | null>(null);
  const [reason, setReason] = useState("");
  useRequestNews(guild.id, () => void reload());

  const decide = (request: JoinRequest, action: "APPROVED" | "REJECTED") =>
    attempt(async () => {
      await guildApi.entrance.decide(guild.id, request.id, {
        action,
        ...(action === "REJECTED" && { rejection_reason: reason.trim() || null }),
      });
      if (action === "APPROVED" && request.user) {
        toast({ tone: "success", title: m.entrance_let_in({ name: nameOf(request.user) }) });
      }
      await reload();
    });

  async function more() {
    const last = data?.guild_join_requests.at(-1);
    if (!last) return;
    await attempt(async () => {
      const next = await guildApi.entrance.requests(guild.id, { status, limit: PAGE, before: last.id });
      setData((before) => ({
        total: next.total,
        guild_join_requests: [...(before?.guild_join_requests ?? []), ...next.guild_join_requests],
      }));
    });
  }

  return (
    <section>
      <div className="sec-h">
        <h2 className="h-section">{m.entrance_queue()}</h2>
        <span className="end">
          <Segmented
            label={m.entrance_which()}
            value={status}
            onChange={(next) => {
              setData(null);
              setStatus(next);
            }}
            options={[
              { id: "SUBMITTED", label: m.entrance_waiting() },
              { id: "APPROVED", label: m.entrance_approved() },
              { id: "REJECTED", label: m.entrance_rejected() },
            ]}
          />
        </span>
      </div>
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.guild_join_requests.length === 0 ? (
        <EmptyState
          icon={UserRoundSearch}
          tone="muted"
          title={status === "SUBMITTED" ? m.entrance_queue_none() : m.entrance_queue_none_decided()}
        />
      ) : (
        <ul className="card entrance-links" aria-label={m.entrance_queue()}>
          {data.guild_join_requests.map((request) => (
            <li key={request.id}>
              <Request
                request={request}
                onApprove={() => void decide(request, "APPROVED")}
                onReject={() => {
                  setReason("");
                  setRejecting(request);
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {data && data.guild_join_requests.length < data.total && data.guild_join_requests.length > 0 ? (
        <Button variant="ghost" className="more" onPress={() => void more()}>
          {m.admin_more()}
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={rejecting !== null}
        onOpenChange={() => setRejecting(null)}
        question={m.entrance_reject_title({
          name: rejecting?.user ? nameOf(rejecting.user) : m.common_deleted_user(),
        })}
        isDanger
        confirmLabel={m.entrance_reject()}
        onConfirm={async () => {
          if (rejecting) await decide(rejecting, "REJECTED");
          setRejecting(null);
        }}
      >
        <p>{m.entrance_reject_about()}</p>
        <TextArea
          className="dialog-field"
          label={m.entrance_reject_reason()}
          value={reason}
          onChange={setReason}
          maxLength={160}
          rows={2}
        />
      </ConfirmDialog>
    </section>
  );
}

/** Applications come and go while one looks; many at once are read once. */
function useRequestNews(guildId: string, onNews: () => void): void {
  const latest = useRef(onNews);
  latest.current = onNews;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = gateway()?.on("dispatch", ({ t, d }) => {
      const isOurs =
        (t as string).startsWith("GUILD_JOIN_REQUEST_") &&
        (d as unknown as JoinRequestEvent).guild_id === guildId;
      if (t !== "READY" && !isOurs) return;
      clearTimeout(timer);
      timer = setTimeout(() => latest.current(), 300);
    });
    return () => {
      clearTimeout(timer);
      stop?.();
    };
  }, [guildId]);
}

function Request({
  request,
  onApprove,
  onReject,
}: {
  request: JoinRequest;
  onApprove: () => void;
  onReject: () => void;
}) {
  const name = request.user ? nameOf(request.user) : m.common_deleted_user();
  const at = request.reviewed_at ?? request.created_at;
  return (
    <article className="entrance-request" aria-label={name}>
      {request.user ? <Avatar user={request.user} size={40} /> : null}
      <div className="txt">
        <header>
          <b>{name}</b>{" "}
          <span className="muted">
            {request.user ? `${request.user.username} · ` : null}
            <time dateTime={at} title={formatDateTime(at)}>
              {formatRelative(at)}
            </time>
            {request.actioned_by_user
              ? ` · ${m.entrance_decided_by({ name: nameOf(request.actioned_by_user) })}`
              : null}
          </span>
        </header>
        {request.form_responses && request.form_responses.length > 0 ? (
          <dl className="entrance-answers">
            {request.form_responses.map((field, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line of a form has no name but its place.
              <div key={at}>
                <dt>{field.field_type === "TERMS" ? m.entrance_rules() : field.label}</dt>
                <dd>{answerText(field)}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        {request.rejection_reason ? <p className="secondary">{request.rejection_reason}</p> : null}
        {request.application_status === "SUBMITTED" ? (
          <div className="row">
            <Button
              variant="primary"
              size="sm"
              icon={UserCheck}
              aria-label={m.entrance_approve_name({ name })}
              onPress={onApprove}
            >
              {m.entrance_approve()}
            </Button>
            <Button
              variant="outline"
              size="sm"
              icon={UserX}
              aria-label={m.entrance_reject_name({ name })}
              onPress={onReject}
            >
              {m.entrance_reject()}
            </Button>
          </div>
        ) : null}
      </div>
    </article>
  );
}

function answerText(field: NonNullable<JoinRequest["form_responses"]>[number]): string {
  const { response } = field;
  if (response === undefined) return m.entrance_no_answer();
  if (field.field_type === "TERMS") return m.entrance_accepted();
  if (field.field_type === "MULTIPLE_CHOICE") {
    return field.choices[Number(response)] ?? m.entrance_no_answer();
  }
  return String(response);
}

type Kind = Exclude<EntranceField["field_type"], "TERMS">;
/** While it is written a question has everything that any kind has. */
interface Draft {
  field_type: Kind;
  label: string;
  required: boolean;
  choices: string[];
}

interface FormDraft {
  manual_approval: boolean;
  description: string;
  questions: Draft[];
}

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

function FormEditor({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => guildApi.guilds.rules(guild.id, { signal }), [guild.id]);
  const { data, error, reload, setData } = useLoaded(load);
  const [draft, setDraft] = useState<FormDraft | null>(null);
  const { failure, isPending, save, forget } = useSaving();
  if (data === null) return <Loading error={error} reload={() => void reload()} rows={3} />;
  const before = toDraft(data);
  const shown = draft ?? before;
  const terms = data.form_fields.filter(({ field_type }) => field_type === "TERMS");
  const put = (change: Partial<FormDraft>) => setDraft({ ...shown, ...change });
  const putQuestion = (at: number, change: Partial<Draft>) =>
    put({ questions: shown.questions.map((one, n) => (n === at ? { ...one, ...change } : one)) });

  async function submit(event: FormEvent) {
    event.preventDefault();
    const questions = shown.questions.map(({ choices, ...question }) => ({
      ...question,
      label: question.label.trim(),
      ...(question.field_type === "MULTIPLE_CHOICE" && {
        choices: choices.map((choice) => choice.trim()).filter(Boolean),
      }),
    })) as EntranceField[];
    const went = await save(async () => {
      setData(
        await guildApi.guilds.setRules(guild.id, {
          manual_approval: shown.manual_approval,
          description: shown.description.trim() || null,
          form_fields: [...terms, ...(shown.manual_approval ? questions : [])],
        }),
      );
    });
    if (went) setDraft(null);
  }

  return (
    <section>
      <h2 className="h-section">{m.entrance_form()}</h2>
      <form className="settings-form" onSubmit={(event) => void submit(event)}>
        <Switch
          label={m.entrance_manual()}
          description={m.entrance_manual_about()}
          isSelected={shown.manual_approval}
          onChange={(manual_approval) => put({ manual_approval })}
        />
        {shown.manual_approval ? (
          <>
            <p className="hint">{m.entrance_form_about()}</p>
            <TextArea
              label={m.entrance_intro()}
              value={shown.description}
              onChange={(description) => put({ description })}
              maxLength={300}
              rows={2}
              error={fieldErrorText(failure, "description")}
            />
            <div className="entrance-editors">
              {shown.questions.map((question, at) => (
                <QuestionEditor
                  // biome-ignore lint/suspicious/noArrayIndexKey: a question has no name but its place.
                  key={at}
                  number={at + 1}
                  question={question}
                  failure={failure}
                  path={`form_fields.${terms.length + at}`}
                  onChange={(change) => putQuestion(at, change)}
                  onRemove={() => put({ questions: shown.questions.filter((_, n) => n !== at) })}
                />
              ))}
            </div>
            {shown.questions.length < MOST_QUESTIONS ? (
              <div className="row">
                <Button
                  size="sm"
                  icon={Plus}
                  onPress={() =>
                    put({
                      questions: [
                        ...shown.questions,
                        { field_type: "TEXT_INPUT", label: "", required: true, choices: ["", ""] },
                      ],
                    })
                  }
                >
                  {m.entrance_question_add()}
                </Button>
              </div>
            ) : null}
          </>
        ) : null}
        <FormFailure failure={failure} />
        <SaveBar
          isChanged={JSON.stringify(shown) !== JSON.stringify(before)}
          isPending={isPending}
          onReset={() => {
            setDraft(null);
            forget();
          }}
        />
      </form>
    </section>
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
  question: Draft;
  failure: unknown;
  path: string;
  onChange: (change: Partial<Draft>) => void;
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
          {choices.map((choice, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place.
            <div className="line-field" key={at}>
              <TextField
                label={m.entrance_choice({ number: at + 1 })}
                isLabelHidden
                placeholder={m.entrance_choice({ number: at + 1 })}
                value={choice}
                onChange={(next) => onChange({ choices: choices.map((one, n) => (n === at ? next : one)) })}
                maxLength={150}
                error={fieldErrorText(failure, `${path}.choices.${at}`)}
              />
              {choices.length > 2 ? (
                <IconButton
                  icon={Trash2}
                  label={m.entrance_choice_remove({ number: at + 1 })}
                  onPress={() => onChange({ choices: choices.filter((_, n) => n !== at) })}
                />
              ) : null}
            </div>
          ))}
          {fieldErrorText(failure, `${path}.choices`) ? (
            <p className="hint-error">{fieldErrorText(failure, `${path}.choices`)}</p>
          ) : null}
          {choices.length < MOST_CHOICES ? (
            <div className="row">
              <Button size="sm" icon={Plus} onPress={() => onChange({ choices: [...choices, ""] })}>
                {m.entrance_choice_add()}
              </Button>
            </div>
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
