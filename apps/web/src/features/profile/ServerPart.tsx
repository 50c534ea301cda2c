import type { Snowflake } from "@palabre/protocol";
import { useEffect } from "react";
import { formatDate } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { wantMembers } from "../../state/actions/members.ts";
import { useMember, useRoles } from "../../state/guilds.ts";
import { Tag } from "../../ui/Tag.tsx";
import { RoleSwatch } from "../server-settings/RoleSwatch.tsx";

/** What somebody is in a server: their roles, highest first, and since when they are in it. */
export function ServerPart({ guildId, userId }: { guildId: Snowflake; userId: Snowflake }) {
  const member = useMember(guildId, userId);
  const roles = useRoles(guildId);
  useEffect(() => wantMembers(guildId, [userId]), [guildId, userId]);
  const held = roles.filter((role) => role.id !== guildId && member?.roles?.includes(role.id));
  return (
    <>
      {member?.joined_at ? (
        <p className="secondary">{m.members_since({ when: formatDate(member.joined_at) })}</p>
      ) : null}
      {held.length > 0 ? (
        <ul className="profile-roles" aria-label={m.members_roles()}>
          {held.map((role) => (
            <li key={role.id}>
              <Tag>
                <RoleSwatch color={role.color} />
                <span className="truncate">{role.name}</span>
              </Tag>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
