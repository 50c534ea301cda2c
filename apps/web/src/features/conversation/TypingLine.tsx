import { formatLocale } from "../../i18n/locale.ts";
import * as m from "../../paraglide/messages.js";
import { useSelector, useTyping } from "../../state/store.ts";
import { textNames } from "../../state/text-names.ts";
import { Kbd } from "../../ui/Kbd.tsx";
import { Rich, slot } from "./Rich.tsx";

const NAMED = 3;

/** Under the composer: who types, and the keys. The line is always there, so nothing moves when somebody begins. */
export function TypingLine({ channelId, sendWith }: { channelId: string; sendWith: "enter" | "ctrl_enter" }) {
  const ids = useTyping(channelId);
  const names = useSelector((state) =>
    ids.flatMap((id) => textNames(state, state.guildOf[channelId] ?? null).user(id) ?? []).join("\0"),
  );
  const who = names === "" ? [] : names.split("\0");
  return (
    <div className="under">
      {who.length > 0 ? (
        <>
          <span className="typing" aria-hidden>
            <i />
            <i />
            <i />
          </span>
          <span className="truncate">{sentence(who)}</span>
        </>
      ) : null}
      <span className="grow" />
      <span className="keys">
        <Kbd keys={sendWith === "enter" ? "enter" : "mod+enter"} /> {m.conversation_key_sends()}{" "}
        <Kbd keys={sendWith === "enter" ? "shift+enter" : "enter"} /> {m.conversation_key_breaks()}
      </span>
    </div>
  );
}

function sentence(who: readonly string[]) {
  if (who.length > NAMED) return m.conversation_typing_many({ count: who.length });
  const list = new Intl.ListFormat(formatLocale(), { type: "conjunction" }).formatToParts(who);
  return (
    <Rich
      text={m.conversation_typing({ names: slot(0), count: who.length })}
      parts={[
        list.map((part, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name.
          part.type === "element" ? <b key={index}>{part.value}</b> : part.value,
        ),
      ]}
    />
  );
}
