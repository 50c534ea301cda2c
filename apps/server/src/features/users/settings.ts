import {
  type CustomStatus,
  DEFAULT_SETTINGS,
  type GatewayActivity,
  LIMITS,
  type UserSettings,
} from "@palabre/protocol";
import { ActivityType } from "discord-api-types/v10";
import { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import { compileOnce } from "../../db/compile-once.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import type { SavedPresence } from "../../gateway/hooks.ts";
import { highlightWords, snowflake, text } from "../../http/fields.ts";

/** Settings as they are kept: only what was chosen, so that a new default reaches those who chose nothing. */
interface Stored extends Partial<UserSettings> {
  /** When the custom status was set, in milliseconds since 1970. */
  custom_status_since?: number;
}

const KEYS_MAX = 100;
/** Servers in the rail, and folders too: as many as one may be in. */
const FOLDERS_MAX = 200;

const customStatus = z
  .object({
    text: text(0, LIMITS.customStatus)
      .nullish()
      .transform((value) => value ?? ""),
    emoji_name: text(0, 32)
      .nullish()
      .transform((value) => value || null),
    expires_at: z
      .union([z.iso.datetime({ offset: true }).max(40), z.null()])
      .optional()
      .transform((value) => (value ? new Date(value) : null))
      .refine((date) => date === null || (date.getTime() > Date.now() && date.getUTCFullYear() < 10_000), {
        message: "Must be a time in the future.",
        params: { code: "DATE_TIME_TYPE_PARSE" },
      })
      .transform((date) => date?.toISOString() ?? null),
  })
  // Neither words nor a picture: that is no status.
  .transform((status): CustomStatus | null => (status.text || status.emoji_name ? status : null));

/** Whether these servers exist, and one is in them, is not asked: the client shows those that it has. */
const guildFolder = z.object({
  id: text(1, 32).nullable(),
  name: text(1, 32).nullable(),
  color: z.int().min(0).max(0xffffff).nullable(),
  guild_ids: z.array(snowflake).min(1).max(FOLDERS_MAX),
});

/** The body of PATCH /users/@me/settings: any of them. */
export const settingsPatch = z
  .object({
    theme: z.enum(["system", "encre", "papier", "contraste"]),
    locale: z.enum(["system", "en", "fr"]),
    density: z.enum(["compact", "cosy", "airy"]),
    status: z.enum(["online", "idle", "dnd", "invisible"]),
    custom_status: z.union([z.null(), customStatus]),
    allow_dms: z.enum(["everyone", "mates", "friends"]),
    send_with: z.enum(["enter", "ctrl_enter"]),
    keys: z
      .unknown()
      // Counted before each is looked at: a body holds a hundred thousand of them.
      .refine((keys) => Object.keys(keys ?? {}).length <= KEYS_MAX, {
        message: `Must be ${KEYS_MAX} or fewer in length.`,
        params: { code: "BASE_TYPE_MAX_LENGTH" },
      })
      .pipe(z.record(z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/), text(1, 64))),
    notifications: z.object({ desktop: z.boolean(), sounds: z.boolean() }).partial(),
    highlight_words: highlightWords,
    highlight_ignores_accents: z.boolean(),
    code_line_numbers: z.boolean(),
    reduce_motion: z.enum(["system", "on"]),
    guild_folders: z
      .array(guildFolder)
      .max(FOLDERS_MAX)
      .refine((folders) => folders.reduce((sum, one) => sum + one.guild_ids.length, 0) <= FOLDERS_MAX, {
        message: `Must name ${FOLDERS_MAX} or fewer servers.`,
        params: { code: "BASE_TYPE_MAX_LENGTH" },
      }),
  })
  .partial();

export type SettingsPatch = z.output<typeof settingsPatch>;

/** What somebody chose, with defaults for the rest. A custom status whose time is over is none. */
export async function readSettings(sql: Sql, userId: string): Promise<UserSettings> {
  return toSettings(await readStored(sql, userId));
}

/** The status that the whole account has, whatever its devices do. */
export async function readSavedPresence(sql: Sql, userId: string): Promise<SavedPresence> {
  return toPresence(await readStored(sql, userId));
}

/** Changes some settings and tells every device; others too, when the status changed. */
export async function updateSettings(
  { db, bus }: { db: Database; bus: Bus },
  userId: string,
  patch: SettingsPatch,
): Promise<UserSettings> {
  return db.transaction(async (tx) => {
    await tx.lock(`settings:${userId}`);
    const stored = await readStored(tx.sql, userId);
    const { notifications, ...changes } = patch;
    const next: Stored = { ...stored, ...changes };
    if (notifications) {
      next.notifications = { ...DEFAULT_SETTINGS.notifications, ...stored.notifications, ...notifications };
    }
    if (patch.custom_status !== undefined) next.custom_status_since = Date.now();
    await writeStored(tx, userId, next);
    return announce({ tx, bus }, userId, stored, next);
  });
}

/** Members whose rail is put right with the deletion of a server; the others name one that is not there. */
const TIDIED = 1_000;

/** Takes a server out of the rail of whoever leaves it, or of all of `userIds`, with the transaction. */
export async function forgetGuildIn(
  tx: Tx,
  bus: Bus,
  guildId: string,
  userIds: readonly string[],
): Promise<void> {
  for (const userId of userIds) {
    await tx.lock(`settings:${userId}`);
    const stored = await readStored(tx.sql, userId);
    const folders = stored.guild_folders ?? [];
    if (!folders.some(({ guild_ids }) => guild_ids.includes(guildId))) continue;
    const guild_folders = folders
      .map((one) => ({ ...one, guild_ids: one.guild_ids.filter((id) => id !== guildId) }))
      .filter(({ guild_ids }) => guild_ids.length > 0);
    const next = { ...stored, guild_folders };
    await writeStored(tx, userId, next);
    announce({ tx, bus }, userId, stored, next);
  }
}

/** Takes a server that is about to go out of its members' rails, with the transaction. */
export async function forgetGuildEverywhere(tx: Tx, bus: Bus, guildId: string): Promise<void> {
  const arranged = await tx.sql
    .selectFrom("guild_members as m")
    .innerJoin("user_settings as s", "s.user_id", "m.user_id")
    .select("m.user_id")
    .where("m.guild_id", "=", guildId)
    .where("s.data", "like", `%"${guildId}"%`)
    .orderBy("m.user_id")
    .limit(TIDIED)
    .execute();
  await forgetGuildIn(
    tx,
    bus,
    guildId,
    arranged.map(({ user_id }) => user_id),
  );
}

/** Custom statuses that end in one go. */
const SWEEP = 200;

/** Ends custom statuses whose time is over, so that others see them go without asking. */
export async function sweepCustomStatuses({ db, bus }: { db: Database; bus: Bus }): Promise<void> {
  const over = await db.read
    .selectFrom("user_settings")
    .select("user_id")
    .where("status_expires_at", "<=", Date.now())
    .limit(SWEEP)
    .execute();
  for (const { user_id } of over) {
    await db.transaction(async (tx) => {
      await tx.lock(`settings:${user_id}`);
      const stored = await readStored(tx.sql, user_id);
      const expires = stored.custom_status?.expires_at;
      if (!expires || Date.parse(expires) > Date.now()) return;
      const next = { ...stored, custom_status: null };
      await writeStored(tx, user_id, next);
      announce({ tx, bus }, user_id, stored, next);
    });
  }
}

const selectStored = compileOnce<{ userId: string }, { data: string }>((sql, { userId }) =>
  sql.selectFrom("user_settings").select("data").where("user_id", "=", userId),
);

async function readStored(sql: Sql, userId: string): Promise<Stored> {
  const [row] = (await selectStored(sql, { userId })).rows;
  return row ? (JSON.parse(row.data) as Stored) : {};
}

async function writeStored(tx: Tx, userId: string, stored: Stored): Promise<void> {
  const data = JSON.stringify(stored);
  const expires = stored.custom_status?.expires_at;
  const status_expires_at = expires ? Date.parse(expires) : null;
  await tx.sql
    .insertInto("user_settings")
    .values({ user_id: userId, data, status_expires_at })
    .onConflict((conflict) => conflict.column("user_id").doUpdateSet({ data, status_expires_at }))
    .execute();
}

function announce(
  { tx, bus }: { tx: Tx; bus: Bus },
  userId: string,
  before: Stored,
  after: Stored,
): UserSettings {
  const settings = toSettings(after);
  const presence = toPresence(after);
  const seen = JSON.stringify(presence) !== JSON.stringify(toPresence(before));
  const ended = before.custom_status !== after.custom_status;
  tx.afterCommit(() => {
    bus.publish({ kind: "dispatch", topic: `user:${userId}`, t: "USER_SETTINGS_UPDATE", d: settings });
    if (seen || ended) bus.publish({ kind: "presence", userId, ...presence });
  });
  return settings;
}

function toSettings({ custom_status_since: _, ...chosen }: Stored): UserSettings {
  return { ...DEFAULT_SETTINGS, ...chosen, custom_status: current(chosen.custom_status) };
}

function toPresence(stored: Stored): SavedPresence {
  const status = stored.status ?? DEFAULT_SETTINGS.status;
  const custom = current(stored.custom_status);
  if (!custom) return { status, activities: [] };
  const activity: GatewayActivity = {
    id: "custom",
    name: "Custom Status",
    type: ActivityType.Custom,
    state: custom.text || null,
    created_at: stored.custom_status_since ?? 0,
    ...(custom.emoji_name ? { emoji: { name: custom.emoji_name } } : {}),
    ...(custom.expires_at ? { timestamps: { end: Date.parse(custom.expires_at) } } : {}),
  };
  return { status, activities: [activity] };
}

function current(status: CustomStatus | null | undefined): CustomStatus | null {
  if (!status) return null;
  return status.expires_at !== null && Date.parse(status.expires_at) <= Date.now() ? null : status;
}
