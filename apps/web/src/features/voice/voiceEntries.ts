import type { APIGuildMember, GuildChannel, Snowflake, VoiceState } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { ArrowRightLeft, Ear, HeadphoneOff, Headphones, Mic, MicOff, PhoneOff } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { channelPermissions, guildPermissions, hasBits, permissionsIn } from "../../state/permissions.ts";
import { store } from "../../state/store.ts";
import type { State } from "../../state/types.ts";
import type { MenuAction, MenuEntry } from "../../ui/MenuItems.tsx";
import { attempt } from "../friends/actions.ts";
import "../server-settings/errorWords.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { compareChannels, isVoice } from "../servers/tree.ts";

/** What one may do with somebody who is in voice; `mayRule`: they are below me, or I am it. */
export function voiceEntries(
  guildId: Snowflake,
  { user, roles }: Pick<APIGuildMember, "user" | "roles">,
  mayRule: boolean,
): MenuEntry[] {
  const state = store.get();
  const voice = state.voices[guildId]?.[user.id];
  const channel = state.guildChannels[guildId]?.[voice?.channel_id ?? ""];
  if (!voice || !channel || isThread(channel)) return [];
  const inGuild = guildPermissions(state, guildId);
  const here = channelPermissions(state, channel.id);
  const update = (body: { mute?: boolean; deaf?: boolean; channel_id?: string | null }) => () =>
    void attempt(() => guildApi.members.update(guildId, user.id, body));
  const places = hasBits(here, P.MoveMembers)
    ? placesFor(state, channel, { userId: user.id, roleIds: roles })
    : [];
  const entries: (MenuEntry | false)[] = [
    channel.type === 13 &&
      hasBits(here, P.MuteMembers) && {
        id: "speak",
        label: voice.suppress ? m.voice_let() : m.voice_listen(),
        icon: voice.suppress ? Mic : Ear,
        onAction: () => void setSpeaking(voice, voice.suppress),
      },
    mayRule &&
      hasBits(inGuild, P.MuteMembers) && {
        id: "mute",
        label: voice.mute ? m.voice_unmute() : m.voice_mute(),
        icon: voice.mute ? Mic : MicOff,
        onAction: update({ mute: !voice.mute }),
      },
    mayRule &&
      hasBits(inGuild, P.DeafenMembers) && {
        id: "deafen",
        label: voice.deaf ? m.voice_undeafen() : m.voice_deafen(),
        icon: voice.deaf ? Headphones : HeadphoneOff,
        onAction: update({ deaf: !voice.deaf }),
      },
    places.length > 0 && {
      id: "move",
      label: m.voice_move(),
      icon: ArrowRightLeft,
      items: places.map(
        (place): MenuAction => ({
          id: place.id,
          label: place.name,
          icon: channelIcon(place),
          onAction: update({ channel_id: place.id }),
        }),
      ),
    },
    hasBits(here, P.MoveMembers) && {
      id: "disconnect",
      label: m.voice_disconnect(),
      icon: PhoneOff,
      onAction: update({ channel_id: null }),
    },
  ];
  return entries.filter((entry) => entry !== false);
}

/** Where one may take them: channels that both see and oneself could enter. */
function placesFor(
  state: State,
  from: GuildChannel,
  them: { userId: Snowflake; roleIds: readonly Snowflake[] },
): GuildChannel[] {
  const { guild_id: guildId } = from;
  return Object.values(state.guildChannels[guildId] ?? {})
    .filter((one): one is GuildChannel => !isThread(one) && isVoice(one) && one.id !== from.id)
    .filter(
      ({ id }) =>
        hasBits(channelPermissions(state, id), P.ViewChannel | P.Connect | P.MoveMembers) &&
        hasBits(permissionsIn(state, guildId, id, them), P.ViewChannel),
    )
    .sort(compareChannels);
}

/** Lets somebody speak on a stage, or only listen. */
export const setSpeaking = (voice: VoiceState, speaks: boolean): Promise<boolean> =>
  attempt(() =>
    guildApi.voice.setSpeaking(voice.guild_id, voice.user_id, {
      channel_id: voice.channel_id ?? "",
      suppress: !speaks,
    }),
  );
