import type { APIRole, Channel } from "@palabre/protocol";
import { AtSign, Hash, Slash, Users } from "lucide-react";
import type { ReactNode } from "react";
import { CustomEmoji } from "../../../emoji/CustomEmoji.tsx";
import { createNames, searchCustom, typedForm, usableEmojis } from "../../../emoji/custom.ts";
import { type EmojiIndex, searchEmoji, toned } from "../../../emoji/emoji.ts";
import { noteUse, readTone } from "../../../emoji/habits.ts";
import * as m from "../../../paraglide/messages.js";
import { guildIdOf, isPrivate } from "../../../state/channel.ts";
import { nameOf, store, usePresence } from "../../../state/store.ts";
import type { KnownMember } from "../../../state/types.ts";
import { Avatar } from "../../../ui/Avatar.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import type { ListedOption } from "../../../ui/OptionList.tsx";
import { presenceText } from "../../../ui/PresenceMark.tsx";
import { roleColor } from "../../../ui/roleColor.ts";
import type { ChosenCommand } from "../../commands/CommandForm.tsx";
import { commandOptions } from "../../commands/commandOptions.tsx";
import { conversationName } from "../../rooms/roomName.ts";
import { channelIcon } from "../../servers/channelIcon.ts";
import type { Abilities } from "../abilities.ts";
import { roleName } from "../roleName.ts";
import { COMMANDS } from "./commands.ts";
import { type CompletionQuery, matchParts, matchScore } from "./completion.ts";

export { loadEmoji, loadedEmoji } from "../../../emoji/load.ts";
export { watchOffered } from "../../commands/offered.ts";
export { CompletionList } from "./CompletionList.tsx";

const MOST = 8;

export interface Option extends ListedOption {
  icon: ReactNode;
  insert: string;
  onAccept?: () => void;
  /** Done in the place of inserting anything. */
  onPick?: () => void;
}

export interface OptionSources {
  channel: Channel;
  can: Pick<Abilities, "mentionEveryone" | "poll">;
  /** Of a server: who is known, which roles may be called. */
  members: readonly KnownMember[];
  roles: readonly APIRole[];
  rooms: readonly Channel[];
  /** Undefined while the names are on their way. */
  emoji: EmojiIndex | undefined;
  /** Absent where no commands of bots are used. */
  onCommand?: ((chosen: ChosenCommand) => void) | undefined;
}

/** What a query may be completed to, best first. */
export function optionsFor(query: CompletionQuery, sources: OptionSources): Option[] {
  const { channel, can, rooms, emoji } = sources;
  const wanted = query.query;
  switch (query.kind) {
    case "person": {
      if (!isPrivate(channel)) return memberOptions(wanted, sources);
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
        can.mentionEveryone && matchScore("everyone", wanted) === 3 && people.length < MOST
          ? [everyoneOption("everyone", wanted, channel.recipients.length)]
          : [];
      return [...people, ...everyone];
    }
    case "room":
      return rooms
        .map((room) => ({ room, score: matchScore(conversationName(room), wanted) }))
        .filter((each) => each.score > 0)
        .sort((a, b) => b.score - a.score)
        .slice(0, MOST)
        .map(
          ({ room }): Option => ({
            key: room.id,
            icon: <Icon of={isPrivate(room) ? Hash : channelIcon(room)} size={16} />,
            label: <Marked name={conversationName(room)} query={wanted} />,
            end: isPrivate(room)
              ? m.conversation_members_count({ count: room.recipients.length + 1 })
              : undefined,
            insert: `#${conversationName(room)}`,
          }),
        );
    case "command": {
      const group = sources.onCommand && { key: "own", label: m.commands_built_in() };
      const own = COMMANDS.filter(
        ({ name }) => name.startsWith(wanted.toLowerCase()) && (name !== "poll" || can.poll),
      ).map(
        (command): Option => ({
          key: command.name,
          ...(group && { group }),
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
      if (!sources.onCommand) return own;
      const mark = (name: string) => <Marked name={name} query={wanted} />;
      const { options, isExact } = commandOptions(channel.id, wanted, mark, sources.onCommand);
      const isOwn = !isExact && own.some((one) => one.key === wanted.toLowerCase());
      const [first, second] = isOwn ? [own, options] : [options, own];
      // A head says nothing where all is of one kind, and nothing of bots.
      return options.length === 0 ? own.map(({ group: _, ...one }) => one) : [...first, ...second];
    }
    case "emoji": {
      if (!emoji) return [];
      const tone = readTone();
      const own = customOptions(wanted, channel.id, emoji);
      const unicode = searchEmoji(emoji, wanted, MOST - Math.min(own.length, MOST / 2)).map(
        (each): Option => {
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
        },
      );
      // Whoever has many of a name still finds Unicode's.
      return [...own.slice(0, Math.max(MOST / 2, MOST - unicode.length)), ...unicode];
    }
  }
}

/** Custom emojis of the servers one is in, as far as they may be used here. */
function customOptions(wanted: string, channelId: string, index: EmojiIndex): Option[] {
  const state = store.get();
  const names = createNames(state, channelId);
  return searchCustom(usableEmojis(state, channelId), wanted, MOST).map(
    (each): Option => ({
      key: each.id,
      icon: (
        <span className="opt-emoji">
          <CustomEmoji id={each.id} name={each.name} animated={each.animated} />
        </span>
      ),
      label: (
        <>
          :<Marked name={each.name} query={wanted} />:
        </>
      ),
      end: each.guild.name,
      insert: typedForm(each, names, (name) => index.byName.has(name)),
      onAccept: () => noteUse(each.text),
    }),
  );
}

/** Members of a server that are known, roles, and everyone. */
function memberOptions(wanted: string, { channel, can, members, roles }: OptionSources): Option[] {
  const guildId = guildIdOf(channel);
  const people = members
    .map(({ user, nick, avatar }) => ({
      user,
      avatar,
      name: nameOf(user, nick),
      score: Math.max(
        ...[nick ?? "", nameOf(user), user.username].map((name) => (name ? matchScore(name, wanted) : 0)),
      ),
    }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name))
    .map(
      ({ user, avatar, name }): Option => ({
        key: user.id,
        icon: <Avatar user={user} size={24} guildId={guildId} memberAvatar={avatar ?? null} />,
        label: <Marked name={name} query={wanted} />,
        hint: `@${user.username}`,
        insert: `@${user.username}`,
      }),
    );
  const called = roles
    .map((role) => ({ role, score: matchScore(role.name.replace(/^@/, ""), wanted) }))
    .filter((each) => each.score > 1)
    .sort((a, b) => b.score - a.score)
    .map(({ role }): Option => {
      const color = roleColor(role.color);
      const name = role.name.replace(/^@/, "");
      return {
        key: role.id,
        icon: <Icon of={AtSign} size={18} />,
        label: (
          <span className={color.className} style={color.style}>
            <Marked name={`@${name}`} query={wanted} />
          </span>
        ),
        end: m.servers_role(),
        insert: `@${name}`,
      };
    });
  const everyone = (["everyone", "here"] as const)
    .filter((name) => can.mentionEveryone && matchScore(name, wanted) === 3)
    .map((name) => everyoneOption(name, wanted));
  const others = [...called.slice(0, MOST / 2), ...everyone];
  return [...people.slice(0, Math.max(MOST - others.length, MOST / 2)), ...others].slice(0, MOST);
}

function everyoneOption(name: "everyone" | "here", wanted: string, count?: number): Option {
  const about = name === "here" ? m.servers_here_about() : m.servers_everyone_about();
  return {
    key: name,
    icon: <Icon of={Users} size={18} />,
    label: <Marked name={`@${name}`} query={wanted} />,
    end: count === undefined ? about : m.conversation_complete_everyone({ count }),
    insert: `@${name}`,
  };
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
