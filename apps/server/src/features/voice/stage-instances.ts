import { AuditLogEvent, ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleGuildChannel, accessGuildChannel } from "../channels/access.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { endStage, type StageRow, toStage, toStageTold } from "../guild-core/voice-states.ts";

/** What those hold who run a stage. */
const RUNS = P.ManageChannels | P.MuteMembers | P.MoveMembers;

interface Deps {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/** @throws ApiError unknown_channel, missing_permissions, invalid_form_body naming `channel_id` */
async function accessStage(sql: Sql, actor: Actor, channelId: string): Promise<AccessibleGuildChannel> {
  const channel = await accessGuildChannel(sql, actor, channelId, P.ViewChannel | RUNS);
  if (channel.type !== ChannelType.GuildStageVoice) {
    throw fieldError("channel_id", "CHANNEL_INVALID", "Not a stage.");
  }
  return channel;
}

const findStage = (sql: Sql, channelId: string): Promise<StageRow | undefined> =>
  sql.selectFrom("stage_instances").selectAll().where("channel_id", "=", channelId).executeTakeFirst();

/** @throws ApiError unknown_channel, unknown_stage_instance */
export async function readStage(sql: Sql, actor: Actor, channelId: string) {
  await accessGuildChannel(sql, actor, channelId);
  const stage = await findStage(sql, channelId);
  if (!stage) throw new ApiError("unknown_stage_instance");
  return toStage(stage);
}

/**
 * Opens a stage: says what it is about.
 * @throws ApiError unknown_channel, missing_permissions, stage_already_open, invalid_form_body naming `channel_id` or
 *   `guild_scheduled_event_id`
 */
export async function openStage(
  { db, bus, newId }: Deps,
  actor: Actor,
  input: { channel_id: string; topic: string; guild_scheduled_event_id?: string | null | undefined },
  reason: string | null,
) {
  const { guild_id } = await accessStage(db.read, actor, input.channel_id);
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guild_id}`);
    const channel = await accessStage(tx.sql, actor, input.channel_id);
    if (await findStage(tx.sql, channel.id)) throw new ApiError("stage_already_open");
    const eventId = input.guild_scheduled_event_id ?? null;
    if (eventId !== null) await requireEventIn(tx.sql, channel, eventId);
    const row: StageRow = {
      id: newId(),
      guild_id,
      channel_id: channel.id,
      topic: input.topic,
      scheduled_event_id: eventId,
    };
    await tx.sql.insertInto("stage_instances").values(row).execute();
    announce(tx, bus, `guild:${guild_id}`, "STAGE_INSTANCE_CREATE", toStageTold(row));
    await writeAudit(
      tx,
      { bus, newId },
      {
        guildId: guild_id,
        actorId: actor.userId,
        action: AuditLogEvent.StageInstanceCreate,
        targetId: row.id,
        channelId: channel.id,
        changes: [{ key: "topic", new_value: row.topic }],
        options: { channel_id: channel.id },
        reason,
      },
    );
    return toStage(row);
  });
}

async function requireEventIn(sql: Sql, channel: AccessibleGuildChannel, eventId: string): Promise<void> {
  const event = await sql
    .selectFrom("scheduled_events")
    .select("id")
    .where("id", "=", eventId)
    .where("channel_id", "=", channel.id)
    .executeTakeFirst();
  if (!event) throw fieldError("guild_scheduled_event_id", "UNKNOWN", "No event of this channel.");
}

/** @throws ApiError unknown_channel, unknown_stage_instance, missing_permissions */
export async function renameStage(
  { db, bus, newId }: Deps,
  actor: Actor,
  channelId: string,
  topic: string | undefined,
  reason: string | null,
) {
  const { guild_id } = await accessStage(db.read, actor, channelId);
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guild_id}`);
    await accessStage(tx.sql, actor, channelId);
    const before = await findStage(tx.sql, channelId);
    if (!before) throw new ApiError("unknown_stage_instance");
    if (topic === undefined || topic === before.topic) return toStage(before);
    await tx.sql.updateTable("stage_instances").set({ topic }).where("id", "=", before.id).execute();
    const after = { ...before, topic };
    announce(tx, bus, `guild:${guild_id}`, "STAGE_INSTANCE_UPDATE", toStageTold(after));
    await writeAudit(
      tx,
      { bus, newId },
      {
        guildId: guild_id,
        actorId: actor.userId,
        action: AuditLogEvent.StageInstanceUpdate,
        targetId: before.id,
        channelId,
        changes: [{ key: "topic", old_value: before.topic, new_value: topic }],
        options: { channel_id: channelId },
        reason,
      },
    );
    return toStage(after);
  });
}

/** @throws ApiError unknown_channel, unknown_stage_instance, missing_permissions */
export async function closeStage(
  { db, bus, newId }: Deps,
  actor: Actor,
  channelId: string,
  reason: string | null,
): Promise<void> {
  const { guild_id } = await accessStage(db.read, actor, channelId);
  await db.transaction(async (tx) => {
    await tx.lock(`guild:${guild_id}`);
    await accessStage(tx.sql, actor, channelId);
    const gone = await endStage(tx, bus, channelId);
    if (!gone) throw new ApiError("unknown_stage_instance");
    await writeAudit(
      tx,
      { bus, newId },
      {
        guildId: guild_id,
        actorId: actor.userId,
        action: AuditLogEvent.StageInstanceDelete,
        targetId: gone.id,
        channelId,
        changes: [{ key: "topic", old_value: gone.topic }],
        options: { channel_id: channelId },
        reason,
      },
    );
  });
}
