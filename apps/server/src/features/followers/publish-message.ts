import type { APIMessage } from "@palabre/protocol";
import {
  ChannelType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { asDispatched } from "../message-core/as-dispatched.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { embedsOf, stickersOf } from "../message-core/crossposts.ts";
import { hasPoll } from "../message-core/polls.ts";
import { presentMessage } from "../message-core/present.ts";
import { findMessage, insertMessage } from "../message-core/queries.ts";
import { toUser } from "../users/present.ts";
import { isForEveryone, nameOfSource } from "./source.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
  urls: AttachmentUrls;
}

/**
 * Publishes a message of an announcement channel: each channel that follows gets a copy, signed by server and channel,
 * which calls nobody. One's own takes Send Messages, another's Manage Messages besides.
 * @throws ApiError unknown_channel, unknown_message, invalid_channel_type, missing_permissions, system_message,
 *   already_crossposted, poll_not_published, missing_access when not everybody in the server sees the channel any more
 */
export async function publishMessage(
  { db, bus, newId, urls }: Parts,
  actor: Actor,
  channelId: string,
  messageId: string,
): Promise<APIMessage> {
  return db.transaction(async (tx) => {
    const { sql } = tx;
    const channel = await accessGuildChannel(sql, actor, channelId, P.SendMessages);
    if (channel.type !== ChannelType.GuildAnnouncement) throw new ApiError("invalid_channel_type");
    await tx.lock(`message:${messageId}`);
    const row = await findMessage(sql, channelId, messageId);
    if (!row) throw new ApiError("unknown_message");
    const mayPublish = row.author_id === actor.userId || (channel.permissions & P.ManageMessages) !== 0n;
    if (!mayPublish) throw new ApiError("missing_permissions");
    if (row.type !== MessageType.Default) throw new ApiError("system_message");
    if (hasPoll(row)) throw new ApiError("poll_not_published");
    const done = MessageFlags.Crossposted | MessageFlags.IsCrosspost;
    if ((row.flags & done) !== 0) throw new ApiError("already_crossposted");
    if (!(await isForEveryone(sql, channel))) throw new ApiError("missing_access");

    const flags = row.flags | MessageFlags.Crossposted;
    await sql.updateTable("messages").set({ flags }).where("id", "=", messageId).execute();
    const published = await presentMessage(sql, { ...row, flags }, { viewerId: null, urls });
    const update = await asDispatched(sql, channel.guild_id, published);
    announce(tx, bus, `channel:${channelId}`, "MESSAGE_UPDATE", update);

    const followers = await sql
      .selectFrom("channel_followers as f")
      .innerJoin("channels as c", "c.id", "f.target_id")
      .innerJoin("guilds as g", "g.id", "c.guild_id")
      .select(["f.target_id", "f.webhook_id", "c.guild_id"])
      .where("g.disabled_at", "is", null)
      .where("f.source_id", "=", channelId)
      .whereRef("c.guild_id", "=", "f.target_guild_id")
      // By id, so that two publications, or one and somebody who moves channels, cannot wait for each other.
      .orderBy("f.target_id")
      .execute();
    const username = await nameOfSource(sql, channel);
    const message_reference = {
      type: MessageReferenceType.Default,
      channel_id: channelId,
      guild_id: channel.guild_id,
      message_id: messageId,
    };
    for (const { target_id, webhook_id, guild_id } of followers) {
      const signed = { id: webhook_id, username, global_name: null, avatar: null };
      const extra: Partial<APIMessage> = {
        author: { ...toUser({ ...signed, is_bot: 1, deleted_at: null }), discriminator: "0000" },
        webhook_id,
        message_reference,
        embeds: embedsOf(row),
        ...stickersOf(row),
      };
      const copy = await insertMessage(
        tx,
        {
          id: newId(),
          channel_id: target_id,
          author_id: webhook_id,
          content: row.content,
          flags: MessageFlags.IsCrosspost | (row.flags & MessageFlags.SuppressEmbeds),
          reference_id: messageId,
          extra: JSON.stringify(extra),
        },
        { authorReads: false },
      );
      if (!copy) throw new Error("a message without a nonce is always new");
      await sql.insertInto("crossposts").values({ source_id: messageId, message_id: copy.id }).execute();
      const message = await presentMessage(sql, copy, { viewerId: null, urls });
      const d = await asDispatched(sql, guild_id, message);
      announce(tx, bus, `channel:${target_id}`, "MESSAGE_CREATE", d);
    }
    return presentMessage(sql, { ...row, flags }, { viewerId: actor.userId, urls });
  });
}
