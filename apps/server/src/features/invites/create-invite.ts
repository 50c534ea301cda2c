import { type APIInvite, AuditLogEvent, ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { readLimit } from "../instance/limits.ts";
import { readUser } from "../users/profile.ts";
import type { InviteRow } from "./find-invite.ts";
import { newInviteCode } from "./invite-code.ts";
import { logged } from "./logged.ts";
import { toInvite, toMetadata } from "./present-invite.ts";
import { addTargets } from "./target-users.ts";

export interface InviteWish {
  /** Seconds; 0 for ever. */
  max_age: number;
  /** 0 for any number. */
  max_uses: number;
  temporary: boolean;
  /** A new code even if there is one alike. */
  unique: boolean;
  /** For whom alone it is; absent: for everybody. */
  targets?: readonly string[];
}

const INVITABLE: readonly number[] = [
  ChannelType.GuildText,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
];

/**
 * Invites to a channel of a server. Without `unique`, an invitation of the actor's that is alike and has most of its
 * time left serves again.
 * @throws ApiError unknown_channel, missing_permissions, invalid_channel_type, max_invites
 */
export async function createInvite(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  channelId: string,
  wish: InviteWish,
  reason: string | null,
): Promise<APIInvite> {
  const { guild_id: guildId } = await accessGuildChannel(
    deps.db.read,
    actor,
    channelId,
    P.CreateInstantInvite,
  );
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const channel = await accessGuildChannel(tx.sql, actor, channelId, P.CreateInstantInvite);
    if (!INVITABLE.includes(channel.type)) throw new ApiError("invalid_channel_type");
    const guild = await tx.sql
      .selectFrom("guilds")
      .selectAll()
      .where("id", "=", guildId)
      .executeTakeFirstOrThrow();
    const inviter = await readUser(tx.sql, actor.userId);
    const known =
      wish.unique || wish.targets ? undefined : await findAlike(tx, actor.userId, channelId, wish);
    const row = known ?? (await insertInvite(tx, guildId, channelId, actor.userId, wish));
    if (wish.targets) await addTargets(tx, row, wish.targets, "target_users_file");
    const told = {
      ...toInvite({ code: row.code, guild, row, channel, inviter }),
      ...toMetadata(row),
    };
    if (known) return told;
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.InviteCreate,
      channelId,
      changes: logged(row).map(([key, new_value]) => ({ key, new_value })),
      reason,
    });
    const d = { channel_id: channelId, guild_id: guildId, code: row.code, inviter, ...toMetadata(row) };
    announce(
      tx,
      deps.bus,
      `guild:${guildId}`,
      "INVITE_CREATE",
      { ...d, expires_at: told.expires_at, type: told.type },
      P.ManageChannels,
    );
    return told;
  });
}

async function findAlike(
  tx: Tx,
  inviterId: string,
  channelId: string,
  { max_age, max_uses, temporary }: InviteWish,
): Promise<InviteRow | undefined> {
  let query = tx.sql
    .selectFrom("guild_invites")
    .selectAll()
    .where("channel_id", "=", channelId)
    .where("inviter_id", "=", inviterId)
    .where("max_age", "=", max_age)
    .where("max_uses", "=", max_uses)
    .where("temporary", "=", temporary ? 1 : 0)
    .where("targets_at", "is", null);
  if (max_uses > 0) query = query.where("uses", "=", 0);
  if (max_age > 0) query = query.where("expires_at", ">", Date.now() + (max_age * 1_000) / 2);
  return query.orderBy("created_at", "desc").limit(1).executeTakeFirst();
}

async function insertInvite(
  tx: Tx,
  guildId: string,
  channelId: string,
  inviterId: string,
  { max_age, max_uses, temporary, targets }: InviteWish,
): Promise<InviteRow> {
  const now = Date.now();
  const { count } = await tx.sql
    .selectFrom("guild_invites")
    .select((e) => e.fn.countAll().as("count"))
    .where("guild_id", "=", guildId)
    .where((is) => is.or([is("expires_at", "is", null), is("expires_at", ">", now)]))
    .executeTakeFirstOrThrow();
  if (Number(count) >= (await readLimit(tx.sql, "guild_invites"))) throw new ApiError("max_invites");
  return tx.sql
    .insertInto("guild_invites")
    .values({
      code: newInviteCode(),
      guild_id: guildId,
      channel_id: channelId,
      inviter_id: inviterId,
      max_age,
      max_uses,
      temporary: temporary ? 1 : 0,
      created_at: now,
      expires_at: max_age === 0 ? null : now + max_age * 1_000,
      targets_at: targets ? now : null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
