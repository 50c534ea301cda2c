import type { APIGuildMember, Snowflake } from "@palabre/protocol";
import type { ReactNode } from "react";
import { useRoles } from "../../state/guilds.ts";
import { nameOf } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { roleColor } from "../../ui/roleColor.ts";

/** A member of a server: name in their colour, user name, what is told of them, what can be done. */
export function MemberRow({
  guildId,
  member,
  line,
  tags,
  actions,
}: {
  guildId: Snowflake;
  member: Pick<APIGuildMember, "user" | "roles"> & { nick?: string | null; avatar?: string | null };
  line?: ReactNode;
  tags?: ReactNode;
  actions?: ReactNode;
}) {
  const roles = useRoles(guildId);
  const color = roles.find((role) => role.color !== 0 && member.roles.includes(role.id))?.color;
  const { className = "", style } = roleColor(color);
  return (
    <div className="member-row">
      <Avatar user={member.user} size={32} guildId={guildId} memberAvatar={member.avatar ?? null} />
      <span className="txt">
        <b className={`truncate ${className}`} style={style}>
          {nameOf(member.user, member.nick)}
        </b>
        <span className="truncate">{line ?? member.user.username}</span>
        {tags}
      </span>
      {actions ? <span className="row">{actions}</span> : null}
    </div>
  );
}
