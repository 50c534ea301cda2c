/**
 * How long a recording plays, measured by walking its container rather than believing what it says of itself.
 * Sources: RFC 3533 (Ogg), RFC 7845 (Ogg Opus), RFC 6716 (Opus packets), ISO 11172-3 and 13818-3 (MPEG audio).
 */

export interface Measured {
  /** Of its address. */
  type: "audio/ogg" | "audio/mpeg";
  /** Milliseconds. */
  length: number;
  /** What is kept: of MPEG audio the frames alone, without tags. */
  bytes: Uint8Array;
}

/** Null for what is neither Ogg Opus nor MP3, or broken. */
export function measureSound(bytes: Uint8Array): Measured | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.toString("latin1", 0, 4) === "OggS" ? measureOpus(view) : measureMp3(view);
}

/** Of one logical stream, as recorders write it; several chained or woven together are refused. */
function measureOpus(bytes: Buffer): Measured | null {
  const packets = readPackets(bytes);
  if (!packets) return null;
  const [head, tags, ...sound] = packets;
  if (head?.toString("latin1", 0, 8) !== "OpusHead" || head.length < 19) return null;
  if (tags?.toString("latin1", 0, 8) !== "OpusTags" || sound.length === 0) return null;
  let samples = 0;
  for (const packet of sound) {
    const length = samplesOf(packet);
    if (length === null) return null;
    samples += length;
  }
  return { type: "audio/ogg", length: Math.max(0, samples - head.readUInt16LE(10)) / 48, bytes };
}

/** Every packet of the one stream; null when pages are broken, missing, or of another stream. */
function readPackets(bytes: Buffer): Buffer[] | null {
  const packets: Buffer[] = [];
  let open: Buffer[] = [];
  let serial: number | undefined;
  for (let at = 0; at < bytes.length; ) {
    if (at + 27 > bytes.length || bytes.toString("latin1", at, at + 4) !== "OggS") return null;
    const table = at + 27;
    const segments = bytes.readUInt8(at + 26);
    if (table + segments > bytes.length) return null;
    serial ??= bytes.readUInt32LE(at + 14);
    if (bytes.readUInt32LE(at + 14) !== serial) return null;
    let from = table + segments;
    for (let i = 0; i < segments; i++) {
      const size = bytes.readUInt8(table + i);
      if (from + size > bytes.length) return null;
      open.push(bytes.subarray(from, from + size));
      from += size;
      if (size === 255) continue;
      packets.push(open.length === 1 && open[0] ? open[0] : Buffer.concat(open));
      open = [];
    }
    at = from;
  }
  return packets;
}

/** Samples of one frame at 48 kHz by the upper five bits of a packet's first byte. */
function frameSamples(config: number): number {
  if (config < 12) return [480, 960, 1_920, 2_880][config % 4] ?? 0;
  if (config < 16) return [480, 960][config % 2] ?? 0;
  return [120, 240, 480, 960][config % 4] ?? 0;
}

/** Samples of one Opus packet at 48 kHz; null when it is none. */
function samplesOf(packet: Buffer): number | null {
  const [toc, count = 0] = packet;
  if (toc === undefined) return null;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : count & 63;
  const samples = frames * frameSamples(toc >> 3);
  // No packet lasts longer than 120 ms.
  return frames > 0 && samples <= 5_760 ? samples : null;
}

/** Kilobits a second of layer III, by the header's four bits: MPEG 1, and MPEG 2 and 2.5. */
const RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const HERTZ = [44_100, 48_000, 32_000];

interface Frame {
  bytes: number;
  milliseconds: number;
}

/** One frame of layer III; null when there is none. */
function frameAt(bytes: Buffer, at: number): Frame | null {
  if (at + 4 > bytes.length) return null;
  const header = bytes.readUInt32BE(at);
  if (header >>> 21 !== 0x7ff) return null;
  const version = (header >>> 19) & 3;
  const isLayer3 = ((header >>> 17) & 3) === 1;
  const rate = (version === 3 ? RATES_1 : RATES_2)[(header >>> 12) & 15];
  const hertz = HERTZ[(header >>> 10) & 3];
  if (version === 1 || !isLayer3 || !rate || !hertz) return null;
  const divisor = version === 3 ? 1 : version === 2 ? 2 : 4;
  const samples = version === 3 ? 1_152 : 576;
  const perSecond = hertz / divisor;
  const padding = (header >>> 9) & 1;
  return {
    bytes: Math.floor((samples / 8) * ((rate * 1_000) / perSecond)) + padding,
    milliseconds: (samples * 1_000) / perSecond,
  };
}

/** Between two tags there are frames and nothing else: what a decoder would look for further on is not measured. */
function measureMp3(bytes: Buffer): Measured | null {
  const start = afterId3(bytes);
  let at = start;
  let length = 0;
  for (let frame = frameAt(bytes, at); frame !== null; frame = frameAt(bytes, at)) {
    if (at + frame.bytes > bytes.length) break;
    at += frame.bytes;
    length += frame.milliseconds;
  }
  const rest = bytes.subarray(at);
  const mark = rest.toString("latin1", 0, 8);
  const isEnd = rest.length < 4 || frameAt(bytes, at) !== null || /^(TAG|APETAGEX|3DI)/.test(mark);
  if (length === 0 || !isEnd) return null;
  return { type: "audio/mpeg", length, bytes: bytes.subarray(start, at) };
}

/** Where frames begin, behind a tag that says its size in four times seven bits. */
function afterId3(bytes: Buffer): number {
  if (bytes.length < 10 || bytes.toString("latin1", 0, 3) !== "ID3") return 0;
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (bytes.readUInt8(at) & 127), 0);
  return 10 + size + ((bytes.readUInt8(5) & 0x10) === 0 ? 0 : 10);
}
