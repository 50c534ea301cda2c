import type { GuildChannel, VoiceState } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { formatTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { openProfile } from "../../state/overlays.ts";
import { useVoiceCount, useVoiceInfo, voiceName } from "../../state/voice.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { usePersonMenu } from "./usePersonMenu.tsx";
import { useVoiceChannel } from "./useVoiceChannel.ts";
import { VoiceMarks } from "./VoiceMarks.tsx";
import "./voice.css";

/** People named below a channel of the list; its page shows all. */
const SHOWN = 12;

/** Below a voice channel or stage of the list: what it says of itself, and who is there. */
export function VoiceUnder({ channel }: { channel: GuildChannel }) {
  const { voices, info, stage } = useVoiceChannel(channel);
  const line = stage?.topic ?? info?.status;
  if (!line && voices.length === 0) return null;
  return (
    <div className="voice-under">
      {line ? (
        <p className="voice-line truncate" title={line}>
          {line}
        </p>
      ) : null}
      {voices.length > 0 ? <People channel={channel} voices={voices} /> : null}
    </div>
  );
}

function People({ channel, voices }: { channel: GuildChannel; voices: readonly VoiceState[] }) {
  const { props, surfaces } = usePersonMenu(channel);
  return (
    <>
      <ul aria-label={m.voice_people({ name: channel.name })}>
        {voices.slice(0, SHOWN).map((voice) => (
          <li key={voice.user_id} {...props(voice)}>
            <Person voice={voice} isStage={channel.type === 13} />
          </li>
        ))}
      </ul>
      {voices.length > SHOWN ? (
        <Link {...placeOf(channel.id)} className="voice-more">
          {m.voice_more({ count: voices.length - SHOWN })}
        </Link>
      ) : null}
      {surfaces}
    </>
  );
}

function Person({ voice, isStage }: { voice: VoiceState; isStage: boolean }) {
  const { member, guild_id: guildId } = voice;
  if (!member) return null;
  return (
    <button
      type="button"
      className="voice-person"
      onClick={({ currentTarget }) => openProfile(member.user, currentTarget, guildId)}
    >
      <Avatar user={member.user} size={20} guildId={guildId} memberAvatar={member.avatar ?? null} />
      <span className="truncate">{voiceName(voice)}</span>
      <VoiceMarks voice={voice} isStage={isStage} />
    </button>
  );
}

/** At the right of the channel: how many are there, of how many that may, and since when. */
export function VoiceCount({ channel }: { channel: GuildChannel }) {
  const count = useVoiceCount(channel.guild_id, channel.id);
  const since = useVoiceInfo(channel.id)?.voice_start_time;
  const limit = channel.user_limit ?? 0;
  if (count === 0 && limit === 0) return null;
  const time = count > 0 && since ? m.voice_since({ time: formatTime(since * 1000) }) : undefined;
  return (
    <span title={time}>
      <span aria-hidden>{limit > 0 ? `${count}/${limit}` : count}</span>
      <span className="vh">
        {limit > 0 ? m.voice_count_of({ count, limit }) : m.voice_count({ count })}
        {time ? `, ${time}` : null}
      </span>
    </span>
  );
}
