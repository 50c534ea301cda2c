import { CHANNEL_BITS, STAGE_BITS, TEXT_BITS, VOICE_BITS } from "@palabre/protocol";

/** The permissions that matter in a channel of this type. */
export function bitsOfChannel(type: number): bigint {
  if (type === 2) return VOICE_BITS;
  if (type === 13) return STAGE_BITS;
  return type === 4 ? CHANNEL_BITS : TEXT_BITS;
}
