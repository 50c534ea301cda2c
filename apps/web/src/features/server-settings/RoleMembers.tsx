import type { APIGuildMember, APIRole, Snowflake } from "@palabre/protocol";
import { UserPlus, X } from "lucide-react";
import { useCallback, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { useEnd } from "../admin/useEnd.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { Loading } from "./Loading.tsx";
import { MemberDialog } from "./MemberDialog.tsx";
import { MemberRow } from "./MemberRow.tsx";
import { useMemberNews } from "./useMemberNews.ts";

const PAGE = 100;

/** Who has the role. */
export function RoleMembers({ guild, role, mayGive }: { guild: Guild; role: APIRole; mayGive: boolean }) {
  const { isEnd, note } = useEnd(PAGE);
  const load = useCallback(
    (signal: AbortSignal) =>
      guildApi.members.list(guild.id, { limit: PAGE, role_id: role.id }, { signal }).then(note),
    [guild.id, role.id, note],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [isChoosing, setChoosing] = useState(false);

  const drop = (userId: Snowflake) =>
    setData((before) => before?.filter((one) => one.user.id !== userId) ?? null);
  useMemberNews(guild.id, {
    onAdd: () => {},
    onRemove: drop,
    onReload: () => void reload(),
    onUpdate(change) {
      if (change.roles && !change.roles.includes(role.id)) return drop(change.user.id);
      setData((before) => {
        if (before?.some((one) => one.user.id === change.user.id)) {
          return before.map((one) => (one.user.id === change.user.id ? { ...one, ...change } : one));
        }
        // Told whole, and given the role just now: they stand at the end until the list is read again.
        return before && change.roles ? [...before, change as APIGuildMember] : before;
      });
    },
  });

  async function give(member: APIGuildMember) {
    setChoosing(false);
    await attempt(async () => {
      await guildApi.members.addRole(guild.id, member.user.id, role.id);
      setData((before) => [...(before ?? []).filter((one) => one.user.id !== member.user.id), member]);
    });
  }

  async function take(member: APIGuildMember) {
    await attempt(async () => {
      await guildApi.members.removeRole(guild.id, member.user.id, role.id);
      setData((before) => before?.filter((one) => one.user.id !== member.user.id) ?? null);
    });
  }

  async function more() {
    const last = data?.at(-1);
    if (!last) return;
    await attempt(async () => {
      const next = await guildApi.members.list(guild.id, {
        limit: PAGE,
        after: last.user.id,
        role_id: role.id,
      });
      note(next);
      setData((before) => [...(before ?? []), ...next]);
    });
  }

  return (
    <>
      {mayGive ? (
        <div className="sec-h">
          <span className="grow" />
          <Button size="sm" icon={UserPlus} onPress={() => setChoosing(true)}>
            {m.server_role_give()}
          </Button>
        </div>
      ) : null}
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.length === 0 ? (
        <p className="muted none">{m.server_role_nobody()}</p>
      ) : (
        <ul className="card">
          {data.map((member) => (
            <li key={member.user.id}>
              <MemberRow
                guildId={guild.id}
                member={member}
                actions={
                  mayGive ? (
                    <IconButton
                      icon={X}
                      label={m.server_role_take({
                        role: role.name,
                        name: nameOf(member.user, member.nick),
                      })}
                      onPress={() => void take(member)}
                    />
                  ) : null
                }
              />
            </li>
          ))}
        </ul>
      )}
      {data && !isEnd ? (
        <Button className="more" variant="ghost" onPress={() => void more()}>
          {m.admin_more()}
        </Button>
      ) : null}
      <MemberDialog
        title={m.server_role_give()}
        guildId={guild.id}
        isOpen={isChoosing}
        onOpenChange={setChoosing}
        isLeftOut={(member) => member.roles.includes(role.id)}
        onChoose={(member) => void give(member)}
      />
    </>
  );
}
