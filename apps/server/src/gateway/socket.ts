import { deflateSync } from "node:zlib";
import type { ServerWebSocket } from "bun";
import { GatewayOpcodes } from "discord-api-types/v10";
import type { DevicePresence } from "./frames.ts";
import type { Payload } from "./payload.ts";
import type { Session } from "./session.ts";
import { deflateDispatch, deflateText } from "./zlib-stream.ts";

/** What the upgrade leaves for the socket that it opens. */
export interface SocketData {
  /** The cookie's token, when the page that opens the socket is our own. */
  cookieToken: string;
  address: string;
  /** Where to come back to. */
  gatewayUrl: string;
  zlibStream: boolean;
  /** Why the connection cannot be served: a close code and words for it. */
  refusal: { code: number; reason: string } | undefined;
  socket: GatewaySocket | undefined;
}

const HEARTBEAT_ACK = `{"op":${GatewayOpcodes.HeartbeatAck}}`;

/** IDENTIFY's `compress` squeezes each payload alone, which pays for large ones only. */
const COMPRESS_FROM_BYTES = 1_024;

/** One connection. It knows how to write; what to write is decided elsewhere. */
export class GatewaySocket {
  readonly ws: ServerWebSocket<SocketData>;
  /** open: may identify. starting: an IDENTIFY or RESUME is being answered. live: has a session. */
  state: "open" | "starting" | "live" | "closed" = "open";
  session: Session | undefined;
  /** The reader is behind; nothing is written until `drain`. */
  blocked = false;
  compress = false;
  /** Since when it may, and does not, identify. */
  openSince: number;
  lastBeat: number;
  windowStart: number;
  windowFrames = 0;
  presenceStart = 0;
  presenceChanges = 0;
  /** A presence that came too soon after others, or before READY. */
  pendingPresence: DevicePresence | undefined;
  #streamOpen = false;

  constructor(ws: ServerWebSocket<SocketData>, now: number) {
    this.ws = ws;
    this.openSince = now;
    this.lastBeat = now;
    this.windowStart = now;
  }

  /** Writes something that is no numbered dispatch. */
  write(op: GatewayOpcodes, d: unknown): void {
    this.writeText(JSON.stringify({ op, d, s: null, t: null }));
  }

  acknowledge(): void {
    this.writeText(HEARTBEAT_ACK);
  }

  writeText(text: string): void {
    if (this.ws.data.zlibStream) {
      this.ws.sendBinary(deflateText(text, !this.#streamOpen));
      this.#streamOpen = true;
    } else if (this.compress && text.length >= COMPRESS_FROM_BYTES) {
      this.ws.sendBinary(deflateSync(text));
    } else {
      this.ws.sendText(text);
    }
  }

  /** As Bun's `send`: bytes; -1 when it is queued behind a slow reader; 0 when the connection is gone. */
  writeDispatch(payload: Payload, sequence: number): number {
    if (this.ws.data.zlibStream) return this.ws.sendBinary(deflateDispatch(payload, sequence));
    if (this.compress && payload.bytes >= COMPRESS_FROM_BYTES)
      return this.ws.sendBinary(deflateSync(payload.frame(sequence)));
    return this.ws.sendText(payload.frame(sequence));
  }
}
