import type { APIMessage } from "@palabre/protocol";
import { store } from "../../state/store.ts";

/** Puts away what a bot told oneself alone: for this page it is as if the bot had deleted it. */
export function dismiss({ id, channel_id }: Pick<APIMessage, "id" | "channel_id">): void {
  store.send({ type: "dispatch", t: "MESSAGE_DELETE", d: { id, channel_id }, at: Date.now() });
}
