import type { PrivateChannel } from "@palabre/protocol";
import { Hash, Slash, Users } from "lucide-react";
import type { ReactNode } from "react";
import { type EmojiIndex, searchEmoji, toned } from "../../../emoji/emoji.ts";
import { noteUse, readTone } from "../../../emoji/habits.ts";
import * as m from "../../../paraglide/messages.js";
import { nameOf, usePresence } from "../../../state/store.ts";
import { Avatar } from "../../../ui/Avatar.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { presenceText } from "../../../ui/PresenceMark.tsx";
import { conversationName } from "../../rooms/roomName.ts";
import { roleName } from "../roleName.ts";
import { COMMANDS } from "./commands.ts";
import { type CompletionQuery, matchParts, matchScore } from "./completion.ts";

export { loadEmoji, loadedEmoji } from "../../../emoji/load.ts";

const MOST = 8;

export interface Option {
  key: string;
  icon: ReactNode;
  label: ReactNode;
  hint?: ReactNode;
  end?: ReactNode;
  insert: string;
  onAccept?: () => void;
}

export interface OptionSources {
  channel: PrivateChannel;
  rooms: readonly PrivateChannel[];
  /** Undefined while the names are on their way. */
  emoji: EmojiIndex | undefined;
}

/** What a query may be completed to, best first. */
export function optionsFor(query: CompletionQuery, { channel, rooms, emoji }: OptionSources): Option[] {
  const wanted = query.query;
  switch (query.kind) {
    case "person": {
      const people = channel.recipients
        .map((user) => ({
          user,
          score: Math.max(matchScore(nameOf(user), wanted), matchScore(user.username, wanted)),
        }))
        .filter((each) => each.score > 0)
        .sort((a, b) => b.score - a.score || nameOf(a.user).localeCompare(nameOf(b.user)))
        .slice(0, MOST)
        .map(({ user }): Option => {
          const role = channel.recipient_roles?.[user.id];
          return {
            key: user.id,
            icon: <PersonAvatar user={user} />,
            label: <Marked name={nameOf(user)} query={wanted} />,
            hint: `@${user.username}`,
            end: role === "owner" || role === "admin" ? roleName(role) : <PresenceWord userId={user.id} />,
            insert: `@${user.username}`,
          };
        });
      const everyone: Option[] =
        channel.type === 3 && matchScore("everyone", wanted) === 3 && people.length < MOST
          ? [
              {
                key: "everyone",
                icon: <Icon of={Users} size={18} />,
                label: <Marked name="@everyone" query={wanted} />,
                end: m.conversation_complete_everyone({ count: channel.recipients.length }),
                insert: "@everyone",
              },
            ]
          : [];
      return [...people, ...everyone];
    }
    case "room":
      return rooms
        .filter((room) => room.type === 3 && room.name)
        .map((room) => ({ room, score: matchScore(conversationName(room), wanted) }))
        .filter((each) => each.score > 0)
        .sort((a, b) => b.score - a.score)
        .slice(0, MOST)
        .map(
          ({ room }): Option => ({
            key: room.id,
            icon: <Icon of={Hash} size={16} />,
            label: <Marked name={conversationName(room)} query={wanted} />,
            end: m.conversation_members_count({ count: room.recipients.length + 1 }),
            insert: `#${conversationName(room)}`,
          }),
        );
    case "command":
      return COMMANDS.filter((command) => command.name.startsWith(wanted.toLowerCase())).map(
        (command): Option => ({
          key: command.name,
          icon: <Icon of={Slash} size={16} />,
          label: (
            <span className="mono">
              /<Marked name={command.name} query={wanted} />
            </span>
          ),
          hint: command.about(),
          insert: `/${command.name}`,
        }),
      );
    case "emoji": {
      if (!emoji) return [];
      const tone = readTone();
      return searchEmoji(emoji, wanted, MOST).map((each): Option => {
        const char = toned(each, tone);
        const name = each.names.find((one) => one.includes(wanted.toLowerCase())) ?? each.names[0] ?? "";
        return {
          key: each.char,
          icon: <span className="opt-emoji">{char}</span>,
          label: (
            <>
              :<Marked name={name} query={wanted} />:
            </>
          ),
          hint: each.label,
          insert: char,
          onAccept: () => noteUse(char),
        };
      });
    }
  }
}

function Marked({ name, query }: { name: string; query: string }) {
  const parts = matchParts(name, query);
  if (!parts) return name;
  return (
    <>
      {parts[0]}
      <mark>{parts[1]}</mark>
      {parts[2]}
    </>
  );
}

function PersonAvatar({
  user,
}: {
  user: { id: string; username: string; global_name?: string | null; avatar?: string | null };
}) {
  const { status } = usePresence(user.id);
  return <Avatar user={user} size={24} presence={status} />;
}

function PresenceWord({ userId }: { userId: string }) {
  return presenceText(usePresence(userId).status);
}
