import { LIMITS } from "@palabre/protocol";
import type { APISoundboardSound } from "discord-api-types/v10";
import { FileAudio, Play, Square } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { formatPercent } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { EmojiField } from "../forum/ForumSettings.tsx";
import { FormFailure } from "./FormFailure.tsx";
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
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState(sound?.name ?? "");
  const [volume, setVolume] = useState(sound?.volume ?? 1);
  const [emoji, setEmoji] = useState(sound?.emoji_name ?? null);
  const [isMissing, setMissing] = useState(false);
  const { failure, isPending, save } = useSaving();
  const input = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState(sound ? soundUrl(sound.sound_id) : null);
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  const isLarge = (file?.size ?? 0) > LIMITS.soundUpload;
  const isPlaying = player.playing === DRAFT;

  function choose(chosen: File | undefined) {
    if (!chosen) return;
    player.stop();
    setFile(chosen);
    setMissing(false);
    if (name === "") {
      const base = chosen.name.replace(/\.[^.]*$/, "").replace(/[-_]+/g, " ");
      setName([...base].slice(0, 32).join("").trim());
    }
  }

  async function submit() {
    if (!sound && !file) return setMissing(true);
    if (isLarge) return;
    const fields = { name: name.trim(), volume, emoji_name: emoji };
    const went = await save(async () =>
      sound
        ? guildApi.sounds.update(guild.id, sound.sound_id, fields)
        : guildApi.sounds.create(guild.id, { ...fields, sound: await dataUri(file as File) }),
    );
    if (!went) return;
    onSaved();
    onClose();
  }

  const fileError = isMissing
    ? m.sound_needs_file()
    : isLarge
      ? m.sticker_error_large()
      : fieldErrorText(failure, "sound");
  return (
    <Dialog
      title={sound ? m.sound_edit() : m.sound_new()}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button variant="primary" isPending={isPending} onPress={() => void submit()}>
            {m.common_save()}
          </Button>
        </>
      }
    >
      <form
        className="rule-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {sound ? null : (
          <div className="sound-choose">
            <Button icon={FileAudio} onPress={() => input.current?.click()}>
              {m.sound_choose()}
            </Button>
            <span className="truncate muted">{file?.name}</span>
            <input
              ref={input}
              type="file"
              hidden
              aria-label={m.sound_file()}
              accept=".mp3,.ogg,.oga,.opus,audio/mpeg,audio/ogg"
              onChange={(event) => {
                choose(event.target.files?.[0]);
                event.target.value = "";
              }}
            />
            <p className="hint">{m.sound_kinds()}</p>
            {fileError ? (
              <p className="hint-error" role="alert">
                {fileError}
              </p>
            ) : null}
          </div>
        )}
        <div className="sound-name">
          <EmojiField label={m.sound_emoji()} emoji={emoji} onChange={setEmoji} />
          <TextField
            className="grow"
            label={m.audit_key_name()}
            value={name}
            onChange={setName}
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
      </form>
    </Dialog>
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
