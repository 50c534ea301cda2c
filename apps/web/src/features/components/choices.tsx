import type { APIRole, APIUser, Snowflake } from "@palabre/protocol";
import { type APISelectMenuComponent, ComponentType } from "discord-api-types/v10";
import { AtSign, Folder, GitBranch, Hash, type LucideIcon, Volume2 } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { CustomEmoji } from "../../emoji/CustomEmoji.tsx";
import * as m from "../../paraglide/messages.js";
import { isPrivate, isThread } from "../../state/channel.ts";
import { useGuildChannels, useOwnMember, useRoles } from "../../state/guilds.ts";
import { nameOf, useChannel, useSelector, useSelf } from "../../state/store.ts";
import type { KnownMember } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { roleColor } from "../../ui/roleColor.ts";
import { matchScore } from "../conversation/composer/completion.ts";

/** One of those that a list offers. */
export interface Choice {
  id: string;
  name: string;
  /** A second line, or another name by which it is found. */
  about?: string;
  mark?: ReactNode;
}

/** Of channels that are not of words alone. */
const KINDS: Readonly<Record<number, LucideIcon>> = {
  2: Volume2,
  4: Folder,
  10: GitBranch,
  11: GitBranch,
  12: GitBranch,
};

/** Shown at a time: who wants another searches. */
const MOST = 50;

/** What a list offers here: its own options, or people, roles and channels as far as one knows and sees them. */
export function useChoices(
  select: APISelectMenuComponent,
  guildId: Snowflake | null,
  channelId: Snowflake,
): readonly Choice[] {
  const self = useSelf();
  const channel = useChannel(channelId);
  const members = useSelector((state) => state.members[guildId ?? ""]);
  const own = useOwnMember(guildId ?? "");
  const roles = useRoles(guildId ?? "");
  const channels = useGuildChannels(guildId ?? "");
  return useMemo(() => {
    const people = () => {
      if (guildId === null) {
        const others = channel && isPrivate(channel) ? channel.recipients : [];
        return [self, ...others].map((user) => personChoice({ user, roles: null }, null));
      }
      const known = Object.values(members ?? {}).filter((one) => one.roles !== null);
      return [...(own ? [{ ...own, user: self }] : []), ...known]
        .map((one) => personChoice(one, guildId))
        .sort(byName);
    };
    const others = () => roles.filter(({ id }) => id !== guildId).map(roleChoice);
    switch (select.type) {
      case ComponentType.StringSelect:
        return select.options.map(({ value, label, description, emoji }) => ({
          id: value,
          name: label,
          ...(description && { about: description }),
          ...(emoji?.name && {
            mark: (
              <span className="bot-emoji">
                {emoji.id ? (
                  <CustomEmoji id={emoji.id} name={emoji.name} animated={emoji.animated} />
                ) : (
                  emoji.name
                )}
              </span>
            ),
          }),
        }));
      case ComponentType.UserSelect:
        return people();
      case ComponentType.RoleSelect:
        return others();
      case ComponentType.MentionableSelect:
        return [...others(), ...people()];
      case ComponentType.ChannelSelect: {
        const types: readonly number[] | undefined = select.channel_types;
        return Object.values(channels)
          .filter((one) => (types ? types.includes(one.type) : !isThread(one)))
          .map((one) => ({
            id: one.id,
            name: one.name ?? "",
            mark: <Icon of={KINDS[one.type] ?? Hash} size={16} />,
          }))
          .sort(byName);
      }
    }
  }, [select, guildId, channel, members, own, roles, channels, self]);
}

/** Those that what was typed finds, best first. */
export function search(choices: readonly Choice[], query: string): readonly Choice[] {
  const wanted = query.trim();
  if (wanted === "") return choices.slice(0, MOST);
  return choices
    .map((choice) => ({
      choice,
      score: Math.max(...namesOf(choice).map((name) => matchScore(name, wanted))),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ choice }) => choice)
    .slice(0, MOST);
}

const namesOf = ({ name, about }: Choice): string[] => (about ? [name, about] : [name]);

const byName = (a: Choice, b: Choice): number => a.name.localeCompare(b.name);

/** What is chosen, by name; what one does not know is called so. */
export function named(choices: readonly Choice[], ids: readonly string[]): Choice[] {
  return ids.map((id) => choices.find((one) => one.id === id) ?? { id, name: m.components_unknown_choice() });
}

/** What a list begins with. */
export function startOf(select: APISelectMenuComponent): string[] {
  if (select.type === ComponentType.StringSelect) {
    return select.options.filter((option) => option.default).map(({ value }) => value);
  }
  return (select.default_values ?? []).map(({ id }) => id);
}

function personChoice({ user, nick, avatar }: KnownMember, guildId: Snowflake | null): Choice {
  return {
    id: user.id,
    name: nameOf(user as APIUser, nick),
    about: user.username,
    mark: <Avatar user={user as APIUser} size={24} guildId={guildId} memberAvatar={avatar ?? null} />,
  };
}

function roleChoice({ id, name, color }: APIRole): Choice {
  const { className, style } = roleColor(color);
  const mark = (
    <span className={className} style={style}>
      <Icon of={AtSign} size={16} />
    </span>
  );
  return { id, name, mark };
}
