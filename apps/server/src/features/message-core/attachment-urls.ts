import { createHmac, timingSafeEqual } from "node:crypto";

const HOUR = 3600;
/** Addresses made within one window are the same, so that a browser's cache knows them. Seconds. */
const WINDOW = 12 * HOUR;
/** An address is good for at least this long after it was made. Seconds. */
const LIFETIME = 24 * HOUR;

/** Makes and checks the signed, expiring addresses of a channel's files. */
export interface AttachmentUrls {
  sign(channelId: string, attachmentId: string, filename: string): string;
}

/**
 * Addresses below `base` (`https://chat.example.org`). The signature covers channel, attachment and times, neither the
 * file's name nor the size one wants it in.
 */
export function createAttachmentUrls(secret: Uint8Array, base: string, now = Date.now): AttachmentUrls {
  return {
    sign(channelId, attachmentId, filename) {
      const issued = Math.floor(now() / 1000 / WINDOW) * WINDOW;
      const is = issued.toString(16);
      const ex = (issued + WINDOW + LIFETIME).toString(16);
      const hm = signature(secret, channelId, attachmentId, ex, is).toString("hex");
      const path = `/attachments/${channelId}/${attachmentId}/${encodeURIComponent(filename)}`;
      return `${base}${path}?ex=${ex}&is=${is}&hm=${hm}`;
    },
  };
}

/** Whether `query` is a signature of ours over this attachment that has not expired. */
export function isSigned(
  secret: Uint8Array,
  channelId: string,
  attachmentId: string,
  query: { ex?: string; is?: string; hm?: string },
  now = Date.now(),
): boolean {
  const { ex = "", is = "", hm = "" } = query;
  if (!/^[0-9a-f]{1,11}$/.test(ex) || !/^[0-9a-f]{1,11}$/.test(is) || !/^[0-9a-f]{64}$/.test(hm))
    return false;
  if (Number.parseInt(ex, 16) * 1000 <= now) return false;
  return timingSafeEqual(Buffer.from(hm, "hex"), signature(secret, channelId, attachmentId, ex, is));
}

function signature(
  secret: Uint8Array,
  channelId: string,
  attachmentId: string,
  ex: string,
  is: string,
): Buffer {
  return createHmac("sha256", secret).update(`attachment/${channelId}/${attachmentId}/${ex}/${is}`).digest();
}
