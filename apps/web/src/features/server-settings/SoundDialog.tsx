import { LIMITS } from "@palabre/protocol";
import type { APISoundboardSound } from "discord-api-types/v10";
import { FileAudio, Play, Square } from "lucide-react";
import { useId, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { formatPercent } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { FormDialog } from "../../ui/FormDialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { EmojiField } from "../forum/ForumSettings.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { FileHint, FileInput, useExpressionFile } from "./useExpressionFile.tsx";
import { type Player, soundUrl } from "./usePlayer.ts";
import { useSaving } from "./useSaving.ts";
import "../profile/profile.css";

const FIELDS = ["name", "sound", "volume", "emoji_name"];
/** What the player calls the one that is being made or changed. */
const DRAFT = "draft";

/** A recording with its name and how loud it plays; of one that is there already the recording stays as it is. */
export function SoundDialog({
  guild,
  sound,
  player,
  onSaved,
  onClose,
}: {
  guild: Guild;
  /** Null for a new one. */
  sound: APISoundboardSound | null;
  player: Player;
  onSaved: () => void;
  onClose: () => void;
}) {
  const id = useId();
  const file = useExpressionFile({ before: sound, largest: LIMITS.soundUpload, longest: 32 });
  const { name } = file;
  const [volume, setVolume] = useState(sound?.volume ?? 1);
  const [emoji, setEmoji] = useState(sound?.emoji_name ?? null);
  const { failure, isPending, save } = useSaving();
  const url = file.url ?? (sound && soundUrl(sound.sound_id));
  const error = file.error(m.sound_needs_file(), fieldErrorText(failure, "sound"));
  const isPlaying = player.playing === DRAFT;

  async function submit() {
    if (!file.isReady()) return;
    const fields = { name: name.trim(), volume, emoji_name: emoji };
    const went = await save(async () =>
      sound
        ? guildApi.sounds.update(guild.id, sound.sound_id, fields)
        : guildApi.sounds.create(guild.id, { ...fields, sound: await dataUri(file.file as File) }),
    );
    if (!went) return;
    onSaved();
    onClose();
  }

  return (
    <FormDialog
      title={sound ? m.sound_edit() : m.sound_new()}
      isPending={isPending}
      onSave={() => void submit()}
      onClose={onClose}
    >
      {sound ? null : (
        <div className="sound-choose">
          <Button icon={FileAudio} onPress={file.open}>
            {m.sound_choose()}
          </Button>
          <span className="truncate muted">{file.file?.name}</span>
          <FileInput
            file={file}
            label={m.sound_file()}
            accept=".mp3,.ogg,.oga,.opus,audio/mpeg,audio/ogg"
            onChoose={(chosen) => {
              if (chosen) player.stop();
              file.choose(chosen);
            }}
          />
          <FileHint hint={m.sound_kinds()} error={error} />
        </div>
      )}
      <div className="sound-name">
        <EmojiField label={m.sound_emoji()} emoji={emoji} onChange={setEmoji} />
        <TextField
          className="grow"
          label={m.audit_key_name()}
          value={name}
          onChange={file.setName}
          maxLength={32}
          error={fieldErrorText(failure, "name")}
        />
      </div>
      <div className="field">
        <label htmlFor={id}>{m.sound_volume()}</label>
        <div className="sound-volume">
          <IconButton
            icon={isPlaying ? Square : Play}
            label={isPlaying ? m.sound_stop({ name }) : m.sound_play({ name })}
            isDisabled={url === null}
            onPress={() => (isPlaying || !url ? player.stop() : player.play(DRAFT, url, volume))}
          />
          <input
            id={id}
            type="range"
            className="range"
            min={0}
            max={1}
            step={0.05}
            value={volume}
            aria-valuetext={formatPercent(volume)}
            onChange={(event) => setVolume(Number(event.target.value))}
          />
          <span className="tnum muted">{formatPercent(volume)}</span>
        </div>
      </div>
      <FormFailure failure={failure} fields={FIELDS} />
    </FormDialog>
  );
}

/** Whatever type the system gives a file: what counts is what is in it. */
async function dataUri(file: File): Promise<string> {
  const reader = new FileReader();
  await new Promise((resolve, reject) => {
    reader.onload = resolve;
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  const text = String(reader.result);
  return `data:audio/ogg;base64,${text.slice(text.indexOf(",") + 1)}`;
}
