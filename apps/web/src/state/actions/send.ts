import type { Snowflake } from "@palabre/protocol";
import { flushOutbox } from "../outbox.ts";
import { store } from "../store.ts";
import type { PendingFile } from "../types.ts";
import { setDraft } from "./reading.ts";

export interface Compose {
  content: string;
  files?: readonly PendingFile[];
  /** The message one replies to. */
  reply_to?: Snowflake | null;
  /** Whether the reply mentions its author; default true. */
  pingReply?: boolean;
}

/** Shows the message at once and sends it, now or when the network is back. Clears the draft. Returns its nonce. */
export function sendMessage(channelId: Snowflake, compose: Compose): string {
  const nonce = createNonce();
  store.send({
    type: "pending_added",
    message: {
      nonce,
      channelId,
      content: compose.content,
      files: compose.files ?? [],
      replyTo: compose.reply_to ?? null,
      pingReply: compose.pingReply ?? true,
      createdAt: Date.now(),
      status: "queued",
      progress: null,
      error: null,
    },
  });
  setDraft(channelId, "");
  flushOutbox();
  return nonce;
}

/** 25 code points at most: time in base 36, then chance. */
function createNonce(): string {
  const chance = crypto.getRandomValues(new Uint32Array(2));
  return `${Date.now().toString(36)}${[...chance].map((part) => part.toString(36)).join("")}`.slice(0, 25);
}
