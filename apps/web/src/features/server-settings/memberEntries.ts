import type { APIGuildMember, Snowflake } from "@palabre/protocol";
import { Ban, Hourglass, Pencil, Shield, UserX } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import type { Rank } from "./useRank.ts";

/** What one wants to do with a member; `MemberActionDialog` does it. */
export interface MemberAction {
  what: "roles" | "nick" | "timeout" | "kick" | "ban";
  member: APIGuildMember;
}

/** What one may do with a member, as entries of a menu. */
export function memberEntries(
  member: APIGuildMember,
  rank: Rank,
  selfId: Snowflake,
  ask: (action: MemberAction) => void,
): MenuEntry[] {
  const isSelf = member.user.id === selfId;
  const isBelow = rank.isAboveMember(member);
  const act = (what: MemberAction["what"]) => () => ask({ what, member });
  const entries: (MenuEntry | false)[] = [
    rank.has("ManageRoles") && {
      id: "roles",
      label: m.server_member_roles(),
      icon: Shield,
      onAction: act("roles"),
    },
    (isSelf ? rank.has("ChangeNickname") : rank.has("ManageNicknames") && isBelow) && {
      id: "nick",
      label: m.server_nick_change(),
      icon: Pencil,
      onAction: act("nick"),
    },
    isBelow &&
      rank.has("ModerateMembers") && {
        id: "timeout",
        label: timeoutOf(member) ? m.server_timeout_change() : m.server_timeout(),
        icon: Hourglass,
        onAction: act("timeout"),
      },
    isBelow && (rank.has("KickMembers") || rank.has("BanMembers")) && "separator",
    isBelow &&
      rank.has("KickMembers") && {
        id: "kick",
        label: m.server_kick(),
        icon: UserX,
        isDanger: true,
        onAction: act("kick"),
      },
    isBelow &&
      rank.has("BanMembers") && {
        id: "ban",
        label: m.server_ban(),
        icon: Ban,
        isDanger: true,
        onAction: act("ban"),
      },
  ];
  return entries.filter((entry) => entry !== false);
}

/** When somebody's time-out ends; null when none runs. */
export function timeoutOf(member: Pick<APIGuildMember, "communication_disabled_until">): string | null {
  const until = member.communication_disabled_until;
  return until && Date.parse(until) > Date.now() ? until : null;
}
