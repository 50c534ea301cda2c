import { useMemo } from "react";
import { store, useSelf } from "../../../state/store.ts";
import { useConversation } from "../context.ts";
import { fromWire, toWire } from "./outgoing.ts";

/** Between what people type here and what the wire carries. */
export function useOutgoing() {
  const { channel } = useConversation();
  const self = useSelf();
  return useMemo(() => {
    const people = [self, ...channel.recipients].map((user) => ({ id: user.id, name: user.username }));
    const known = new Set(people.map((person) => person.name.toLowerCase()));
    const rooms = () =>
      Object.values(store.get().privateChannels).flatMap((room) =>
        room.name ? [{ id: room.id, name: room.name }] : [],
      );
    return {
      isName: (name: string) =>
        known.has(name) || known.has(name.replace(/\.+$/, "")) || name === "everyone" || name === "here",
      /** Waits for the emoji's names only when one was typed and they are not here yet. */
      async encode(typed: string): Promise<string> {
        const emoji = /:[\w+-]{2,}:/.test(typed) ? await codeReplacer().catch(() => undefined) : undefined;
        return toWire(typed, { people, rooms: rooms(), emoji });
      },
      decode: (content: string) =>
        fromWire(content, {
          person: (id) => people.find((person) => person.id === id)?.name,
          room: (id) => store.get().privateChannels[id]?.name ?? undefined,
        }),
    };
  }, [channel, self]);
}

async function codeReplacer(): Promise<(text: string) => string> {
  const [{ replaceCodes }, { readTone }, { loadEmoji }] = await Promise.all([
    import("../../../emoji/emoji.ts"),
    import("../../../emoji/habits.ts"),
    import("../../../emoji/load.ts"),
  ]);
  const index = await loadEmoji();
  return (text) => replaceCodes(text, index, readTone());
}
