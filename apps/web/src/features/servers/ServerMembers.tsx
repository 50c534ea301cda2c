import type { GuildChannel, MemberListItem, Snowflake, ThreadChannel } from "@palabre/protocol";
import { useEffect } from "react";
import * as m from "../../paraglide/messages.js";
import { watchMembers } from "../../state/actions/members.ts";
import { isThread } from "../../state/channel.ts";
import { useGuild, useMemberColor, useMemberList } from "../../state/guilds.ts";
import { openProfile } from "../../state/overlays.ts";
import { customStatusOf, nameOf, useSelector } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { classes } from "../../ui/classes.ts";
import { roleColor } from "../../ui/roleColor.ts";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";

/** Rows asked for: the first of them, heads of groups included. */
const ROWS = [0, 99] as const;

/** Who sees this channel: hoisted roles from the top, then who is online, then the others. */
export function ServerMembers({
  channel,
  onClose,
}: {
  channel: GuildChannel | ThreadChannel;
  onClose: () => void;
}) {
  const { guild_id: guildId } = channel;
  const guild = useGuild(guildId);
  const list = useMemberList(guildId);
  // A thread is seen by who sees its channel.
  const channelId = isThread(channel) ? channel.parent_id : channel.id;
  useEffect(() => {
    watchMembers(guildId, channelId, [ROWS]);
    return () => watchMembers(guildId, channelId, []);
  }, [guildId, channelId]);
  const rows = Object.entries(list?.rows ?? {}).sort(([a], [b]) => Number(a) - Number(b));
  return (
    <SidePanel
      title={`${m.conversation_members()} · ${list?.memberCount ?? guild?.member_count ?? ""}`}
      onClose={onClose}
    >
      {list ? (
        <ul className="server-members">
          {rows.map(([row, item]) => (
            <li key={row}>
              {"group" in item ? (
                <GroupHead guildId={guildId} group={item.group} />
              ) : (
                <MemberRow guildId={guildId} member={item.member} />
              )}
            </li>
          ))}
        </ul>
      ) : (
        <SkeletonRows rows={6} avatar={36} />
      )}
    </SidePanel>
  );
}

function GroupHead({ guildId, group }: { guildId: Snowflake; group: { id: string; count: number } }) {
  const role = useSelector((state) => state.roles[guildId]?.[group.id]);
  const names: Record<string, () => string> = {
    online: m.servers_online,
    offline: m.conversation_offline,
  };
  return (
    <h3 className="group">
      <span>{role?.name ?? names[group.id]?.() ?? ""}</span>
      <span className="tnum">{group.count}</span>
    </h3>
  );
}

function MemberRow({
  guildId,
  member,
}: {
  guildId: Snowflake;
  member: Extract<MemberListItem, { member: unknown }>["member"];
}) {
  const { user, nick, presence } = member;
  const isOff = (presence?.status ?? "offline") === "offline";
  const color = roleColor(useMemberColor(guildId, user.id));
  const status = presence && customStatusOf(presence);
  const words = status ? [status.emoji, status.text].filter(Boolean).join(" ") : "";
  return (
    <div className={classes("person", "member", isOff && "is-off")}>
      <button
        type="button"
        className="member-open"
        onClick={(event) => openProfile(user, event.currentTarget)}
      >
        <Avatar user={user} size={32} presence={presence?.status ?? "offline"} />
        <span className="txt">
          <b
            className={classes("truncate", !isOff && color.className)}
            style={isOff ? undefined : color.style}
          >
            {nameOf(user, nick)}
          </b>
          {words && !isOff ? <span className="truncate">{words}</span> : null}
        </span>
      </button>
    </div>
  );
}
