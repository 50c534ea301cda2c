import { type APIGuildMember, compareSnowflakes, type Snowflake } from "@palabre/protocol";
import { Ellipsis, Search, UserMinus } from "lucide-react";
import { useCallback, useDeferredValue, useState } from "react";
import { formatDate, formatDateTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useRoles } from "../../state/guilds.ts";
import { nameOf, useSelf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useEnd } from "../admin/useEnd.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { Loading } from "./Loading.tsx";
import { MemberActionDialog } from "./MemberActionDialog.tsx";
import { MemberRow } from "./MemberRow.tsx";
import { type MemberAction, memberEntries, timeoutOf } from "./memberEntries.ts";
import { PruneDialog } from "./PruneDialog.tsx";
import { RoleSwatch } from "./RoleSwatch.tsx";
import { useMemberNews } from "./useMemberNews.ts";
import { type Rank, useRank } from "./useRank.ts";

const PAGE = 50;

/** Everybody in the server, and what may be done with them. */
export function MembersSection({ guild }: { guild: Guild }) {
  const rank = useRank(guild.id);
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query.trim());
  const { isEnd, note } = useEnd(PAGE);
  const load = useCallback(
    (signal: AbortSignal) =>
      wanted
        ? guildApi.members.search(guild.id, { query: wanted, limit: PAGE }, { signal })
        : guildApi.members.list(guild.id, { limit: PAGE }, { signal }).then(note),
    [guild.id, wanted, note],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [asked, setAsked] = useState<MemberAction | null>(null);
  const [isPruning, setPruning] = useState(false);
  const [isMore, setMore] = useState(false);

  const put = (member: Partial<APIGuildMember> & Pick<APIGuildMember, "user">) =>
    setData(
      (before) =>
        before?.map((one) => (one.user.id === member.user.id ? { ...one, ...member } : one)) ?? null,
    );
  const drop = (userId: Snowflake) =>
    setData((before) => before?.filter((one) => one.user.id !== userId) ?? null);

  useMemberNews(guild.id, {
    onUpdate: put,
    onRemove: drop,
    onReload: () => void reload(),
    onAdd(member) {
      // Whether the search finds them is for the server to say.
      if (wanted) return void reload();
      setData((before) => {
        const others = before?.filter((one) => one.user.id !== member.user.id);
        if (!others) return before;
        const last = others.at(-1);
        // By id, as pages are: somebody behind the last one read comes with "more".
        const isBehind = last !== undefined && compareSnowflakes(member.user.id, last.user.id) > 0;
        if (isBehind && !isEnd) return before;
        return [...others, member].sort((a, b) => compareSnowflakes(a.user.id, b.user.id));
      });
    },
  });

  async function more() {
    const last = data?.at(-1);
    if (!last) return;
    setMore(true);
    await attempt(async () => {
      const next = note(await guildApi.members.list(guild.id, { limit: PAGE, after: last.user.id }));
      setData((before) => [...(before ?? []), ...next]);
    });
    setMore(false);
  }

  return (
    <>
      <SectionHead title={m.server_members()} lead={m.server_members_lead()} />
      <div className="sec-h">
        <TextField
          className="grow"
          label={m.server_member_search()}
          isLabelHidden
          placeholder={m.server_member_search()}
          size="sm"
          icon={Search}
          type="search"
          value={query}
          onChange={setQuery}
        />
        {rank.has("KickMembers") && rank.has("ManageGuild") ? (
          <Button size="sm" variant="outline" icon={UserMinus} onPress={() => setPruning(true)}>
            {m.server_prune_open()}
          </Button>
        ) : null}
      </div>
      {data === null ? (
        <Loading error={error} reload={() => void reload()} />
      ) : data.length === 0 ? (
        <p className="muted none">{m.server_member_none()}</p>
      ) : (
        <ul className="card" aria-label={m.server_members()}>
          {data.map((member) => (
            <li key={member.user.id}>
              <Row guild={guild} member={member} rank={rank} ask={setAsked} />
            </li>
          ))}
        </ul>
      )}
      {data && !wanted && !isEnd ? (
        <Button className="more" variant="ghost" isPending={isMore} onPress={() => void more()}>
          {m.admin_more()}
        </Button>
      ) : null}
      {asked ? (
        <MemberActionDialog
          guildId={guild.id}
          rank={rank}
          action={asked}
          onClose={() => setAsked(null)}
          onChanged={put}
          onGone={(member) => drop(member.user.id)}
        />
      ) : null}
      {isPruning ? (
        <PruneDialog guildId={guild.id} onClose={() => setPruning(false)} onDone={() => void reload()} />
      ) : null}
    </>
  );
}

function Row({
  guild,
  member,
  rank,
  ask,
}: {
  guild: Guild;
  member: APIGuildMember;
  rank: Rank;
  ask: (action: MemberAction) => void;
}) {
  const self = useSelf();
  const roles = useRoles(guild.id).filter((role) => member.roles.includes(role.id) && role.id !== guild.id);
  const isOwner = member.user.id === guild.owner_id;
  const name = nameOf(member.user, member.nick);
  const until = timeoutOf(member);
  const offered = memberEntries(member, rank, self.id, ask);
  return (
    <MemberRow
      guildId={guild.id}
      member={member}
      line={[
        member.user.username,
        member.joined_at ? m.server_member_since({ when: formatDate(member.joined_at) }) : "",
      ]
        .filter(Boolean)
        .join(" · ")}
      tags={
        roles.length > 0 || isOwner || until ? (
          <span className="member-tags">
            {isOwner ? <Tag tone="accent">{m.server_owner()}</Tag> : null}
            {until ? <Tag tone="warning">{m.server_timeout_tag({ when: formatDateTime(until) })}</Tag> : null}
            {roles.map((role) => (
              <Tag key={role.id}>
                <RoleSwatch color={role.color} />
                {role.name}
              </Tag>
            ))}
          </span>
        ) : null
      }
      actions={
        offered.length > 0 ? (
          <Menu
            label={m.rooms_actions_for({ name })}
            placement="bottom end"
            trigger={<IconButton icon={Ellipsis} label={m.rooms_actions_for({ name })} />}
            items={offered}
          />
        ) : null
      }
    />
  );
}
