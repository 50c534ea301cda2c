import { ChannelType } from "discord-api-types/v10";
import type { Tx } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import type { CheckMessage } from "../automod/check-message.ts";
import type { AccessibleChannel } from "../channels/access.ts";

/**
 * Holds the name of a thread, or the title of a post, against the rules of its server. What is found is told as said in
 * the channel: a thread that is refused is nowhere. The name of a private one stays in it.
 * @throws ApiError automod_blocked
 */
export async function checkName(
  tx: Tx,
  automod: CheckMessage,
  actor: Actor,
  parent: AccessibleChannel,
  thread: { id: string; type: ChannelType },
  name: string,
): Promise<void> {
  const place =
    thread.type === ChannelType.PrivateThread ? { ...parent, ...thread, parent_id: parent.id } : parent;
  await automod(tx, place, { messageId: null, content: name, isNew: false, bot: actor.bot });
}
