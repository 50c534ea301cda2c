import type { APISoundboardSound } from "discord-api-types/v10";

/**
 * The sounds that every server has, made of a few sines and some noise when they are first asked for: there is nothing
 * to ship. Uncompressed (WAV), since every browser plays that.
 */

const HERTZ = 24_000;

/** The pressure at a time in seconds; -1 to 1. */
type Voice = (time: number) => number;

const sine = (hertz: number, time: number) => Math.sin(2 * Math.PI * hertz * time);
/** A strike at `from` that dies away with the given half-life. */
const struck = (time: number, from: number, half: number) =>
  time < from ? 0 : Math.min(1, (time - from) * 200) * 2 ** (-(time - from) / half);
/** As loud from `from` to `to`, with soft edges. */
const held = (time: number, from: number, to: number) =>
  Math.max(0, Math.min(1, (time - from) * 60, (to - time) * 30));

/** The same noise every time: a sound is what it is. */
function noise(time: number): number {
  const seed = Math.imul(Math.floor(time * HERTZ) + 1, 0x9e3779b1);
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 31 - 1;
}

const bell = (hertz: number, time: number) =>
  sine(hertz, time) + 0.4 * sine(hertz * 2.76, time) + 0.2 * sine(hertz * 5.4, time);
/** Odd overtones, as brass and reeds have them. */
const reed = (hertz: number, time: number) =>
  sine(hertz, time) + 0.5 * sine(hertz * 3, time) + 0.25 * sine(hertz * 5, time);

const drum = (time: number, from: number) =>
  struck(time, from, 0.05) * sine(150 - 60 * Math.min(1, (time - from) * 8), time - from);

const MADE: readonly [name: string, emoji: string, seconds: number, voice: Voice][] = [
  ["Ding", "🔔", 1.4, (t) => 0.5 * struck(t, 0, 0.18) * bell(880, t)],
  [
    "Ta-da",
    "🎉",
    1.5,
    (t) =>
      held(t, 0, 0.14) * 0.35 * reed(392, t) +
      held(t, 0.18, 1.4) * 0.2 * (reed(523.25, t) + reed(659.25, t) + reed(783.99, t)) * 2 ** -t,
  ],
  [
    "Rimshot",
    "🥁",
    1.3,
    (t) => 0.9 * drum(t, 0) + 0.9 * drum(t, 0.2) + 0.4 * struck(t, 0.42, 0.16) * noise(t),
  ],
  [
    "Oh no",
    "📉",
    2,
    (t) =>
      [311.13, 293.66, 277.18, 261.63].reduce((sum, hertz, i) => {
        const last = i === 3;
        const wobble = last ? 0.35 * Math.sin(2 * Math.PI * 6 * t) : 0;
        return (
          sum + held(t, i * 0.38, last ? 1.95 : i * 0.38 + 0.34) * 0.4 * Math.sin(phase(hertz, t) + wobble)
        );
      }, 0),
  ],
  [
    "Crickets",
    "🦗",
    2.2,
    (t) => 0.35 * sine(4_300, t) * held(t % 0.75, 0.05, 0.45) * (0.5 + 0.5 * sine(28, t)) ** 3,
  ],
  [
    "Applause",
    "👏",
    2.4,
    (t) => 0.5 * noise(t) * (0.4 + 0.6 * Math.abs(noise(Math.floor(t * 90) / 90))) * held(t / 4, 0, 0.6),
  ],
];

const phase = (hertz: number, time: number) => 2 * Math.PI * hertz * time;

const SOUNDS: readonly APISoundboardSound[] = MADE.map(([name, emoji], index) => ({
  sound_id: String(index + 1),
  name,
  volume: 1,
  emoji_id: null,
  emoji_name: emoji,
  available: true,
}));

export const listDefaultSounds = (): readonly APISoundboardSound[] => SOUNDS;

const recorded = new Map<string, Uint8Array<ArrayBuffer>>();

/** One of them as a WAV; undefined for what is none. */
export function defaultSound(id: string): Uint8Array<ArrayBuffer> | undefined {
  const known = recorded.get(id);
  if (known) return known;
  const [, , seconds, voice] = MADE[Number(id) - 1] ?? [];
  if (seconds === undefined || voice === undefined) return undefined;
  const wav = toWav(seconds, voice);
  recorded.set(id, wav);
  return wav;
}

/** One channel of 16 bits. */
function toWav(seconds: number, voice: Voice): Uint8Array<ArrayBuffer> {
  const count = Math.round(seconds * HERTZ);
  const wav = Buffer.from(new ArrayBuffer(44 + count * 2));
  wav.write("RIFF", 0, "latin1");
  wav.writeUInt32LE(36 + count * 2, 4);
  wav.write("WAVEfmt ", 8, "latin1");
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(HERTZ, 24);
  wav.writeUInt32LE(HERTZ * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36, "latin1");
  wav.writeUInt32LE(count * 2, 40);
  for (let i = 0; i < count; i++) {
    const level = Math.tanh(voice(i / HERTZ) * held(i / HERTZ, -1, seconds));
    wav.writeInt16LE(Math.round(level * 32_000), 44 + i * 2);
  }
  return new Uint8Array(wav.buffer, wav.byteOffset, wav.length);
}
