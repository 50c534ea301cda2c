import type { JoinRequest, JoinRequestEvent } from "@palabre/protocol";
import { UserCheck, UserRoundSearch, UserX } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
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
import { Segmented } from "../../ui/Segmented.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { toast } from "../../ui/toast.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { Loading } from "./Loading.tsx";

const PAGE = 50;

type Status = JoinRequest["application_status"];

/** Who asks to come in: those who wait, those who were let in, those who were not. */
export function ApplicationQueue({ guild }: { guild: Guild }) {
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
