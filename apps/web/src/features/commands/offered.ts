import type { CommandIndex } from "@palabre/client";
import type { Snowflake } from "@palabre/protocol";
import { channelOf, guildIdOf } from "../../state/channel.ts";
import { commandApi } from "../../state/command-api.ts";
import { store } from "../../state/store.ts";
import { hear, onHeard } from "./hear.ts";

interface Known {
  index: CommandIndex;
  /** Milliseconds since 1970. */
  at: number;
}

/** What changes without being told (a permission, what a bot offers in its chat) is found so soon, in milliseconds. */
const FRESH = 30_000;
/** Channels whose commands are kept. */
const MOST = 30;

const known = new Map<Snowflake, Known>();
const asking = new Map<Snowflake, Promise<CommandIndex>>();
const watching = new Map<Snowflake, Set<() => void>>();

/** What is known to be offered in a channel, perhaps of a while ago. */
export const offeredIn = (channelId: Snowflake): CommandIndex | undefined => known.get(channelId)?.index;

/** What is offered in a channel now. */
export async function askOffered(channelId: Snowflake): Promise<CommandIndex> {
  hear();
  const has = known.get(channelId);
  if (has && Date.now() - has.at < FRESH) return has.index;
  const under = asking.get(channelId) ?? fetchOffered(channelId);
  asking.set(channelId, under);
  return under;
}

async function fetchOffered(channelId: Snowflake): Promise<CommandIndex> {
  const asked = Symbol();
  current.set(channelId, asked);
  try {
    const index = await commandApi.inChannel(channelId);
    // Changed while it was on its way: it is asked for again the next time.
    const at = current.get(channelId) === asked ? Date.now() : 0;
    known.delete(channelId);
    known.set(channelId, { index, at });
    for (const old of [...known.keys()].slice(0, Math.max(0, known.size - MOST))) known.delete(old);
    for (const tell of watching.get(channelId) ?? []) tell();
    return index;
  } finally {
    asking.delete(channelId);
    current.delete(channelId);
  }
}

const current = new Map<Snowflake, symbol>();

/** Tells of a channel's commands when they come, and whenever they change. Gives back what ends it. */
export function watchOffered(channelId: Snowflake, onChange: () => void): () => void {
  const all = watching.get(channelId) ?? new Set();
  watching.set(channelId, all.add(onChange));
  // Without them the list holds what needs no server.
  askOffered(channelId).catch(() => {});
  return () => {
    all.delete(onChange);
    if (all.size === 0) watching.delete(channelId);
  };
}

onHeard(({ t, d }) => {
  if (t === "READY") {
    known.clear();
    current.clear();
  } else if (t === "GUILD_APPLICATION_COMMAND_INDEX_UPDATE") {
    const { guild_id } = d as { guild_id: Snowflake };
    for (const id of new Set([...known.keys(), ...asking.keys()])) {
      const channel = channelOf(store.get(), id);
      if (channel && guildIdOf(channel) !== guild_id) continue;
      known.set(id, { index: { applications: [], application_commands: [] }, ...known.get(id), at: 0 });
      current.delete(id);
    }
  } else return;
  for (const id of watching.keys()) askOffered(id).catch(() => {});
});
