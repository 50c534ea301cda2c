import { Settings } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import * as m from "../paraglide/messages.js";
import { Avatar, type AvatarUser, type Presence } from "../ui/Avatar.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { type AskEntries, Menu, type MenuEntry } from "../ui/Menu.tsx";
import { presenceText } from "../ui/PresenceMark.tsx";

export interface UserBarProps {
  user: AvatarUser;
  /** As others see it: invisible looks offline. */
  presence: Presence;
  /** The custom status, when there is one. */
  status?: ReactNode;
  menu: readonly MenuEntry[] | AskEntries;
  onSettings: () => void;
  /** Keys of the settings, as chosen. */
  settingsKeys?: string;
}

/** Oneself at the foot of the list: who, how one looks to others, the menu of presence, the settings. */
export function UserBar({ user, presence, status, menu, onSettings, settingsKeys }: UserBarProps) {
  const name = user.global_name || user.username;
  return (
    <div className="me">
      <Menu
        label={m.shell_status()}
        placement="top start"
        items={menu}
        trigger={
          <Button
            className="me-button"
            aria-label={`${name}, ${presenceText(presence)}. ${m.shell_status()}`}
          >
            <Avatar user={user} size={32} presence={presence} />
            <span className="who">
              <b className="truncate">{name}</b>
              <span className="truncate">{status ?? presenceText(presence)}</span>
            </span>
          </Button>
        }
      />
      <IconButton
        icon={Settings}
        label={m.shell_settings()}
        keys={settingsKeys}
        size="sm"
        onPress={onSettings}
      />
    </div>
  );
}
