import { type Instance, LIMITS } from "@palabre/protocol";
import pkg from "../../../package.json" with { type: "json" };
import type { Config } from "../../config.ts";
import type { Sql } from "../../db/database.ts";
import { readFileLimits, readGuildCreation, readLimit } from "./limits.ts";
import { readInstanceSettings } from "./settings.ts";

export const VERSION: string = pkg.version;

/** What this server is, for everybody who comes by. */
export async function readInstance(
  sql: Sql,
  config: Pick<Config, "registration" | "maxFileBytes" | "sourceUrl">,
): Promise<Instance> {
  const settings = await readInstanceSettings(sql, config);
  const somebody = await sql.selectFrom("users").select("id").limit(1).executeTakeFirst();
  return {
    ...settings,
    version: VERSION,
    license: pkg.license,
    source_url: config.sourceUrl ?? "",
    first_run: !somebody,
    limits: {
      max_file_size: (await readFileLimits(sql, config)).file,
      message_length: LIMITS.messageLength,
      room_size: await readLimit(sql, "room_size"),
      files_per_message: LIMITS.filesPerMessage,
    },
    guild_creation: await readGuildCreation(sql),
  };
}
