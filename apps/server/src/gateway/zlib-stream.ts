import { constants, deflateRawSync } from "node:zlib";
import type { Payload } from "./payload.ts";

/**
 * `compress=zlib-stream`: all messages of a connection together are one zlib stream (RFC 1950), each message ending in a
 * flush (00 00 FF FF). The decoder keeps one context for the connection. The encoder keeps none: RFC 1951 blocks may
 * refer to what came before them but need not, so a payload's blocks are made once and put into every stream, and a
 * connection costs no 256 KB of deflate state. What is paid: repetition between messages is not squeezed out.
 */
const STREAM_HEADER = Buffer.from([0x78, 0x9c]);

const blocks = (text: string): Buffer => deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH });

/** A message of the stream. `first` opens the stream. */
export function deflateText(text: string, first: boolean): Buffer {
  return first ? Buffer.concat([STREAM_HEADER, blocks(text)]) : blocks(text);
}

/** A dispatch: its head goes in a stored block (5 bytes of header), its tail as the blocks shared by all. */
export function deflateDispatch(payload: Payload, sequence: number): Buffer {
  const head = `{"op":0,"s":${sequence}`;
  const tail = payload.deflatedTail;
  const message = Buffer.allocUnsafe(5 + head.length + tail.length);
  message[0] = 0;
  message.writeUInt16LE(head.length, 1);
  message.writeUInt16LE(~head.length & 0xffff, 3);
  message.write(head, 5, "latin1");
  message.set(tail, 5 + head.length);
  return message;
}
