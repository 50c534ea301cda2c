import type { GuildChannel, VoiceState } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Ear, Ellipsis, Mic, Pencil, Radio } from "lucide-react";
import { type ReactNode, useState } from "react";
import { formatTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { openProfile } from "../../state/overlays.ts";
import { hasBits, usePermissions } from "../../state/permissions.ts";
import { useSelf } from "../../state/store.ts";
import { voiceName } from "../../state/voice.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { attempt } from "../friends/actions.ts";
import { usePersonMenu } from "./usePersonMenu.tsx";
import { useVoiceChannel } from "./useVoiceChannel.ts";
import { VoiceMarks } from "./VoiceMarks.tsx";
import { setSpeaking } from "./voiceEntries.ts";
import "./voice.css";

const WordsDialog = lazyOverlay(
  () => import("./WordsDialog.tsx").then((x) => x.WordsDialog),
  ({ onClose }) => onClose(),
);

/** What those hold who run a stage. */
const RUNS = P.ManageChannels | P.MuteMembers | P.MoveMembers;
const MAX_TOPIC = 120;
const MAX_STATUS = 500;
/** People shown at once; a stage may have hundreds who listen. */
const SHOWN = 60;

/** Above the chat of a voice channel or stage: what it is about just now, who is there, and what can be done about it. */
export function VoiceStrip({ channel }: { channel: GuildChannel }) {
  const isStage = channel.type === 13;
  const { voices, info } = useVoiceChannel(channel);
  const since = info?.voice_start_time;
  return (
    <section className="voice-strip" aria-label={m.voice_here()}>
      {isStage ? <StageHead channel={channel} /> : <VoiceHead channel={channel} voices={voices} />}
      {voices.length === 0 ? null : isStage ? (
        <StagePeople channel={channel} voices={voices} />
      ) : (
        <Group channel={channel} voices={voices} title={null} />
      )}
      <p className="voice-note">
        {voices.length === 0 ? `${isStage ? m.voice_nobody_stage() : m.voice_nobody()} ` : null}
        {since && voices.length > 0 ? `${m.voice_since({ time: formatTime(since * 1000) })}. ` : null}
        {m.voice_later()}
      </p>
    </section>
  );
}

/** What the channel says of itself, and the way to say it. */
function VoiceHead({ channel, voices }: { channel: GuildChannel; voices: readonly VoiceState[] }) {
  const { info } = useVoiceChannel(channel);
  const held = usePermissions(channel.id);
  const self = useSelf();
  const [isOpen, setOpen] = useState(false);
  const status = info?.status ?? "";
  const isHere = voices.some((voice) => voice.user_id === self.id);
  const may = hasBits(held, P.SetVoiceChannelStatus) && (isHere || hasBits(held, P.ManageChannels));
  if (!status && !may) return null;
  return (
    <Head
      actions={
        may ? (
          <Button size="sm" icon={Pencil} onPress={() => setOpen(true)}>
            {status ? m.voice_status_change() : m.voice_status_set()}
          </Button>
        ) : null
      }
    >
      {status ? <h2 className="voice-topic">{status}</h2> : null}
      {isOpen ? (
        <WordsDialog
          title={m.voice_status_title({ name: channel.name })}
          label={m.voice_status()}
          hint={m.voice_status_hint()}
          before={status}
          maxLength={MAX_STATUS}
          confirmLabel={m.common_save()}
          onSave={(text) => guildApi.voice.setStatus(channel.id, text || null)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Head>
  );
}

function StageHead({ channel }: { channel: GuildChannel }) {
  const { stage } = useVoiceChannel(channel);
  const runs = hasBits(usePermissions(channel.id), RUNS);
  const [isOpen, setOpen] = useState(false);
  const { id, name } = channel;
  return (
    <Head
      actions={
        !runs ? null : stage ? (
          <>
            <Button size="sm" icon={Pencil} onPress={() => setOpen(true)}>
              {m.voice_stage_edit()}
            </Button>
            <Button
              size="sm"
              variant="ghost"
              onPress={() => void attempt(() => guildApi.voice.closeStage(id))}
            >
              {m.voice_stage_close()}
            </Button>
          </>
        ) : (
          <Button size="sm" variant="primary" icon={Radio} onPress={() => setOpen(true)}>
            {m.voice_stage_do()}
          </Button>
        )
      }
    >
      {stage ? (
        <>
          <Tag tone="success">{m.voice_stage_open()}</Tag>
          <h2 className="voice-topic">{stage.topic}</h2>
        </>
      ) : (
        <p className="muted">{m.voice_stage_closed()}</p>
      )}
      {isOpen ? (
        <WordsDialog
          title={stage ? m.voice_topic_title({ name }) : m.voice_stage_title({ name })}
          label={m.voice_topic()}
          hint={m.voice_topic_hint()}
          before={stage?.topic ?? ""}
          maxLength={MAX_TOPIC}
          isRequired
          confirmLabel={stage ? m.common_save() : m.voice_stage_do()}
          onSave={(topic) =>
            stage ? guildApi.voice.renameStage(id, topic) : guildApi.voice.openStage(id, topic)
          }
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Head>
  );
}

function Head({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <div className="voice-head">
      <div className="voice-about">{children}</div>
      {actions ? <div className="voice-acts">{actions}</div> : null}
    </div>
  );
}

/** Those who ask to speak, those who speak, those who listen. */
function StagePeople({ channel, voices }: { channel: GuildChannel; voices: readonly VoiceState[] }) {
  const mayLet = hasBits(usePermissions(channel.id), P.MuteMembers);
  const asks = (voice: VoiceState) => voice.suppress && voice.request_to_speak_timestamp !== null;
  const asking = voices.filter(asks);
  const speaking = voices.filter((voice) => !voice.suppress);
  const listening = voices.filter((voice) => voice.suppress && !asks(voice));
  return (
    <>
      <Group
        channel={channel}
        voices={asking}
        title={m.voice_requests()}
        actOf={
          mayLet
            ? (voice) => (
                <Button
                  size="sm"
                  icon={Mic}
                  aria-label={m.voice_let_name({ name: voiceName(voice) })}
                  onPress={() => void setSpeaking(voice, true)}
                >
                  {m.voice_let()}
                </Button>
              )
            : undefined
        }
      />
      <Group
        channel={channel}
        voices={speaking}
        title={m.voice_speakers()}
        actOf={
          mayLet
            ? (voice) => (
                <IconButton
                  size="sm"
                  icon={Ear}
                  label={m.voice_listen()}
                  onPress={() => void setSpeaking(voice, false)}
                />
              )
            : undefined
        }
      />
      <Group channel={channel} voices={listening} title={m.voice_listeners()} />
    </>
  );
}

function Group({
  channel,
  voices,
  title,
  actOf,
}: {
  channel: GuildChannel;
  voices: readonly VoiceState[];
  /** Null: there is one group alone. */
  title: string | null;
  /** What one is most likely to do with them. */
  actOf?: ((voice: VoiceState) => ReactNode) | undefined;
}) {
  const { props, labelOf, openAt, surfaces } = usePersonMenu(channel);
  if (voices.length === 0) return null;
  return (
    <div className="voice-group">
      {title === null ? null : (
        <h3 className="voice-title">
          {title} <span className="tnum">{voices.length}</span>
        </h3>
      )}
      <ul aria-label={title ?? m.voice_people({ name: channel.name })} className="voice-chips">
        {voices.slice(0, SHOWN).map((voice) => {
          const { member, guild_id: guildId } = voice;
          if (!member) return null;
          return (
            <li key={voice.user_id} className="voice-chip" {...props(voice)}>
              <button
                type="button"
                className="voice-who"
                onClick={({ currentTarget }) => openProfile(member.user, currentTarget, guildId)}
              >
                <Avatar user={member.user} size={24} guildId={guildId} memberAvatar={member.avatar ?? null} />
                <span className="truncate">{voiceName(voice)}</span>
                <VoiceMarks voice={voice} isStage={false} />
              </button>
              {actOf?.(voice)}
              <IconButton
                icon={Ellipsis}
                size="sm"
                label={labelOf(voice)}
                aria-haspopup="menu"
                onPress={(event) => openAt(voice, event.target)}
              />
            </li>
          );
        })}
        {voices.length > SHOWN ? (
          <li className="muted">{m.voice_more({ count: voices.length - SHOWN })}</li>
        ) : null}
      </ul>
      {surfaces}
    </div>
  );
}
