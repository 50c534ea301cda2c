import type { AdminSettings } from "@palabre/protocol";
import type { Config } from "../../config.ts";
import type { Sql } from "../../db/database.ts";

const KEYS = ["name", "description", "contact", "registration"] as const;

/** What holds now: the admins' choice, else the configuration's. */
export async function readInstanceSettings(
  sql: Sql,
  config: Pick<Config, "registration">,
): Promise<AdminSettings> {
  const rows = await sql.selectFrom("instance_settings").selectAll().where("key", "in", KEYS).execute();
  const chosen = new Map(rows.map((row) => [row.key, row.value]));
  return {
    name: chosen.get("name") || "Palabre",
    description: chosen.get("description") ?? "",
    contact: chosen.get("contact") ?? "",
    registration: asMode(chosen.get("registration")) ?? config.registration,
  };
}

export async function writeInstanceSettings(sql: Sql, changes: Partial<AdminSettings>): Promise<void> {
  for (const key of KEYS) {
    const value = changes[key];
    if (value === undefined) continue;
    await sql
      .insertInto("instance_settings")
      .values({ key, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
      .execute();
  }
}

function asMode(text: string | undefined): AdminSettings["registration"] | undefined {
  return text === "open" || text === "invite" || text === "closed" ? text : undefined;
}
