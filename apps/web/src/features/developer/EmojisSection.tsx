import { LIMITS } from "@palabre/protocol";
import type { APIEmoji } from "discord-api-types/v10";
import { Copy, Smile } from "lucide-react";
import { useCallback, useState } from "react";
import { copyAndTell } from "../../code/copyAndTell.ts";
import { emojiText } from "../../emoji/text.ts";
import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { DeleteEmoji } from "../emojis/DeleteEmoji.tsx";
import { EmojiRow } from "../emojis/EmojiRow.tsx";
import { EmojiUpload } from "../emojis/EmojiUpload.tsx";
import { Loading } from "../server-settings/Loading.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import type { ApplicationProps } from "./application.ts";

/** Emoji that the bot has everywhere, and what it writes for each. */
export function EmojisSection({ application: { id } }: ApplicationProps) {
  const load = useCallback((signal: AbortSignal) => applicationApi.emojis.list(id, { signal }), [id]);
  const { data, error, reload, setData } = useLoaded(load);
  const [doomed, setDoomed] = useState<APIEmoji | null>(null);
  const change = (to: (items: APIEmoji[]) => APIEmoji[]) =>
    setData((before) => ({ items: to(before?.items ?? []) }));
  const max = formatNumber(LIMITS.applicationEmojis);
  return (
    <>
      <SectionHead title={m.emoji_title()} lead={m.emoji_app_lead({ max })} />
      <EmojiUpload
        onUpload={async (body) => {
          const made = await applicationApi.emojis.create(id, body);
          change((items) => [...items, made]);
        }}
      />
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.items.length === 0 ? (
        <EmptyState icon={Smile} tone="muted" level={2} title={m.emoji_none_title()}>
          {m.emoji_none()}
        </EmptyState>
      ) : (
        <section>
          <div className="section-head">
            <h2 className="h-section">{m.emoji_app_list()}</h2>
            <span className="muted tnum">{m.emoji_count({ count: data.items.length, max })}</span>
          </div>
          <ul className="card emoji-lines" aria-label={m.emoji_app_list()}>
            {data.items.map((emoji) => (
              <EmojiRow
                key={emoji.id}
                id={emoji.id ?? ""}
                name={emoji.name ?? ""}
                animated={emoji.animated ?? false}
                onRename={async (name) => {
                  const renamed = await applicationApi.emojis.rename(id, emoji.id ?? "", name);
                  change((items) => items.map((one) => (one.id === renamed.id ? renamed : one)));
                }}
                onDelete={() => setDoomed(emoji)}
              >
                <code className="emoji-code truncate">{emojiText(emoji)}</code>
                <IconButton
                  icon={Copy}
                  size="sm"
                  label={m.emoji_copy({ text: emojiText(emoji) })}
                  onPress={() => void copyAndTell(emojiText(emoji))}
                />
              </EmojiRow>
            ))}
          </ul>
        </section>
      )}
      {doomed ? (
        <DeleteEmoji
          name={doomed.name ?? ""}
          onConfirm={async () => {
            await applicationApi.emojis.remove(id, doomed.id ?? "");
            change((items) => items.filter((one) => one.id !== doomed.id));
          }}
          onClose={() => setDoomed(null)}
        />
      ) : null}
    </>
  );
}
