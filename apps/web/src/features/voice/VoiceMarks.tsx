import type { VoiceState } from "@palabre/protocol";
import { Ear, Hand, HeadphoneOff, type LucideIcon, MicOff, Video } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { Icon } from "../../ui/Icon.tsx";
import { Tag } from "../../ui/Tag.tsx";

/**
 * How somebody is in voice, in small signs: muted, deafened, live; with `isStage` whether they listen or ask to speak, too.
 * Each says itself to those who hear.
 */
export function VoiceMarks({ voice, isStage }: { voice: VoiceState; isStage: boolean }) {
  const marks = marksOf(voice, isStage);
  if (marks.length === 0 && !voice.self_stream) return null;
  return (
    <span className="voice-marks">
      {marks.map(({ icon, text, isFirm }) => (
        <span key={text} title={text} className={isFirm ? "is-firm" : undefined}>
          <Icon of={icon} size={14} />
          <span className="vh">{text}</span>
        </span>
      ))}
      {voice.self_stream ? <Tag tone="danger">{m.voice_live()}</Tag> : null}
    </span>
  );
}

interface Mark {
  icon: LucideIcon;
  text: string;
  /** By those who moderate, and not one's own doing. */
  isFirm?: boolean;
}

function marksOf(voice: VoiceState, isStage: boolean): Mark[] {
  const asks = voice.request_to_speak_timestamp !== null;
  const marks: (Mark | false)[] = [
    voice.self_video && { icon: Video, text: m.voice_video() },
    isStage && voice.suppress && !asks && { icon: Ear, text: m.voice_listens() },
    isStage && voice.suppress && asks && { icon: Hand, text: m.voice_asks() },
    voice.mute
      ? { icon: MicOff, text: m.voice_server_muted(), isFirm: true }
      : voice.self_mute && { icon: MicOff, text: m.voice_muted() },
    voice.deaf
      ? { icon: HeadphoneOff, text: m.voice_server_deafened(), isFirm: true }
      : voice.self_deaf && { icon: HeadphoneOff, text: m.voice_deafened() },
  ];
  return marks.filter((mark) => mark !== false);
}
