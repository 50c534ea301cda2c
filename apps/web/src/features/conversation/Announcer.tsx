import type { APIMessage, Snowflake } from "@palabre/protocol";
import { useEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { memberName } from "../../state/guilds.ts";
import { store } from "../../state/store.ts";
import { linePreview } from "./mentions.tsx";

/** Says aloud what arrives while one is here. The log itself is silent: it would read history as it scrolls. */
export function Announcer({
  messages,
  guildId,
  selfId,
  isLive,
}: {
  messages: readonly APIMessage[];
  guildId: Snowflake | null;
  selfId: Snowflake;
  isLive: boolean;
}) {
  const last = messages.at(-1);
  const first = useRef(last?.id);
  const [text, setText] = useState("");
  useEffect(() => {
    if (!last || !isLive || last.id === first.current) return;
    const isFirst = first.current === undefined;
    first.current = last.id;
    if (isFirst || last.author.id === selfId) return;
    const name = memberName(store.get(), guildId, last.author);
    setText(m.conversation_announce({ name, text: linePreview(last, guildId) }));
  }, [last, guildId, isLive, selfId]);
  return (
    <div className="vh" aria-live="polite">
      {text}
    </div>
  );
}
