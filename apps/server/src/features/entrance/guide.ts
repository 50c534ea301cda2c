import type { ServerGuide } from "@palabre/protocol";
import { Entrance } from "@palabre/protocol";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { snowflake, text } from "../../http/fields.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { setEntrance } from "../guild-core/entrance.ts";
import { filterSeen } from "./onboarding-config.ts";

const emoji = z
  .object({ id: z.null().optional(), name: text(0, 100).nullish() })
  .nullish()
  .transform((value) => (value?.name ? { id: null, name: value.name, animated: false } : undefined));

const entry = { channel_id: snowflake, title: text(1, 60), description: text(0, 200).default(""), emoji };

export const guideBody = z
  .object({
    enabled: z.boolean(),
    welcome_message: z
      .object({ author_ids: z.array(snowflake).max(5).default([]), message: text(0, 300, { lines: true }) })
      .nullable(),
    new_member_actions: z
      .array(z.object({ ...entry, action_type: z.union([z.literal(0), z.literal(1)]) }))
      .max(5),
    resource_channels: z.array(z.object(entry)).max(7),
  })
  .partial();

type Kept = Omit<ServerGuide, "guild_id">;

/**
 * What those who are new find, with the channels that this member sees; null when there is nothing for them, which is
 * there for those who manage the server alone.
 * @throws ApiError unknown_guild
 */
export async function readGuide(sql: Sql, actor: Actor, guildId: string): Promise<ServerGuide | null> {
  const member = await accessGuild(sql, actor, guildId);
  const kept = await readKept(sql, guildId);
  const manages = (member.permissions & P.ManageGuild) !== 0n;
  return kept && (kept.enabled || manages) ? asSeen(sql, member, kept) : null;
}

async function readKept(sql: Sql, guildId: string): Promise<Kept | null> {
  const row = await sql
    .selectFrom("guild_entrances")
    .select("guide")
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  return row?.guide ? (JSON.parse(row.guide) as Kept) : null;
}

async function asSeen(sql: Sql, member: GuildActor, kept: Kept): Promise<ServerGuide> {
  const all = [...kept.new_member_actions, ...kept.resource_channels];
  const seen = await filterSeen(
    sql,
    member,
    all.map(({ channel_id }) => channel_id),
  );
  return {
    guild_id: member.guildId,
    ...kept,
    new_member_actions: kept.new_member_actions.filter(({ channel_id }) => seen.has(channel_id)),
    resource_channels: kept.resource_channels.filter(({ channel_id }) => seen.has(channel_id)),
  };
}

/** @throws ApiError unknown_guild, missing_permissions, invalid_form_body */
export async function updateGuide(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  input: z.output<typeof guideBody>,
  reason: string | null,
): Promise<ServerGuide> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    for (const key of ["new_member_actions", "resource_channels"] as const) {
      const asked = (input[key] ?? []).map(({ channel_id }) => channel_id);
      const seen = await filterSeen(tx.sql, member, asked);
      const unknown = asked.findIndex((id) => !seen.has(id));
      if (unknown >= 0) {
        throw fieldError(`${key}.${unknown}.channel_id`, "CHANNEL_INVALID", "Not a channel of this server.");
      }
    }
    const authors = input.welcome_message?.author_ids ?? [];
    if (authors.length > 0) {
      const found = await tx.sql
        .selectFrom("guild_members")
        .select("user_id")
        .where("guild_id", "=", guildId)
        .where("user_id", "in", authors)
        .execute();
      const members = new Set(found.map(({ user_id }) => user_id));
      const unknown = authors.findIndex((id) => !members.has(id));
      if (unknown >= 0) {
        throw fieldError(
          `welcome_message.author_ids.${unknown}`,
          "USER_INVALID",
          "Not a member of this server.",
        );
      }
    }
    const before = await readKept(tx.sql, guildId);
    const message = input.welcome_message === undefined ? before?.welcome_message : input.welcome_message;
    const after = {
      enabled: input.enabled ?? before?.enabled ?? true,
      ...(message?.message && { welcome_message: message }),
      new_member_actions: input.new_member_actions ?? before?.new_member_actions ?? [],
      resource_channels: input.resource_channels ?? before?.resource_channels ?? [],
    } as Kept;
    const guide = JSON.stringify(after);
    await tx.sql
      .insertInto("guild_entrances")
      .values({ guild_id: guildId, onboarding: null, guide })
      .onConflict((c) => c.column("guild_id").doUpdateSet({ guide }))
      .execute();
    const action = before ? AuditLogEvent.HomeSettingsUpdate : AuditLogEvent.HomeSettingsCreate;
    await writeAudit(tx, deps, { guildId, actorId: actor.userId, action, targetId: guildId, reason });
    if ((before?.enabled ?? false) !== after.enabled) {
      await setEntrance(tx, guildId, Entrance.guide, after.enabled);
      await announceGuild(tx, deps.bus, guildId);
    }
    return asSeen(tx.sql, member, after);
  });
}
