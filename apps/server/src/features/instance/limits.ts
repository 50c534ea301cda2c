import { type AdminChoiceLimit, type AdminLimit, type AdminNumberLimit, LIMITS } from "@palabre/protocol";
import type { Config } from "../../config.ts";
import type { Sql } from "../../db/database.ts";

/** Where a limit lies among the settings. */
const PREFIX = "limit:";

/**
 * Numbers that those who run the instance choose: from the least that makes sense to what this software is made for. The
 * latter holds where nobody chose, unless another is `usual`.
 */
const COUNTS = {
  guilds: { min: 1, max: LIMITS.guilds },
  guild_channels: { min: 1, max: LIMITS.guildChannels },
  // @everyone is one of them.
  roles: { min: 1, max: LIMITS.roles },
  guild_members: { min: 1, max: LIMITS.guildMembers },
  guild_invites: { min: 1, max: LIMITS.guildInvites },
  scheduled_events: { min: 0, max: LIMITS.scheduledEvents },
  event_webhooks: { min: 0, max: LIMITS.eventWebhooks },
  event_backlog: { min: 10, max: LIMITS.eventBacklog, usual: 1_000 },
  event_log: { min: 0, max: LIMITS.eventLog, usual: 500 },
  event_log_days: { min: 1, max: LIMITS.eventLogDays, usual: 7 },
  emojis: { min: 0, max: LIMITS.emojis },
  animated_emojis: { min: 0, max: LIMITS.emojis },
  stickers: { min: 0, max: LIMITS.stickers },
  soundboard_sounds: { min: 0, max: LIMITS.soundboardSounds },
  room_size: { min: 2, max: LIMITS.roomSize },
} as const satisfies Record<string, { min: number; max: number; usual?: number }>;

type CountName = keyof typeof COUNTS;

const KIB = 1_024;

type Rule = Omit<AdminNumberLimit, "value"> | Omit<AdminChoiceLimit, "value">;

/** Every limit with what it is when nobody chose, and its bounds; the largest file is the configuration's to bound. */
export function limitRules({ maxFileBytes }: Pick<Config, "maxFileBytes">): Rule[] {
  const counts = Object.entries(COUNTS).map(([name, { min, max, ...rest }]) => ({
    name: name as CountName,
    unit: "count" as const,
    default: "usual" in rest ? rest.usual : max,
    min,
    max,
  }));
  const storage = { unit: "bytes" as const, default: null, min: 0, max: Number.MAX_SAFE_INTEGER };
  return [
    { name: "guild_creation", unit: "choice", default: "everyone", choices: ["everyone", "admins"] },
    ...counts,
    {
      name: "file_size",
      unit: "bytes",
      default: maxFileBytes,
      min: Math.min(KIB, maxFileBytes),
      max: maxFileBytes,
    },
    { name: "user_storage", ...storage },
    { name: "instance_storage", ...storage },
  ];
}

/**
 * One limit as it holds now. Read where it is needed, in the transaction that needs it, by its key: a change holds on
 * every node with the next request.
 */
export async function readLimit(sql: Sql, name: CountName): Promise<number> {
  const { max, ...rest } = COUNTS[name];
  const [chosen] = await chosenOf(sql, [name]);
  if (chosen) return Math.min(Number(chosen.value), max);
  return "usual" in rest ? rest.usual : max;
}

/** Whether those alone who run the instance make servers. */
export async function readGuildCreation(sql: Sql): Promise<AdminChoiceLimit["value"]> {
  const [chosen] = await chosenOf(sql, ["guild_creation"]);
  return chosen?.value === "admins" ? "admins" : "everyone";
}

/** Bytes that one file, the files of one person, and all files may have; null: no bound. */
export async function readFileLimits(
  sql: Sql,
  { maxFileBytes }: Pick<Config, "maxFileBytes">,
): Promise<{ file: number; user: number | null; instance: number | null }> {
  const rows = await chosenOf(sql, ["file_size", "user_storage", "instance_storage"]);
  const of = (name: string) => {
    const row = rows.find(({ key }) => key === PREFIX + name);
    return row ? Number(row.value) : null;
  };
  return {
    file: Math.min(of("file_size") ?? maxFileBytes, maxFileBytes),
    user: of("user_storage"),
    instance: of("instance_storage"),
  };
}

/** All of them, as they hold now. */
export async function readLimits(sql: Sql, config: Pick<Config, "maxFileBytes">): Promise<AdminLimit[]> {
  const rules = limitRules(config);
  const rows = await chosenOf(
    sql,
    rules.map(({ name }) => name),
  );
  return rules.map((rule) => {
    const row = rows.find(({ key }) => key === PREFIX + rule.name);
    if (!row) return { ...rule, value: rule.default } as AdminLimit;
    if (rule.unit === "choice") return { ...rule, value: row.value } as AdminLimit;
    return { ...rule, value: Math.min(Number(row.value), rule.max) } as AdminLimit;
  });
}

/** Writes what was chosen; null goes back to the default. */
export async function writeLimits(sql: Sql, changes: Partial<Record<string, unknown>>): Promise<void> {
  for (const [name, wanted] of Object.entries(changes)) {
    if (wanted === undefined) continue;
    const key = PREFIX + name;
    await sql.deleteFrom("instance_settings").where("key", "=", key).execute();
    if (wanted === null) continue;
    await sql
      .insertInto("instance_settings")
      .values({ key, value: String(wanted) })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value: String(wanted) }))
      .execute();
  }
}

const chosenOf = (sql: Sql, names: readonly string[]) =>
  sql
    .selectFrom("instance_settings")
    .selectAll()
    .where(
      "key",
      "in",
      names.map((name) => PREFIX + name),
    )
    .execute();
