import { type ChannelOverride, LIMITS, type UserGuildSettings } from "@palabre/protocol";
import { z } from "zod";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import { compileOnce } from "../../db/compile-once.ts";
import type { Database, Sql } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { highlightWords, snowflake } from "../../http/fields.ts";
import { accessGuild } from "../guild-core/access-guild.ts";

/** What counts while nothing is chosen: as the server says. */
const UNTOUCHED: Omit<UserGuildSettings, "guild_id"> = {
  message_notifications: 3,
  muted: false,
  mute_config: null,
  suppress_everyone: false,
  suppress_roles: false,
  hide_muted_channels: false,
  channel_overrides: [],
  highlight_words: [],
};

const level = z.literal([0, 1, 2, 3]);
const muteConfig = z
  .object({ end_time: z.iso.datetime({ offset: true }).max(40).nullish() })
  .transform(({ end_time }) => ({ end_time: end_time ? new Date(end_time).toISOString() : null }))
  .nullable();
const override = z.object({
  message_notifications: level.optional(),
  muted: z.boolean().optional(),
  mute_config: muteConfig.optional(),
  collapsed: z.boolean().optional(),
});
type Override = z.output<typeof override>;

/** The body of the PATCH. A list of overrides is all there are; an object changes those it names. */
export const guildSettingsPatch = z.object({
  message_notifications: level.optional(),
  muted: z.boolean().optional(),
  mute_config: muteConfig.optional(),
  suppress_everyone: z.boolean().optional(),
  suppress_roles: z.boolean().optional(),
  hide_muted_channels: z.boolean().optional(),
  // Whether these channels exist, and one sees them, is not asked: to answer would be to tell.
  channel_overrides: z
    .union([
      z.array(override.extend({ channel_id: snowflake })).max(LIMITS.channelOverrides),
      z
        .unknown()
        // Counted before each is looked at: a body holds a hundred thousand of them.
        .refine((one) => Object.keys(one ?? {}).length <= LIMITS.channelOverrides, {
          message: `Must be ${LIMITS.channelOverrides} or fewer in length.`,
          params: { code: "BASE_TYPE_MAX_LENGTH" },
        })
        .pipe(z.record(snowflake, override)),
    ])
    .optional(),
  highlight_words: highlightWords.optional(),
});
type Patch = z.output<typeof guildSettingsPatch>;

const selectOne = compileOnce<{ guildId: string; userId: string }, { data: string }>(
  (sql, { guildId, userId }) =>
    sql
      .selectFrom("user_guild_settings")
      .select("data")
      .where("user_id", "=", userId)
      .where("guild_id", "=", guildId),
);
const selectAll = compileOnce<{ userId: string }, { guild_id: string; data: string }>((sql, { userId }) =>
  sql.selectFrom("user_guild_settings").select(["guild_id", "data"]).where("user_id", "=", userId),
);

/** @throws ApiError unknown_guild */
export async function readGuildSettings(sql: Sql, actor: Actor, guildId: string): Promise<UserGuildSettings> {
  await accessGuild(sql, actor, guildId);
  const [row] = (await selectOne(sql, { guildId, userId: actor.userId })).rows;
  return toSettings(guildId, row?.data);
}

/** Those of every server in which one chose something. They go with the membership. */
export async function readAllGuildSettings(sql: Sql, userId: string): Promise<UserGuildSettings[]> {
  const { rows } = await selectAll(sql, { userId });
  return rows.map((row) => toSettings(row.guild_id, row.data));
}

/** Changes what one wants to hear of a server, and tells one's devices. @throws ApiError unknown_guild, invalid_form_body */
export async function updateGuildSettings(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  guildId: string,
  patch: Patch,
): Promise<UserGuildSettings> {
  const user_id = actor.userId;
  return db.transaction(async (tx) => {
    await tx.lock(`guild-settings:${user_id}`);
    const before = await readGuildSettings(tx.sql, actor, guildId);
    const { channel_overrides, ...rest } = patch;
    const settings: UserGuildSettings = { ...before, ...rest };
    if (channel_overrides) {
      settings.channel_overrides = mergeOverrides(before.channel_overrides, channel_overrides);
    }
    // What ended with the mute says nothing any more.
    if (!settings.muted) settings.mute_config = null;
    const { guild_id, ...data } = settings;
    const row = {
      data: JSON.stringify(data),
      suppress_everyone: settings.suppress_everyone ? (1 as const) : (0 as const),
      suppress_roles: settings.suppress_roles ? (1 as const) : (0 as const),
    };
    await tx.sql
      .insertInto("user_guild_settings")
      .values({ guild_id, user_id, ...row })
      .onConflict((c) => c.columns(["user_id", "guild_id"]).doUpdateSet(row))
      .execute();
    announce(tx, bus, `user:${user_id}`, "USER_GUILD_SETTINGS_UPDATE", settings);
    return settings;
  });
}

function mergeOverrides(
  before: readonly ChannelOverride[],
  given: (Override & { channel_id: string })[] | Record<string, Override>,
): ChannelOverride[] {
  const isWhole = Array.isArray(given);
  const byId = new Map(isWhole ? [] : before.map((one) => [one.channel_id, one]));
  const known = new Map(before.map((one) => [one.channel_id, one]));
  const changes = isWhole
    ? given.map((one) => [one.channel_id, one] as const)
    : Object.entries(given).map(([channel_id, one]) => [channel_id, { ...one, channel_id }] as const);
  for (const [id, change] of changes) {
    const old = isWhole ? undefined : known.get(id);
    const muted = change.muted ?? old?.muted ?? false;
    byId.set(id, {
      channel_id: id,
      message_notifications: change.message_notifications ?? old?.message_notifications ?? 3,
      muted,
      mute_config: muted ? (change.mute_config ?? old?.mute_config ?? null) : null,
      collapsed: change.collapsed ?? old?.collapsed ?? false,
    });
  }
  const kept = [...byId.values()].filter(
    ({ message_notifications, muted, collapsed }) => message_notifications !== 3 || muted || collapsed,
  );
  // Those of channels that are gone long since make room for the latest.
  return kept.slice(-LIMITS.channelOverrides);
}

function toSettings(guildId: string, data: string | undefined): UserGuildSettings {
  const chosen = data === undefined ? {} : (JSON.parse(data) as Partial<UserGuildSettings>);
  return { ...UNTOUCHED, ...chosen, guild_id: guildId };
}
