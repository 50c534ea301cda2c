import type { APIGuildMember, Presence, Snowflake } from "@palabre/protocol";
import { Crown, Ellipsis } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { useRoles } from "../../state/guilds.ts";
import { openProfile } from "../../state/overlays.ts";
import { customStatusOf, nameOf, useSelector } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { presenceText } from "../../ui/PresenceMark.tsx";
import { roleColor } from "../../ui/roleColor.ts";
import { Tag } from "../../ui/Tag.tsx";
import type { ContextMenuProps } from "../../ui/useContextMenu.tsx";

/** Without a presence nothing is known of it. */
export type ListedMember = APIGuildMember & { presence?: Presence };

export interface MemberLineProps {
  guildId: Snowflake;
  member: ListedMember;
  menuProps: ContextMenuProps;
  /** Opens the menu beside the button that was pressed. */
  onMore: (anchor: Element) => void;
  /** Whether Tab stops here: once in a long column. */
  isStop?: boolean;
}

/** Somebody of a server in the panel: a press opens their card, "more" what can be done with them. */
export function MemberLine({ guildId, member, menuProps, onMore, isStop = true }: MemberLineProps) {
  const { user, nick, presence } = member;
  const roles = useRoles(guildId);
  const isOwner = useSelector((state) => state.guilds[guildId]?.owner_id === user.id);
  const { className, style } = roleColor(
    roles.find((role) => role.color !== 0 && member.roles.includes(role.id))?.color,
  );
  const name = nameOf(user, nick);
  const custom = presence && customStatusOf(presence);
  const isOff = presence?.status === "offline";
  const words = custom && !isOff ? [custom.emoji, custom.text].filter(Boolean).join(" ") : "";
  return (
    <div className={classes("person", "member", isOff && "is-off")} {...menuProps}>
      <button
        type="button"
        className="member-open"
        tabIndex={isStop ? 0 : -1}
        // Beside the avatar: the row is as wide as a phone.
        onClick={({ currentTarget: row }) => openProfile(user, row.firstElementChild ?? row, guildId)}
      >
        <Avatar
          user={user}
          size={32}
          presence={presence?.status}
          guildId={guildId}
          memberAvatar={member.avatar ?? null}
        />
        <span className="txt">
          <b className="row">
            <span className={classes("truncate", className)} style={style}>
              {name}
            </span>
            {user.bot ? <Tag>{m.conversation_app()}</Tag> : null}
            {isOwner ? (
              <>
                <Icon of={Crown} size={14} className="member-owner" />
                <span className="vh">{m.server_owner()}</span>
              </>
            ) : null}
          </b>
          {words ? <span className="truncate">{words}</span> : null}
        </span>
        {presence ? <span className="vh">{presenceText(presence.status)}</span> : null}
      </button>
      <IconButton
        icon={Ellipsis}
        size="sm"
        label={m.conversation_member_actions({ name })}
        aria-haspopup="menu"
        excludeFromTabOrder={!isStop}
        onPress={(event) => onMore(event.target)}
      />
    </div>
  );
}
