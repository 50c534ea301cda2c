import * as m from "../../paraglide/messages.js";
import { Select } from "../../ui/Select.tsx";

const LIMITS = [0, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 99];
const BITRATES = [8_000, 16_000, 32_000, 64_000, 96_000, 128_000, 256_000, 384_000];

interface Draft {
  limit: number;
  bitrate: number;
}

/** How many a voice channel or stage has room for, and how it will sound. */
export function VoiceSettings({
  draft,
  before,
  onChange,
}: {
  draft: Draft;
  before: Draft;
  onChange: (change: Partial<Draft>) => void;
}) {
  return (
    <>
      <Select
        label={m.voice_limit()}
        hint={m.voice_limit_hint()}
        value={String(draft.limit)}
        onChange={(limit) => onChange({ limit: Number(limit) })}
        options={withOwn(LIMITS, before.limit).map((count) => ({
          id: String(count),
          label: count === 0 ? m.voice_limit_none() : m.voice_limit_of({ count }),
        }))}
      />
      <Select
        label={m.voice_bitrate()}
        value={String(draft.bitrate)}
        onChange={(bitrate) => onChange({ bitrate: Number(bitrate) })}
        options={withOwn(BITRATES, before.bitrate).map((bits) => ({
          id: String(bits),
          label: m.voice_bitrate_of({ kbps: bits / 1000 }),
        }))}
      />
    </>
  );
}

/** A program may have chosen what is not offered. */
const withOwn = (offered: readonly number[], own: number): number[] =>
  [...new Set([...offered, own])].sort((a, b) => a - b);
