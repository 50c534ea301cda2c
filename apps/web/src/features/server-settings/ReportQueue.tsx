import type { Report, Snowflake } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { Check, Flag, X } from "lucide-react";
import { useCallback, useState } from "react";
import { formatDateTime, formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { nameOf, store } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { useEnd } from "../admin/useEnd.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { Loading } from "./Loading.tsx";
import "./server-settings.css";

const PAGE = 50;
const REASONS = {
  spam: m.report_spam,
  harassment: m.report_harassment,
  illegal: m.report_illegal,
  other: m.report_other,
};

type Status = Report["status"];

interface Queue {
  list: (
    query: { status: Status; limit: number; before?: Snowflake },
    call?: { signal: AbortSignal },
  ) => Promise<Report[]>;
  settle: (id: Snowflake, body: { status: Status; outcome?: string | null }) => Promise<Report>;
  /** Absent where nobody stands above. */
  escalate?: (id: Snowflake) => Promise<Report>;
}

/** Reports by what became of them, and the ways to settle one. `queue` must be the same from render to render. */
export function ReportQueue({ queue, lead }: { queue: Queue; lead: string }) {
  const [status, setStatus] = useState<Report["status"]>("open");
  const { isEnd, note } = useEnd(PAGE);
  const load = useCallback(
    (signal: AbortSignal) => queue.list({ status, limit: PAGE }, { signal }).then(note),
    [queue, status, note],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [settling, setSettling] = useState<{ report: Report; status: "resolved" | "dismissed" } | null>(null);
  const [outcome, setOutcome] = useState("");
  const { escalate } = queue;

  async function more() {
    const last = data?.at(-1);
    if (!last) return;
    await attempt(async () => {
      const next = note(await queue.list({ status, limit: PAGE, before: last.id }));
      setData((before) => [...(before ?? []), ...next]);
    });
  }

  return (
    <>
      <SectionHead title={m.report_title()} lead={lead} />
      <div className="sec-h">
        <Segmented
          label={m.report_which()}
          value={status}
          onChange={(next) => {
            setData(null);
            setStatus(next);
          }}
          options={[
            { id: "open", label: m.report_open() },
            { id: "resolved", label: m.report_resolved() },
            { id: "dismissed", label: m.report_dismissed() },
          ]}
        />
      </div>
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.length === 0 ? (
        <EmptyState icon={Flag} tone="muted" level={2} title={m.report_none()} />
      ) : (
        <ul className="card" aria-label={m.report_title()}>
          {data.map((report) => (
            <li key={report.id} className="report">
              {report.user ? <Avatar user={report.user} size={36} /> : null}
              <div className="txt">
                <p className="row">
                  <b>{report.user ? nameOf(report.user) : m.common_deleted_user()}</b>
                  <Tag tone="danger">{REASONS[report.reason]()}</Tag>
                  {report.escalated ? <Tag tone="warning">{m.report_escalated()}</Tag> : null}
                </p>
                {report.content ? <blockquote>{report.content}</blockquote> : null}
                {report.comment ? <p>{report.comment}</p> : null}
                <p className="report-line">
                  {m.report_by({ name: report.reporter ? nameOf(report.reporter) : m.common_deleted_user() })}
                  {" · "}
                  <time dateTime={report.created_at} title={formatDateTime(report.created_at)}>
                    {formatRelative(report.created_at)}
                  </time>
                  {report.channel_id && report.message_id && store.get().guildOf[report.channel_id] ? (
                    <>
                      {" · "}
                      <Link {...placeOf(report.channel_id, report.message_id)}>{m.report_see()}</Link>
                    </>
                  ) : null}
                </p>
                {report.handled_by ? (
                  <p className="report-line">
                    {m.report_handled({ name: nameOf(report.handled_by) })}
                    {report.outcome ? ` · ${report.outcome}` : null}
                  </p>
                ) : null}
                <div className="row report-acts">
                  {report.status === "open" ? (
                    <>
                      <Button
                        size="sm"
                        icon={Check}
                        onPress={() => setSettling({ report, status: "resolved" })}
                      >
                        {m.report_resolve()}
                      </Button>
                      <Button
                        size="sm"
                        variant="outline"
                        icon={X}
                        onPress={() => setSettling({ report, status: "dismissed" })}
                      >
                        {m.report_dismiss()}
                      </Button>
                      {report.escalated || !escalate ? null : (
                        <Button
                          size="sm"
                          variant="ghost"
                          onPress={() =>
                            void attempt(async () => {
                              const next = await escalate(report.id);
                              setData(
                                (before) => before?.map((one) => (one.id === next.id ? next : one)) ?? null,
                              );
                            })
                          }
                        >
                          {m.report_escalate()}
                        </Button>
                      )}
                    </>
                  ) : (
                    <Button
                      size="sm"
                      variant="ghost"
                      onPress={() =>
                        void attempt(async () => {
                          await queue.settle(report.id, { status: "open" });
                          setData((before) => before?.filter((one) => one.id !== report.id) ?? null);
                        })
                      }
                    >
                      {m.report_reopen()}
                    </Button>
                  )}
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
      {data && !isEnd ? (
        <Button className="more" variant="ghost" onPress={() => void more()}>
          {m.admin_more()}
        </Button>
      ) : null}
      {settling ? (
        <ConfirmDialog
          question={
            settling.status === "resolved" ? m.report_resolve_question() : m.report_dismiss_question()
          }
          confirmLabel={settling.status === "resolved" ? m.report_resolve() : m.report_dismiss()}
          isOpen
          onOpenChange={() => {
            setSettling(null);
            setOutcome("");
          }}
          onConfirm={async () => {
            const { report } = settling;
            await queue.settle(report.id, {
              status: settling.status,
              outcome: outcome.trim() || null,
            });
            setData((before) => before?.filter((one) => one.id !== report.id) ?? null);
          }}
        >
          <TextArea
            label={m.report_outcome()}
            hint={m.report_outcome_hint()}
            value={outcome}
            onChange={setOutcome}
            maxLength={500}
            rows={3}
          />
        </ConfirmDialog>
      ) : null}
    </>
  );
}
