import { type APIMessage, LIMITS } from "@palabre/protocol";
import { MessageFlags, MessageType } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import type { Blobs } from "../../blobs/blobs.ts";
import { announce } from "../../bus/announce.ts";
import type { Sql, Tx } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { AccessibleChannel } from "../channels/access.ts";
import { withoutStrangeEmojis } from "../emojis/use-emojis.ts";
import { insertAttachments } from "../files/attachments.ts";
import { deleteFiles } from "../files/delete-files.ts";
import type { Upload } from "../files/store-upload.ts";
import { asDispatched, guildOf } from "../message-core/as-dispatched.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { type AnyComponent, textOf } from "../message-core/component-tree.ts";
import { loadUsers, presentMessage } from "../message-core/present.ts";
import type { MessageRow } from "../message-core/queries.ts";
import { isV2, requireEmojis, requireFiles } from "../messages/components.ts";
import type { CreateMessageInput, EditMessageInput } from "../messages/message-body.ts";
import { rewriteParts } from "../messages/rewrite-parts.ts";
import {
  componentsFor,
  extraOf,
  findAddressees,
  type SendParts,
  type Writing,
} from "../messages/send-message.ts";
import type { InteractionRow } from "./store.ts";

export type EphemeralRow = Selectable<Schema["ephemeral_messages"]>;

/** Answers for one person: no messages, though they look like them. */
export async function findEphemeral(sql: Sql, id: string): Promise<EphemeralRow | undefined> {
  return sql
    .selectFrom("ephemeral_messages")
    .selectAll()
    .where("id", "=", id)
    .where("expires_at", ">", Date.now())
    .executeTakeFirst();
}

export const messageOf = ({ data }: Pick<EphemeralRow, "data">): MessageRow => JSON.parse(data) as MessageRow;

export const presentEphemeral = (sql: Sql, row: EphemeralRow, urls: AttachmentUrls): Promise<APIMessage> =>
  presentMessage(sql, messageOf(row), { viewerId: null, urls });

/** Says something to one person alone, until the interaction's token runs out. @throws as `writeMessage` */
export async function writeEphemeral(
  tx: Tx,
  { bus, newId, urls }: SendParts,
  actor: Actor,
  interaction: InteractionRow,
  channel: AccessibleChannel,
  input: CreateMessageInput,
  uploads: readonly Upload[],
  { type = MessageType.Default, flags = 0, extra = {} }: Writing,
): Promise<APIMessage> {
  const use = { applicationId: actor.userId, userId: actor.userId, channel };
  const content = await withoutStrangeEmojis(tx.sql, use, input.content ?? "");
  const embeds = input.embeds ?? [];
  const components = componentsFor(actor, input, flags);
  await requireEmojis(tx.sql, use, components);
  refusePoll(input);
  const isEmpty = content === "" && embeds.length + uploads.length + components.length === 0;
  if (isEmpty && (flags & MessageFlags.Loading) === 0) throw new ApiError("empty_message");
  const words = isV2(flags) ? textOf(components as unknown as AnyComponent[]) : content;
  const called = await named(tx, actor, channel, words, input);
  const row: MessageRow = {
    id: newId(),
    channel_id: channel.id,
    author_id: actor.userId,
    type,
    content,
    nonce: null,
    edited_at: null,
    pinned_at: null,
    flags: flags | MessageFlags.Ephemeral,
    mention_everyone: 0,
    reference_id: null,
    extra: extraOf({ ...extra, ...called, tts: input.tts ?? false, embeds, components }, flags),
  };
  const files = await insertAttachments(tx, row, uploads, input.attachments ?? []);
  requireFiles(components, files);
  const kept: EphemeralRow = {
    id: row.id,
    interaction_id: interaction.id,
    application_id: interaction.application_id,
    user_id: interaction.user_id,
    channel_id: channel.id,
    data: JSON.stringify(row),
    expires_at: Date.now() + LIMITS.interactionLife,
  };
  await tx.sql.insertInto("ephemeral_messages").values(kept).execute();
  const message = await presentEphemeral(tx.sql, kept, urls);
  const d = await asDispatched(tx.sql, channel.guild_id, message, channel.member);
  announce(tx, bus, `user:${kept.user_id}`, "MESSAGE_CREATE", d);
  return message;
}

/** Nobody else could vote. @throws ApiError invalid_form_body naming `poll` */
function refusePoll({ poll }: Pick<CreateMessageInput, "poll">): void {
  if (poll) throw fieldError("poll", "POLL_EPHEMERAL", "What one person alone sees asks nothing.");
}

async function named(
  tx: Tx,
  actor: Actor,
  channel: AccessibleChannel,
  content: string,
  { allowed_mentions }: Pick<CreateMessageInput, "allowed_mentions">,
): Promise<Partial<APIMessage>> {
  const said = { content, allowed_mentions };
  const { mentionIds, roleIds } = await findAddressees(tx, actor, channel, said, undefined);
  if (mentionIds.length + roleIds.length === 0) return {};
  const users = await loadUsers(tx.sql, mentionIds);
  return { mentions: [...users.values()], mention_roles: roleIds };
}

/** @throws as `rewriteMessage` */
export async function rewriteEphemeral(
  tx: Tx,
  { bus, urls, blobs }: SendParts & { blobs: Blobs },
  actor: Actor,
  kept: EphemeralRow,
  channel: AccessibleChannel,
  input: EditMessageInput,
  uploads: readonly Upload[],
  isAnswer = false,
): Promise<APIMessage> {
  refusePoll(input);
  const row = messageOf(kept);
  const { content, flags, extra, words, isReworded } = await rewriteParts(
    tx,
    blobs,
    actor,
    channel,
    row,
    input,
    uploads,
    isAnswer,
  );
  if (isReworded) {
    delete extra.mentions;
    delete extra.mention_roles;
    Object.assign(extra, await named(tx, actor, channel, words, input));
  }
  const edited_at = isAnswer ? null : Date.now();
  const changed: MessageRow = {
    ...row,
    content,
    flags,
    extra: extraOf(extra, 0),
    edited_at,
  };
  const data = JSON.stringify(changed);
  await tx.sql.updateTable("ephemeral_messages").set({ data }).where("id", "=", row.id).execute();
  const message = await presentEphemeral(tx.sql, { ...kept, data }, urls);
  const d = await asDispatched(tx.sql, channel.guild_id, message, channel.member);
  announce(tx, bus, `user:${kept.user_id}`, "MESSAGE_UPDATE", d);
  return message;
}

export async function deleteEphemeral(
  tx: Tx,
  { bus, blobs }: { bus: SendParts["bus"]; blobs: Blobs },
  { id, user_id, channel_id }: EphemeralRow,
  channel: Pick<AccessibleChannel, "guild_id">,
): Promise<void> {
  const files = await tx.sql.selectFrom("attachments").selectAll().where("message_id", "=", id).execute();
  await deleteFiles(tx, blobs, files);
  await tx.sql.deleteFrom("ephemeral_messages").where("id", "=", id).execute();
  const d = { id, channel_id, ...guildOf(channel) };
  announce(tx, bus, `user:${user_id}`, "MESSAGE_DELETE", d);
}
