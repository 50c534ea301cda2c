import { expect, test } from "bun:test";
import { mp3, opus, taggedMp3 } from "../../../tests/sounds.ts";
import { defaultSound, listDefaultSounds } from "./default-sounds.ts";
import { measureSound } from "./measure-sound.ts";

test("the frames of an MP3 are counted, and kept without its tags", () => {
  expect(measureSound(mp3(50))).toMatchObject({ type: "audio/mpeg", length: 50 * 24 });
  const tagged = measureSound(taggedMp3(50));
  expect(tagged?.length).toBe(50 * 24);
  expect(Buffer.from(tagged?.bytes ?? [])).toEqual(Buffer.from(mp3(50)));
});

test("the packets of an Ogg Opus count, not what it says of itself", () => {
  expect(measureSound(opus(50))).toMatchObject({ type: "audio/ogg", length: 1_000 });
  expect(measureSound(opus(500, 960))?.length).toBe(10_000);
});

test.each<[string, Uint8Array]>([
  ["text", Buffer.from("nothing of the kind")],
  ["nothing", new Uint8Array()],
  ["a page cut short", opus(50).subarray(0, 100)],
  ["two streams", Buffer.concat([opus(5), opus(5).map((byte, i) => (i === 14 ? 8 : byte))])],
  ["an MP3 that goes on with something else", Buffer.concat([mp3(5), Buffer.alloc(500_000, 0x41)])],
  ["a tag alone", taggedMp3(0)],
])("%s is no sound", (_, bytes) => {
  expect(measureSound(bytes)).toBeNull();
});

test("our own sounds are whole, loud enough and not too loud", () => {
  for (const { sound_id } of listDefaultSounds()) {
    const wav = Buffer.from(defaultSound(sound_id) ?? []);
    expect(wav.toString("latin1", 0, 4)).toBe("RIFF");
    expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
    const levels = new Int16Array(wav.buffer, wav.byteOffset + 44);
    const peak = levels.reduce((most, level) => Math.max(most, Math.abs(level)), 0);
    expect(peak).toBeGreaterThan(6_000);
    expect(peak).toBeLessThan(32_500);
  }
  expect(defaultSound("99")).toBeUndefined();
});
