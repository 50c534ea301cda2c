import type { APIGuildMember, Snowflake } from "@palabre/protocol";
import { BanDialog, KickDialog, NickDialog, RolesDialog, TimeoutDialog } from "./memberActions.tsx";
import type { MemberAction } from "./memberEntries.ts";
import type { Rank } from "./useRank.ts";
import "./server-settings.css";

const nothing = () => {};

/** The window of what one wants to do with a member. Who only shows what dispatches tell needs no callbacks. */
export function MemberActionDialog({
  guildId,
  rank,
  action: { what, member },
  onClose,
  onChanged = nothing,
  onGone = nothing,
}: {
  guildId: Snowflake;
  rank: Rank;
  action: MemberAction;
  onClose: () => void;
  onChanged?: (member: APIGuildMember) => void;
  onGone?: (member: APIGuildMember) => void;
}) {
  const props = { guildId, member, onClose };
  switch (what) {
    case "roles":
      return <RolesDialog {...props} onChanged={onChanged} rank={rank} />;
    case "nick":
      return <NickDialog {...props} onChanged={onChanged} />;
    case "timeout":
      return <TimeoutDialog {...props} onChanged={onChanged} />;
    case "kick":
      return <KickDialog {...props} onGone={() => onGone(member)} />;
    case "ban":
      return <BanDialog {...props} onGone={() => onGone(member)} />;
  }
}
