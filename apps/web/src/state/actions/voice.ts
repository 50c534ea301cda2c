import type { Snowflake } from "@palabre/protocol";
import { gateway } from "../gateway.ts";

/** Milliseconds in which what several channels want becomes one request. */
const GATHER = 50;
const wanted = new Set<Snowflake>();

/** Asks what the voice channels of a server say of themselves. What comes back is in `useVoiceInfo`. */
export function wantVoiceInfo(guildId: Snowflake): void {
  if (wanted.size === 0) setTimeout(ask, GATHER);
  wanted.add(guildId);
}

function ask(): void {
  for (const id of wanted) gateway()?.requestChannelInfo(id);
  wanted.clear();
}
