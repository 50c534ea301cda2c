/** Recordings made of frames that say nothing: only their containers count. */

/** MP3 of `frames` frames (MPEG 1, layer III, 64 kbit/s, 48 kHz: 192 bytes, 24 ms each). */
export function mp3(frames: number): Uint8Array {
  const frame = Buffer.alloc(192);
  frame.writeUInt32BE(0xfffb5400);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

/** The same with a title in front. */
export function taggedMp3(frames: number): Uint8Array {
  const title = Buffer.from("SECRET-TITLE");
  const tag = Buffer.concat([Buffer.from("ID3\x03\0\0\0\0\0\0", "latin1"), title]);
  tag[9] = title.length;
  return Buffer.concat([tag, mp3(frames)]);
}

/** Ogg Opus of `packets` packets of 20 ms; `granule` is what it says of its own length, in samples. */
export function opus(packets: number, granule = packets * 960): Uint8Array {
  const head = Buffer.alloc(19);
  head.write("OpusHead", "latin1");
  head.set([1, 1], 8);
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.concat([Buffer.from("OpusTags", "latin1"), Buffer.alloc(8)]);
  // Configuration 31: 20 ms of CELT; one frame.
  const packet = Buffer.from([31 << 3, 1, 2, 3]);
  const pages = [page([head], 2, 0), page([tags], 0, 0)];
  for (let sent = 0; sent < packets; sent += 200) {
    pages.push(
      page(
        Array.from({ length: Math.min(200, packets - sent) }, () => packet),
        0,
        granule,
      ),
    );
  }
  return Buffer.concat(pages);
}

function page(packets: readonly Uint8Array[], flags: number, granule: number): Buffer {
  const header = Buffer.alloc(27);
  header.write("OggS", "latin1");
  header[5] = flags;
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(7, 14);
  header[26] = packets.length;
  return Buffer.concat([header, Uint8Array.from(packets, ({ length }) => length), ...packets]);
}
