import { useMemo } from "react";
import { guildIdOf } from "../../../state/channel.ts";
import { store } from "../../../state/store.ts";
import { textNames } from "../../../state/text-names.ts";
import type { State } from "../../../state/types.ts";
import { useConversation } from "../context.ts";
import { nameable } from "./nameable.ts";
import { fromWire, toWire } from "./outgoing.ts";

/** Between what people type here and what the wire carries. */
export function useOutgoing() {
  const { channel } = useConversation();
  return useMemo(() => {
    const guildId = guildIdOf(channel);
    let known: { of: unknown[]; names: Set<string> } | undefined;
    /** Asked for every letter typed: made anew only when somebody was heard of meanwhile. */
    const names = (state: State) => {
      const of = [state.members[guildId ?? ""], state.roles[guildId ?? ""]];
      if (known?.of.every((one, n) => one === of[n])) return known.names;
      const { people, roles } = nameable(state, channel);
      known = { of, names: new Set([...people, ...roles].map((one) => one.name.toLowerCase())) };
      return known.names;
    };
    return {
      isName(name: string) {
        const all = names(store.get());
        return all.has(name) || all.has(name.replace(/\.+$/, "")) || name === "everyone" || name === "here";
      },
      /** Waits for the emoji's names only when one was typed and they are not here yet. */
      async encode(typed: string): Promise<string> {
        const emoji = /:[\w+-]{2,}:/.test(typed)
          ? await codeReplacer(channel.id).catch(() => undefined)
          : undefined;
        return toWire(typed, { ...nameable(store.get(), channel), emoji });
      },
      decode(content: string): string {
        const state = store.get();
        const { people } = nameable(state, channel);
        const { channel: room, role } = textNames(state, guildId);
        return fromWire(content, {
          person: (id) => people.find((one) => one.id === id)?.name,
          room,
          role,
          // Of other servers' emojis the name may mean something else: they stay as they are written.
          emoji: (name, id) =>
            state.guilds[guildId ?? ""]?.emojis?.find((one) => one.name === name)?.id === id,
        });
      },
    };
  }, [channel]);
}

async function codeReplacer(channelId: string): Promise<(text: string) => string> {
  const [{ replaceCodes }, { createNames }, { readTone }, { loadEmoji }] = await Promise.all([
    import("../../../emoji/emoji.ts"),
    import("../../../emoji/custom.ts"),
    import("../../../emoji/habits.ts"),
    import("../../../emoji/load.ts"),
  ]);
  const index = await loadEmoji();
  const names = createNames(store.get(), channelId);
  return (text) => replaceCodes(text, index, readTone(), names);
}
