import type { GuildOnboarding } from "@palabre/protocol";
import { computeChannelPermissions, Entrance } from "@palabre/protocol";
import { AuditLogEvent, ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { setEntrance } from "../guild-core/entrance.ts";
import {
  channelsOf,
  filterSeen,
  NO_ONBOARDING,
  type Onboarding,
  type onboardingBody,
  planPrompts,
  readRoles,
  requireMayGive,
} from "./onboarding-config.ts";

/** Of the default channels, where a server has as many that everybody sees. */
const CHANNELS = 7;
const WRITABLE = 5;

/**
 * The questions to those who are new, with the roles that there are and the channels that this member sees, and what
 * they answered. Switched off they are there for those who manage the server.
 * @throws ApiError unknown_guild
 */
export async function readOnboarding(sql: Sql, actor: Actor, guildId: string): Promise<GuildOnboarding> {
  const member = await accessGuild(sql, actor, guildId);
  const kept = await readKept(sql, guildId);
  const manages = (member.permissions & P.ManageGuild) !== 0n;
  const shown = kept.enabled || manages ? kept : { ...NO_ONBOARDING, mode: kept.mode };
  const answered = await sql
    .selectFrom("onboarding_answers")
    .select("responses")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", actor.userId)
    .executeTakeFirst();
  return {
    ...(await asSeen(sql, member, shown)),
    responses: answered ? (JSON.parse(answered.responses) as string[]) : null,
    // Whoever was there before is not asked.
    is_due:
      kept.enabled && !answered && !member.isOwner && kept.since !== null && member.joinedAt >= kept.since,
  };
}

export async function readKept(sql: Sql, guildId: string): Promise<Onboarding> {
  const row = await sql
    .selectFrom("guild_entrances")
    .select("onboarding")
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  return row?.onboarding ? (JSON.parse(row.onboarding) as Onboarding) : NO_ONBOARDING;
}

async function asSeen(sql: Sql, member: GuildActor, kept: Onboarding) {
  const { since: _, ...config } = kept;
  const seen = await filterSeen(sql, member, channelsOf(kept));
  const roles = new Set((await readRoles(sql, member.guildId)).map(({ id }) => id));
  return {
    guild_id: member.guildId,
    ...config,
    default_channel_ids: config.default_channel_ids.filter((id) => seen.has(id)),
    prompts: config.prompts.map((prompt) => ({
      ...prompt,
      options: prompt.options.map((option) => ({
        ...option,
        role_ids: option.role_ids.filter((id) => roles.has(id)),
        channel_ids: option.channel_ids.filter((id) => seen.has(id)),
      })),
    })),
  };
}

/**
 * Changes the questions. It takes Manage Server and Manage Roles, and of each role what giving it would take; so
 * does switching on what is there.
 * @throws ApiError unknown_guild, missing_permissions, invalid_form_body, onboarding_requirements,
 *   onboarding_below_requirements
 */
export async function updateOnboarding(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  input: z.output<typeof onboardingBody>,
  reason: string | null,
): Promise<Omit<GuildOnboarding, "responses" | "is_due">> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageGuild | P.ManageRoles);
    const before = await readKept(tx.sql, guildId);
    const roles = await readRoles(tx.sql, guildId);
    const prompts = input.prompts
      ? planPrompts(member, input.prompts, before, roles, deps.newId)
      : before.prompts;
    const enabled = input.enabled ?? before.enabled;
    // Somebody else may have prepared them.
    if (enabled && !before.enabled) requireMayGive(member, prompts, roles);
    const after: Onboarding = {
      prompts,
      default_channel_ids: [...new Set(input.default_channel_ids ?? before.default_channel_ids)],
      enabled,
      mode: input.mode ?? before.mode,
      since: enabled ? (before.enabled ? before.since : Date.now()) : null,
    };
    await requireChannels(tx.sql, member, input, after);
    if (enabled && !(await meetsRequirements(tx.sql, guildId, after))) {
      throw new ApiError(before.enabled ? "onboarding_below_requirements" : "onboarding_requirements");
    }
    const onboarding = JSON.stringify(after);
    await tx.sql
      .insertInto("guild_entrances")
      .values({ guild_id: guildId, onboarding, guide: null })
      .onConflict((c) => c.column("guild_id").doUpdateSet({ onboarding }))
      .execute();
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.OnboardingUpdate,
      targetId: guildId,
      changes: [
        ...(before.enabled === after.enabled
          ? []
          : [{ key: "enabled", old_value: before.enabled, new_value: after.enabled }]),
        ...(input.prompts ? [{ key: "prompts", old_value: titles(before), new_value: titles(after) }] : []),
      ],
      reason,
    });
    if (before.enabled !== after.enabled) {
      await setEntrance(tx, guildId, Entrance.onboarding, after.enabled);
      await announceGuild(tx, deps.bus, guildId);
    }
    return asSeen(tx.sql, member, after);
  });
}

/** The log is for more than those who see a channel, or hold a role. */
const titles = ({ prompts }: Onboarding) => prompts.map(({ title }) => ({ title }));

/** @throws ApiError invalid_form_body naming a channel that is new here and that the actor does not see */
async function requireChannels(
  sql: Sql,
  member: GuildActor,
  { prompts, default_channel_ids }: z.output<typeof onboardingBody>,
  after: Onboarding,
): Promise<void> {
  const seen = await filterSeen(sql, member, channelsOf(after));
  const refuse = (path: string) => fieldError(path, "CHANNEL_INVALID", "Not a channel of this server.");
  for (const [n, id] of (default_channel_ids ?? []).entries()) {
    if (!seen.has(id)) throw refuse(`default_channel_ids.${n}`);
  }
  for (const [p, prompt] of (prompts ?? []).entries()) {
    for (const [o, option] of prompt.options.entries()) {
      for (const [n, id] of option.channel_ids.entries()) {
        if (!seen.has(id)) throw refuse(`prompts.${p}.options.${o}.channel_ids.${n}`);
      }
    }
  }
}

/**
 * As documented: seven default channels that everybody sees, five of them for everybody to write in; those of the
 * questions count as well in the advanced mode. A server that has fewer such channels needs those it has.
 */
async function meetsRequirements(sql: Sql, guildId: string, after: Onboarding): Promise<boolean> {
  const open = await openChannels(sql, guildId);
  const counted = new Set(after.mode === 1 ? channelsOf(after) : after.default_channel_ids);
  const chosen = open.filter(({ id }) => counted.has(id));
  const writable = (list: typeof open) => list.filter((one) => one.isWritable).length;
  return (
    chosen.length >= Math.min(CHANNELS, open.length) && writable(chosen) >= Math.min(WRITABLE, writable(open))
  );
}

const PLACES: readonly number[] = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
];

/** Channels to read that everybody sees, without any role. */
async function openChannels(sql: Sql, guildId: string): Promise<{ id: string; isWritable: boolean }[]> {
  const everyone = await sql
    .selectFrom("roles")
    .select("permissions")
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();
  const channels = await sql
    .selectFrom("channels")
    .select(["id", "type"])
    .where("guild_id", "=", guildId)
    .where("type", "in", PLACES)
    .execute();
  const overwrites = await sql
    .selectFrom("channel_overwrites as o")
    .innerJoin("channels as c", "c.id", "o.channel_id")
    .select(["o.channel_id", "o.target_id", "o.type", "o.allow", "o.deny"])
    .where("c.guild_id", "=", guildId)
    .where("o.target_id", "=", guildId)
    .execute();
  const overwritesOf = Map.groupBy(overwrites, (one) => one.channel_id);
  const roles = new Map([[guildId, { id: guildId, permissions: BigInt(everyone.permissions) }]]);
  return channels.flatMap(({ id, type }) => {
    const here = (overwritesOf.get(id) ?? []).map((one) => ({
      id: one.target_id,
      type: one.type,
      allow: BigInt(one.allow),
      deny: BigInt(one.deny),
    }));
    const held = computeChannelPermissions(
      { id: guildId, ownerId: "", roles },
      { userId: "0", roleIds: [] },
      here,
      type,
    );
    if ((held & P.ViewChannel) === 0n) return [];
    return [{ id, isWritable: (held & P.SendMessages) !== 0n }];
  });
}
