import type { Snowflake } from "@palabre/protocol";

const KEY = "palabre.last-channels";
/** Servers whose last channel is remembered, the one visited last at the end. */
const KEPT = 200;

/** The channel of a server that one was in last, on this device. */
export function lastChannel(guildId: Snowflake): Snowflake | undefined {
  return read().find(([guild]) => guild === guildId)?.[1];
}

/** Null forgets it. */
export function keepChannel(guildId: Snowflake, channelId: Snowflake | null): void {
  const known = read();
  const [last] = known.slice(-1);
  if (last?.[0] === guildId && last[1] === channelId) return;
  const others = known.filter(([guild]) => guild !== guildId);
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify([...others, ...(channelId ? [[guildId, channelId]] : [])].slice(-KEPT)),
    );
  } catch {
    // Private windows may refuse storage.
  }
}

function read(): [guildId: Snowflake, channelId: Snowflake][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => Array.isArray(one) && one.length === 2) : [];
  } catch {
    return [];
  }
}
