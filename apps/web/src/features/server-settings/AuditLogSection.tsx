import { type APIGuildMember, snowflakeTime } from "@palabre/protocol";
import type { APIAuditLog } from "discord-api-types/v10";
import { Search, X } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { formatDateTime, formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf, store, useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { Select } from "../../ui/Select.tsx";
import { useEnd } from "../admin/useEnd.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { AUDIT_ACTIONS, type AuditEntry, auditChanges, auditSentence } from "./auditWords.ts";
import { Loading } from "./Loading.tsx";
import { MemberDialog } from "./MemberDialog.tsx";

const PAGE = 50;
const ANY = "any";

/** Who changed what, newest first; older entries follow when one comes to the end. */
export function AuditLogSection({ guild }: { guild: Guild }) {
  const [person, setPerson] = useState<APIGuildMember | null>(null);
  const [action, setAction] = useState(ANY);
  const [isChoosing, setChoosing] = useState(false);
  const { isEnd, note } = useEnd(PAGE);
  const userId = person?.user.id;
  const query = {
    limit: PAGE,
    ...(userId && { user_id: userId }),
    ...(action !== ANY && { action_type: Number(action) }),
  };
  const asked = JSON.stringify(query);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const first = await guildApi.auditLog.list(guild.id, JSON.parse(asked), { signal });
      note(first.audit_log_entries);
      return first;
    },
    [guild.id, asked, note],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const entries = data?.audit_log_entries ?? [];
  const last = entries.at(-1)?.id;

  async function more() {
    if (!last) return;
    await attempt(async () => {
      const next = await guildApi.auditLog.list(guild.id, { ...query, before: last });
      note(next.audit_log_entries);
      setData((before) => (before ? joined(before, next) : next));
    });
  }
  const hasMore = entries.length > 0 && !isEnd;

  return (
    <>
      <SectionHead title={m.server_audit()} lead={m.server_audit_lead()} />
      <div className="audit-filters">
        <Select
          label={m.server_audit_action()}
          value={action}
          onChange={(next) => {
            setAction(next);
          }}
          options={[
            { id: ANY, label: m.server_audit_any() },
            ...[...AUDIT_ACTIONS].map(([id, [name]]) => ({ id: String(id), label: name() })),
          ]}
        />
        <div className="field">
          <span className="label">{m.server_audit_person()}</span>
          <Button
            variant="outline"
            size="lg"
            icon={person ? X : Search}
            onPress={() => {
              if (person) setPerson(null);
              else setChoosing(true);
            }}
          >
            {person ? nameOf(person.user, person.nick) : m.server_audit_anybody()}
          </Button>
        </div>
      </div>
      {data === null ? (
        <Loading error={error} reload={() => void reload()} />
      ) : entries.length === 0 ? (
        <p className="muted none">{m.server_audit_none()}</p>
      ) : (
        <ul className="card audit-list" aria-label={m.server_audit()}>
          {entries.map((entry) => (
            <Entry key={entry.id} guild={guild} entry={entry} users={data.users} />
          ))}
        </ul>
      )}
      {hasMore ? <More key={last} onMore={more} /> : null}
      <MemberDialog
        title={m.server_audit_person()}
        guildId={guild.id}
        isOpen={isChoosing}
        onOpenChange={setChoosing}
        onChoose={(member) => {
          setChoosing(false);
          setPerson(member);
        }}
      />
    </>
  );
}

function joined(before: APIAuditLog, next: APIAuditLog): APIAuditLog {
  const known = new Set(before.users.map((user) => user.id));
  return {
    ...next,
    audit_log_entries: [...before.audit_log_entries, ...next.audit_log_entries],
    users: [...before.users, ...next.users.filter((user) => !known.has(user.id))],
  };
}

/** Asks for what follows when it comes into sight; a press does the same. */
function More({ onMore }: { onMore: () => Promise<void> }) {
  const place = useRef<HTMLDivElement>(null);
  const ask = useRef(onMore);
  ask.current = onMore;
  useEffect(() => {
    if (!place.current) return;
    const watcher = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      void ask.current();
    });
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={place} className="more">
      <Button variant="ghost" onPress={() => void onMore()}>
        {m.server_audit_older()}
      </Button>
    </div>
  );
}

function Entry({ guild, entry, users }: { guild: Guild; entry: AuditEntry; users: APIAuditLog["users"] }) {
  // Names are read when it is drawn; a rename draws it anew.
  useSelector((state) => state.roles[guild.id]);
  const state = store.get();
  const user = users.find((one) => one.id === entry.user_id);
  const at = snowflakeTime(entry.id);
  const changes = auditChanges(state, guild.id, entry);
  return (
    <li className="audit-entry">
      {user ? <Avatar user={user} size={32} /> : <span className="audit-nobody" aria-hidden />}
      <div className="txt">
        <p>
          <b>{auditSentence(state, guild.id, entry, users)}</b>{" "}
          <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
            {formatRelative(at)}
          </time>
        </p>
        {changes.length > 0 ? (
          <dl className="audit-changes">
            {changes.map(({ key, name, before, after }) => (
              <div key={key}>
                <dt>{name}</dt>
                <dd>
                  {before === null ? null : (
                    <del>
                      <span className="vh">{m.audit_before()} </span>
                      {before}
                    </del>
                  )}
                  {after === null ? null : (
                    <ins>
                      <span className="vh">{m.audit_after()} </span>
                      {after}
                    </ins>
                  )}
                  {before === null && after === null ? m.audit_nothing() : null}
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
        {entry.reason ? <p className="audit-reason">{m.audit_reason({ reason: entry.reason })}</p> : null}
      </div>
    </li>
  );
}
