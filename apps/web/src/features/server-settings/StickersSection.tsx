import type { APISticker } from "discord-api-types/v10";
import { Pencil, Plus, Sticker, Trash2 } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { stickerUrl } from "../../stickers/sticker.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { Loading } from "./Loading.tsx";
import { StickerDialog } from "./StickerDialog.tsx";
import { useMayChange } from "./useMayChange.ts";
import "../../stickers/errorWords.ts";
import "./expressions.css";

/** The pictures of a server; who brought each is asked for anew whenever somebody changes them. */
export function StickersSection({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => guildApi.stickers.list(guild.id, { signal }), [guild.id]);
  const { data, error, reload } = useLoaded(load);
  useNews(guild.stickers, reload);
  const { mayCreate, mayChange } = useMayChange(guild.id);
  const [edited, setEdited] = useState<APISticker | "new" | null>(null);
  const [doomed, setDoomed] = useState<APISticker | null>(null);
  return (
    <>
      <SectionHead title={m.sticker_title()} lead={m.sticker_lead()} />
      {mayCreate ? (
        <div className="row">
          <Button variant="primary" icon={Plus} onPress={() => setEdited("new")}>
            {m.sticker_new()}
          </Button>
        </div>
      ) : null}
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.length === 0 ? (
        <EmptyState icon={Sticker} tone="muted" level={2} title={m.sticker_none_title()}>
          {m.sticker_none()}
        </EmptyState>
      ) : (
        <ul className="sticker-cards" aria-label={m.sticker_title()}>
          {data.map((sticker) => (
            <li key={sticker.id} className="card sticker-card">
              <img
                src={stickerUrl(sticker)}
                alt={sticker.description || sticker.name}
                width={96}
                height={96}
                loading="lazy"
              />
              <b className="truncate">{sticker.name}</b>
              <span className="muted truncate">
                {sticker.user ? m.sticker_by({ name: nameOf(sticker.user) }) : sticker.description}
              </span>
              {mayChange(sticker.user?.id) ? (
                <span className="sticker-acts">
                  <IconButton
                    icon={Pencil}
                    label={m.sticker_edit_of({ name: sticker.name })}
                    onPress={() => setEdited(sticker)}
                  />
                  <IconButton
                    icon={Trash2}
                    label={m.sticker_delete_of({ name: sticker.name })}
                    onPress={() => setDoomed(sticker)}
                  />
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {edited ? (
        <StickerDialog
          guild={guild}
          sticker={edited === "new" ? null : edited}
          onSaved={() => void reload()}
          onClose={() => setEdited(null)}
        />
      ) : null}
      {doomed ? (
        <ConfirmDialog
          question={m.sticker_delete_question({ name: doomed.name })}
          confirmLabel={m.sticker_delete()}
          isDanger
          isOpen
          onOpenChange={() => setDoomed(null)}
          onConfirm={async () => {
            await guildApi.stickers.remove(guild.id, doomed.id);
            await reload();
          }}
        >
          {m.sticker_delete_text()}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** Asks again when what the server tells of is another; not at first, when it was asked anyhow. */
export function useNews(told: unknown, reload: () => Promise<void>): void {
  const before = useRef(told);
  useEffect(() => {
    if (before.current === told) return;
    before.current = told;
    void reload();
  }, [told, reload]);
}
