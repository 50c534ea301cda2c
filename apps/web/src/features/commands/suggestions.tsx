import type { OfferedChoice, OfferedOption } from "@palabre/client";
import type { APIRole, APIUser, Channel } from "@palabre/protocol";
import { ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { AtSign, Users } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { searchMembers } from "../../state/actions/members.ts";
import { guildIdOf, isPrivate } from "../../state/channel.ts";
import { rolesOf } from "../../state/guilds.ts";
import { sameList } from "../../state/select.ts";
import { nameOf, useSelector } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { roleColor } from "../../ui/roleColor.ts";
import { matchScore } from "../conversation/composer/completion.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { nameIn } from "./entries.ts";
import { type FieldValue, isListed } from "./fields.ts";
import { complete, type Use } from "./runs.ts";

/** Something that a field may be completed to. */
export interface Suggestion {
  key: string;
  icon?: ReactNode;
  label: ReactNode;
  hint?: string;
  /** What then stands in the field. */
  text: string;
  value: string | number | boolean;
}

export interface Suggestions {
  list: readonly Suggestion[];
  state: "ready" | "loading" | "failed";
}

const MOST = 25;
const NONE: Suggestions = { list: [], state: "ready" };
/** Milliseconds without a key after which somebody is asked. */
const REST = 200;

/** Whether what is typed stands for one of several that are listed. */
export const offersList = (option: OfferedOption): boolean =>
  isListed(option) || option.autocomplete === true;

/** What a field may be completed to; nothing while it is not the one that is filled. */
export function useSuggestions(
  option: OfferedOption | undefined,
  field: FieldValue,
  use: Use,
  channel: Channel,
): Suggestions {
  // What was chosen is no search: the whole list shows again.
  const query = field.picked === undefined ? field.text.trim() : "";
  const places = usePlaces(option, query, channel);
  const completed = useCompleted(option, query, use);
  return useMemo(() => {
    if (!option) return NONE;
    if (option.autocomplete) return completed;
    if (option.choices?.length) return ready(choicesOf(option.choices, query));
    if (option.type === T.Boolean) return ready(yesOrNo(query));
    return ready(places);
  }, [option, query, completed, places]);
}

const ready = (list: readonly Suggestion[]): Suggestions => ({ list, state: "ready" });

function choicesOf(choices: readonly OfferedChoice[], query: string): Suggestion[] {
  return choices
    .filter((one) => matchScore(nameIn(one), query) > 0)
    .map((one) => ({
      key: `${typeof one.value} ${one.value}`,
      label: nameIn(one),
      text: nameIn(one),
      value: one.value,
    }));
}

const yesOrNo = (query: string): Suggestion[] =>
  [true, false]
    .map((value) => ({ value, text: value ? m.commands_true() : m.commands_false() }))
    .filter(({ text }) => matchScore(text, query) > 0)
    .map(({ value, text }) => ({ key: String(value), label: text, text, value }));

interface Named {
  user: APIUser;
  name: string;
  avatar?: string | null | undefined;
}

function usePlaces(
  option: OfferedOption | undefined,
  query: string,
  channel: Channel,
): readonly Suggestion[] {
  const type = option?.type;
  const wantsPeople = type === T.User || type === T.Mentionable;
  const wantsRoles = type === T.Role || type === T.Mentionable;
  const guildId = guildIdOf(channel);
  const members = useSelector(
    (state) =>
      wantsPeople && guildId !== null
        ? Object.values(state.members[guildId] ?? {}).filter((member) => member.roles !== null)
        : [],
    sameList,
  );
  const self = useSelector((state) => state.self);
  const roles = useSelector(
    (state): readonly APIRole[] => (wantsRoles && guildId !== null ? rolesOf(state, guildId) : []),
    sameList,
  );
  const channels = useSelector(
    (state) =>
      type === T.Channel && guildId !== null ? Object.values(state.guildChannels[guildId] ?? {}) : [],
    sameList,
  );
  const nick = useSelector((state) => (guildId === null ? null : state.ownMembers[guildId]?.nick));

  useEffect(() => {
    if (!wantsPeople || guildId === null || query === "") return;
    const timer = setTimeout(() => searchMembers(guildId, query.replace(/^@/, "")), REST);
    return () => clearTimeout(timer);
  }, [wantsPeople, guildId, query]);

  return useMemo(() => {
    const wanted = query.replace(/^[@#]/, "");
    const known: Named[] = isPrivate(channel)
      ? channel.recipients.map((user) => ({ user, name: nameOf(user) }))
      : members.map(({ user, nick, avatar }) => ({ user, name: nameOf(user, nick), avatar }));
    const people =
      wantsPeople && self && !known.some(({ user }) => user.id === self.id)
        ? [...known, { user: self, name: nameOf(self, nick) }]
        : known;
    const found: (Suggestion & { score: number })[] = [
      ...(wantsPeople ? people : []).map(({ user, name, avatar }) => ({
        key: user.id,
        icon: <Avatar user={user} size={24} guildId={guildId} memberAvatar={avatar ?? null} />,
        label: name,
        hint: `@${user.username}`,
        text: `@${name}`,
        value: user.id,
        score: Math.max(matchScore(name, wanted), matchScore(user.username, wanted)),
      })),
      ...roles.map((role) => roleSuggestion(role, guildId, wanted)),
      ...channels
        .filter((one) => !option?.channel_types?.length || option.channel_types.includes(one.type))
        .map((one) => ({
          key: one.id,
          icon: <Icon of={channelIcon(one)} size={18} />,
          label: one.name,
          text: `#${one.name}`,
          value: one.id,
          score: matchScore(one.name, wanted),
        })),
    ];
    return found
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.text.localeCompare(b.text))
      .slice(0, MOST);
  }, [option, query, channel, guildId, members, self, nick, roles, channels, wantsPeople]);
}

function roleSuggestion(role: APIRole, guildId: string | null, wanted: string) {
  const color = roleColor(role.color);
  const name = role.name.replace(/^@/, "");
  return {
    key: role.id,
    icon: <Icon of={role.id === guildId ? Users : AtSign} size={18} />,
    label: (
      <span className={color.className} style={color.style}>
        @{name}
      </span>
    ),
    hint: m.servers_role(),
    text: `@${name}`,
    value: role.id,
    score: matchScore(name, wanted),
  };
}

/** What the bot completes an option to. */
function useCompleted(option: OfferedOption | undefined, query: string, use: Use): Suggestions {
  const [found, setFound] = useState<Suggestions & { of: string }>({ list: [], state: "loading", of: "" });
  const name = option?.autocomplete ? option.name : null;
  // Of what else stands in the form the answer may depend: it is sent along, and asked again when the field changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `use` is another object with each letter.
  useEffect(() => {
    if (name === null) return;
    const abort = new AbortController();
    setFound((before) => ({ list: before.of === name ? before.list : [], state: "loading", of: name }));
    const timer = setTimeout(
      () => {
        complete(use, name, abort.signal).then(
          (choices) =>
            abort.signal.aborted || setFound({ list: choicesOf(choices, ""), state: "ready", of: name }),
          () => abort.signal.aborted || setFound({ list: [], state: "failed", of: name }),
        );
      },
      query === "" ? 0 : REST,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [name, query, use.entry]);
  return found;
}
