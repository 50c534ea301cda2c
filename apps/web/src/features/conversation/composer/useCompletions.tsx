import { Hash, Slash, Users } from "lucide-react";
import { type ReactNode, useEffect, useId, useMemo, useState } from "react";
import { type EmojiIndex, searchEmoji, toned } from "../../../emoji/emoji.ts";
import { noteUse, readTone } from "../../../emoji/habits.ts";
import { loadEmoji, loadedEmoji } from "../../../emoji/load.ts";
import * as m from "../../../paraglide/messages.js";
import { nameOf, useChannels, usePresence } from "../../../state/store.ts";
import { Avatar } from "../../../ui/Avatar.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Kbd } from "../../../ui/Kbd.tsx";
import { presenceText } from "../../../ui/PresenceMark.tsx";
import { conversationName } from "../../rooms/roomName.ts";
import { useConversation } from "../context.ts";
import { COMMANDS } from "./commands.ts";
import { type CompletionQuery, completionAt, matchParts, matchScore } from "./completion.ts";
import type { EditorHandle } from "./Editor.tsx";

const MOST = 8;

interface Option {
  key: string;
  icon: ReactNode;
  label: ReactNode;
  hint?: ReactNode;
  end?: ReactNode;
  insert: string;
  onAccept?: () => void;
}

/** What may follow the sign at the caret, and the keys that choose. Spread `field` on the textarea, render `list` above it. */
export function useCompletions(text: string, caret: number, editor: React.RefObject<EditorHandle | null>) {
  const id = useId();
  const [selected, setSelected] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [hasFocus, setFocus] = useState(false);
  const query = useMemo(() => completionAt(text, caret), [text, caret]);
  const key = query ? `${query.kind} ${query.from}` : null;
  const options = useOptions(query && hasFocus && key !== dismissed ? query : null);
  const isOpen = query !== null && options.length > 0;
  const index = Math.min(selected, options.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another query begins at its first answer.
  useEffect(() => setSelected(0), [query?.query, key]);
  useEffect(() => {
    if (key === null) setDismissed(null);
  }, [key]);

  function accept(option: Option | undefined) {
    if (!option || !query) return;
    option.onAccept?.();
    const isSpaced = text[query.to] === " ";
    editor.current?.replace(query.from, query.to, option.insert + (isSpaced ? "" : " "));
  }

  /** True when the key was for the list. */
  function onKeyDown(event: React.KeyboardEvent): boolean {
    if (!isOpen || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey)
      return false;
    const count = options.length;
    if (event.key === "ArrowDown") setSelected((index + 1) % count);
    else if (event.key === "ArrowUp") setSelected((index - 1 + count) % count);
    else if (event.key === "Tab" && !event.shiftKey) accept(options[index]);
    else if (event.key === "Enter" && !event.shiftKey) accept(options[index]);
    else if (event.key === "Escape") setDismissed(key);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  const list =
    isOpen && query ? (
      <div className="auto pop is-open">
        <div className="pop-head">
          <span>{headOf(query)}</span>
          <span>
            <Kbd keys="tab" /> {m.conversation_complete_accepts()}
          </span>
        </div>
        <div id={`${id}-list`} role="listbox" aria-label={headOf(query)}>
          {options.map((option, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which names the selected option.
            <div
              key={option.key}
              id={`${id}-${at}`}
              className="opt"
              role="option"
              tabIndex={-1}
              aria-selected={at === index}
              onMouseMove={() => at !== index && setSelected(at)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => accept(option)}
            >
              {option.icon}
              <span className="truncate">{option.label}</span>
              {option.hint ? <small className="truncate">{option.hint}</small> : null}
              {option.end ? <small className="opt-end">{option.end}</small> : null}
            </div>
          ))}
        </div>
      </div>
    ) : null;

  const field = {
    onFocus: () => setFocus(true),
    onBlur: () => setFocus(false),
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": isOpen ? `${id}-list` : undefined,
    "aria-activedescendant": isOpen ? `${id}-${index}` : undefined,
  } as const;
  return { list, field, onKeyDown, isOpen };
}

function headOf(query: CompletionQuery): string {
  switch (query.kind) {
    case "person":
      return m.conversation_complete_people({ query: query.query });
    case "emoji":
      return m.conversation_complete_emoji({ query: query.query });
    case "room":
      return m.conversation_complete_rooms({ query: query.query });
    case "command":
      return m.conversation_complete_commands({ query: query.query });
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

function useOptions(query: CompletionQuery | null): Option[] {
  const { channel } = useConversation();
  const rooms = useChannels();
  const emoji = useEmojiIndex(query?.kind === "emoji");
  return useMemo(() => {
    if (!query) return [];
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
  }, [query, channel, rooms, emoji]);
}

function useEmojiIndex(isWanted: boolean): EmojiIndex | undefined {
  const [index, setIndex] = useState<EmojiIndex | undefined>(loadedEmoji);
  useEffect(() => {
    if (!isWanted || index) return;
    let isGone = false;
    // Without the names nothing is offered, and ":" stays what it is.
    loadEmoji().then(
      (loaded) => !isGone && setIndex(loaded),
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [isWanted, index]);
  return index;
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

export function roleName(role: "owner" | "admin" | "member"): string {
  if (role === "owner") return m.conversation_role_owner();
  return role === "admin" ? m.conversation_role_admin() : m.conversation_role_member();
}
