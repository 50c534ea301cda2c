import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { countMessage } from "../message-core/read-states.ts";
import { insertSystemMessage, type SystemMessage } from "../message-core/system-message.ts";

/** A message of the system about what its author, who is in the room, did there: they have read it. */
export async function sayInRoom(
  tx: Tx,
  deps: { bus: Bus; newId: () => string },
  message: SystemMessage,
): Promise<void> {
  const id = await insertSystemMessage(tx, deps, message);
  await countMessage(tx, { id, channel_id: message.channelId, author_id: message.authorId }, []);
}
