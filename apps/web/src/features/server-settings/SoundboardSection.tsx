import type { APISoundboardSound } from "discord-api-types/v10";
import { AudioLines, Pencil, Play, Plus, Square, Trash2 } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { formatPercent } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { soundName } from "../../stickers/soundName.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { Loading } from "./Loading.tsx";
import { SoundDialog } from "./SoundDialog.tsx";
import { useNews } from "./StickersSection.tsx";
import { useMayChange } from "./useMayChange.ts";
import { type Player, soundUrl, usePlayer } from "./usePlayer.ts";
import "../../stickers/errorWords.ts";
import "./expressions.css";

const loadDefaults = (signal: AbortSignal) => guildApi.sounds.defaults({ signal });

/** The sounds of a server, and those that every server has. */
export function SoundboardSection({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => guildApi.sounds.list(guild.id, { signal }), [guild.id]);
  const { data, error, reload } = useLoaded(load);
  const defaults = useLoaded(loadDefaults).data ?? [];
  useNews(guild.soundboard_sounds, reload);
  const { mayCreate, mayChange } = useMayChange(guild.id);
  const player = usePlayer();
  const [edited, setEdited] = useState<APISoundboardSound | "new" | null>(null);
  const [doomed, setDoomed] = useState<APISoundboardSound | null>(null);
  return (
    <>
      <SectionHead title={m.sound_title()} lead={m.sound_lead()} />
      <section>
        <div className="section-head">
          <h2 className="h-section">{m.sound_own()}</h2>
          {mayCreate ? (
            <Button size="sm" icon={Plus} onPress={() => setEdited("new")}>
              {m.sound_new()}
            </Button>
          ) : null}
        </div>
        {data === null ? (
          <Loading error={error} reload={() => void reload()} rows={3} />
        ) : data.length === 0 ? (
          <EmptyState icon={AudioLines} tone="muted" title={m.sound_none_title()}>
            {m.sound_none()}
          </EmptyState>
        ) : (
          <ul className="card session-list" aria-label={m.sound_own()}>
            {data.map((sound) => (
              <Row
                key={sound.sound_id}
                sound={sound}
                player={player}
                about={[
                  sound.user && m.sticker_by({ name: nameOf(sound.user) }),
                  sound.volume < 1 && m.sound_volume_of({ percent: formatPercent(sound.volume) }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              >
                {mayChange(sound.user?.id) ? (
                  <>
                    <IconButton
                      icon={Pencil}
                      label={m.sound_edit_of({ name: sound.name })}
                      onPress={() => setEdited(sound)}
                    />
                    <IconButton
                      icon={Trash2}
                      label={m.sound_delete_of({ name: sound.name })}
                      onPress={() => setDoomed(sound)}
                    />
                  </>
                ) : null}
              </Row>
            ))}
          </ul>
        )}
      </section>
      {defaults.length > 0 ? (
        <section>
          <h2 className="h-section">{m.sound_defaults()}</h2>
          <ul className="card session-list sound-defaults" aria-label={m.sound_defaults()}>
            {defaults.map((sound) => (
              <Row key={sound.sound_id} sound={sound} player={player} about="" />
            ))}
          </ul>
        </section>
      ) : null}
      {edited ? (
        <SoundDialog
          guild={guild}
          sound={edited === "new" ? null : edited}
          player={player}
          onSaved={() => void reload()}
          onClose={() => {
            player.stop();
            setEdited(null);
          }}
        />
      ) : null}
      {doomed ? (
        <ConfirmDialog
          question={m.sound_delete_question({ name: doomed.name })}
          confirmLabel={m.sound_delete()}
          isDanger
          isOpen
          onOpenChange={() => setDoomed(null)}
          onConfirm={async () => {
            await guildApi.sounds.remove(guild.id, doomed.sound_id);
            await reload();
          }}
        >
          {m.sound_delete_text()}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function Row({
  sound,
  player,
  about,
  children,
}: {
  sound: APISoundboardSound;
  player: Player;
  about: string;
  children?: ReactNode;
}) {
  const { sound_id: id, emoji_name, volume } = sound;
  const name = soundName(sound);
  const isPlaying = player.playing === id;
  return (
    <li className="session-row sound-row">
      <IconButton
        icon={isPlaying ? Square : Play}
        label={isPlaying ? m.sound_stop({ name }) : m.sound_play({ name })}
        onPress={() => (isPlaying ? player.stop() : player.play(id, soundUrl(id), volume))}
      />
      <span className="sound-emoji" aria-hidden>
        {emoji_name ?? "🎵"}
      </span>
      <span className="txt">
        <b className="truncate">{name}</b>
        {about ? <span>{about}</span> : null}
      </span>
      {children}
    </li>
  );
}
