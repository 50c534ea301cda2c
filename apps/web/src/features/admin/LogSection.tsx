import type { AdminAuditEntry } from "@palabre/protocol";
import { ArrowDown, ScrollText } from "lucide-react";
import { useCallback } from "react";
import { formatDateTime, formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { attempt } from "../friends/actions.ts";
import { Loading } from "../server-settings/Loading.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { logDetails, logTarget } from "./logWords.ts";
import { useEnd } from "./useEnd.ts";
import { useLoaded } from "./useLoaded.ts";

const PAGE = 50;

const ACTS: Record<string, (() => string) | undefined> = {
  "user.change": m.admin_log_user_change,
  "user.password_reset": m.admin_log_password_reset,
  "guild.delete": m.admin_log_guild_delete,
  "guild.owner": m.admin_log_guild_owner,
  "guild.disable": m.admin_log_guild_disable,
  "guild.enable": m.admin_log_guild_enable,
  "settings.change": m.admin_log_settings,
  "invite.create": m.admin_log_invite_create,
  "invite.delete": m.admin_log_invite_delete,
  "announcement.create": m.admin_log_announce,
  "announcement.delete": m.admin_log_withdraw,
  "report.settle": m.admin_log_report,
  "limits.change": m.admin_log_limits,
};

/** What was done to somebody whose name is known. */
const ACTS_ON: Record<string, ((named: { name: string }) => string) | undefined> = {
  "user.change": m.admin_log_user_change_of,
  "user.password_reset": m.admin_log_password_reset_for,
};

function actText(entry: AdminAuditEntry): string {
  const name = logTarget(entry);
  const on = name === null ? undefined : ACTS_ON[entry.action];
  return (name !== null && on?.({ name })) || (ACTS[entry.action]?.() ?? entry.action);
}

function Details({ entry }: { entry: AdminAuditEntry }) {
  const details = logDetails(entry);
  if (details.length === 0) return null;
  return (
    <dl className="admin-act-detail">
      {details.map(({ key, name, before, after }) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>
            {before === null ? null : (
              <del>
                <span className="vh">{m.audit_before()} </span>
                {before}
              </del>
            )}
            <span>
              {before === null ? null : <span className="vh">{m.audit_after()} </span>}
              {after}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What those who run the instance did, the newest first. */
export function LogSection() {
  const { isEnd, note } = useEnd(PAGE);
  const load = useCallback(
    (signal: AbortSignal) => guildApi.admin.auditLog({ limit: PAGE }, { signal }).then(note),
    [note],
  );
  const { data, error, reload, setData } = useLoaded(load);

  async function more() {
    const last = data?.at(-1);
    if (!last) return;
    await attempt(async () => {
      const next = note(await guildApi.admin.auditLog({ limit: PAGE, before: last.id }));
      setData((before) => [...(before ?? []), ...next]);
    });
  }

  return (
    <>
      <SectionHead title={m.admin_log()} lead={m.admin_log_lead()} />
      {data === null ? (
        <Loading error={error} reload={() => void reload()} />
      ) : data.length === 0 ? (
        <EmptyState icon={ScrollText} tone="muted" level={2} title={m.admin_log_none()} />
      ) : (
        <ul className="card" aria-label={m.admin_log()}>
          {data.map((entry) => (
            <li key={entry.id} className="admin-act">
              <p>
                <b>{entry.user ? nameOf(entry.user) : m.admin_log_command_line()}</b> {actText(entry)}
              </p>
              <p className="muted">
                <time dateTime={entry.created_at} title={formatDateTime(entry.created_at)}>
                  {formatRelative(entry.created_at)}
                </time>
                {entry.target_id ? <code>{entry.target_id}</code> : null}
              </p>
              <Details entry={entry} />
            </li>
          ))}
        </ul>
      )}
      {data && !isEnd ? (
        <Button className="more" variant="ghost" icon={ArrowDown} onPress={() => void more()}>
          {m.admin_more()}
        </Button>
      ) : null}
    </>
  );
}
