import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { isSnowflake, LIMITS } from "@palabre/protocol";
import type { Selectable } from "kysely";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import type { InteractionTrace } from "../message-core/interaction-trace.ts";
import { isDisabled } from "../users/is-disabled.ts";

export type InteractionRow = Selectable<Schema["interactions"]>;

/** What answers need to know of an interaction. */
export interface InteractionNotes {
  trace: InteractionTrace;
  /** Of a completion: the type of the option that is being typed. */
  focused?: number;
  /** The answer that was promised is for the person alone. */
  ephemeral?: boolean;
}

export const notesOf = ({ data }: Pick<InteractionRow, "data">): InteractionNotes =>
  JSON.parse(data) as InteractionNotes;

const PREFIX = "interaction";

/** The only key to an interaction's answers. The id in it finds the row. */
export const makeToken = (id: string): string =>
  Buffer.from(`${PREFIX}:${id}:${randomBytes(32).toString("base64url")}`).toString("base64url");

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

function idIn(token: string): string | null {
  if (token.length > 400) return null;
  const [prefix, id = ""] = Buffer.from(token, "base64url").toString("latin1").split(":");
  return prefix === PREFIX && isSnowflake(id) ? id : null;
}

/** The interaction of a token that is good still, as long as its bot is not disabled. */
export async function findByToken(
  sql: Sql,
  token: string,
  of: { id?: string; applicationId?: string },
): Promise<InteractionRow | undefined> {
  const id = idIn(token);
  if (id === null || (of.id !== undefined && of.id !== id)) return undefined;
  const row = await sql.selectFrom("interactions").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row || row.created_at < Date.now() - LIMITS.interactionLife) return undefined;
  if (of.applicationId !== undefined && of.applicationId !== row.application_id) return undefined;
  const [known, given] = [row.token_hash, hashToken(token)].map((hash) => Buffer.from(hash, "hex"));
  if (!known || !given || !timingSafeEqual(known, given)) return undefined;
  return (await isDisabled(sql, row.application_id)) ? undefined : row;
}
