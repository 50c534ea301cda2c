import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { snowflake } from "../../http/fields.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";
import { createInvite } from "../invites/create-invite.ts";
import { deleteInvite } from "../invites/delete-invite.ts";

export const widgetBody = z.object({
  enabled: z.boolean().nullish(),
  channel_id: snowflake.nullish(),
});

export interface WidgetSettings {
  enabled: boolean;
  channel_id: string | null;
}

/** @throws ApiError unknown_guild, missing_permissions */
export async function readWidgetSettings(sql: Sql, actor: Actor, guildId: string): Promise<WidgetSettings> {
  await accessGuild(sql, actor, guildId, P.ManageGuild);
  return present(await select(sql, guildId));
}

const present = (row: Awaited<ReturnType<typeof select>>): WidgetSettings => ({
  enabled: row.widget_enabled === 1,
  channel_id: row.widget_channel_id,
});

const select = (sql: Sql, guildId: string) =>
  sql
    .selectFrom("guilds")
    .select(["widget_enabled", "widget_channel_id", "widget_invite"])
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();

/**
 * Switches the widget, and names the channel that it invites to: an invitation of the actor's is made for it.
 * @throws ApiError unknown_guild, missing_permissions, max_invites, invalid_form_body
 */
export async function updateWidget(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  input: z.output<typeof widgetBody>,
  reason: string | null,
): Promise<WidgetSettings> {
  const { db } = deps;
  await accessGuild(db.read, actor, guildId, P.ManageGuild);
  const before = await select(db.read, guildId);
  const channelId = input.channel_id === undefined ? before.widget_channel_id : input.channel_id;
  const enabled = input.enabled ?? before.widget_enabled === 1;
  const isGood = channelId === before.widget_channel_id && (await lives(db.read, before.widget_invite));
  let code = isGood ? before.widget_invite : null;
  if (channelId !== null && code === null && (enabled || channelId !== before.widget_channel_id)) {
    await requireChannel(db.read, actor, guildId, channelId);
    const wish = { max_age: 0, max_uses: 0, temporary: false, unique: true };
    ({ code } = await createInvite(deps, actor, channelId, wish, reason));
  }
  const after = await db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const row = {
      widget_enabled: enabled ? (1 as const) : (0 as const),
      widget_channel_id: channelId,
      widget_invite: code,
    };
    await tx.sql.updateTable("guilds").set(row).where("id", "=", guildId).execute();
    const changes = changesBetween<WidgetSettings>(present(before), present(row), {
      enabled: "widget_enabled",
      channel_id: "widget_channel_id",
    });
    if (changes.length > 0) {
      const action = AuditLogEvent.GuildUpdate;
      await writeAudit(tx, deps, {
        guildId,
        actorId: actor.userId,
        action,
        targetId: guildId,
        changes,
        reason,
      });
      await announceGuild(tx, deps.bus, guildId);
    }
    return present(row);
  });
  if (before.widget_invite !== null && before.widget_invite !== code) {
    // Gone already, or of a channel that the actor no longer sees: it then stays for others to take back.
    await deleteInvite(deps, actor, before.widget_invite, reason).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
  }
  return after;
}

async function requireChannel(sql: Sql, actor: Actor, guildId: string, channelId: string): Promise<void> {
  const channel = await accessGuildChannel(sql, actor, channelId, P.CreateInstantInvite).catch(
    (error: unknown) => {
      if (error instanceof ApiError) return null;
      throw error;
    },
  );
  if (channel?.guild_id !== guildId) {
    throw fieldError("channel_id", "CHANNEL_INVALID", "Not a channel of this server that you may invite to.");
  }
}

/** Whether an invitation is there. */
export async function lives(sql: Sql, code: string | null): Promise<boolean> {
  if (code === null) return false;
  const row = await sql
    .selectFrom("guild_invites")
    .select("code")
    .where("code", "=", code)
    .where("targets_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}
