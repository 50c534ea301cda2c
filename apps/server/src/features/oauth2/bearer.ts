import type { MiddlewareHandler } from "hono";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor, Env } from "../../http/env.ts";
import { hashToken } from "../accounts/tokens.ts";
import { covers } from "./scopes.ts";

/** Whose access token it is; null when it is nobody's (any more). */
export async function authenticateBearer(sql: Sql, token: string): Promise<Actor | null> {
  const row = await sql
    .selectFrom("oauth2_tokens as t")
    .innerJoin("users as u", "u.id", "t.user_id")
    .select(["t.grant_id", "t.user_id", "t.application_id", "t.scopes", "t.expires_at"])
    .where("t.token_hash", "=", hashToken(token))
    .where("t.kind", "=", "access")
    .where("t.expires_at", ">", Date.now())
    .where("u.disabled_at", "is", null)
    .where("u.deleted_at", "is", null)
    .executeTakeFirst();
  if (!row) return null;
  const bearer = {
    applicationId: row.application_id,
    scopes: row.scopes.split(" "),
    expires: row.expires_at,
  };
  return { userId: row.user_id, authSessionId: row.grant_id, bot: false, bearer };
}

/**
 * Behind the guard: a bearer does what was agreed to, and nothing else.
 * @throws ApiError missing_scope
 */
export function requireScopes(): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { bearer } = c.get("actor");
    const path = c.req.path.replace(/^\/api(\/v\d+)?/, "");
    if (bearer && !covers(bearer.scopes, c.req.method, path)) throw new ApiError("missing_scope");
    // Its owner may have others, too.
    const [, application] = /^\/applications\/(\d+)\//.exec(path) ?? [];
    if (bearer && application !== undefined && application !== bearer.applicationId) {
      throw new ApiError("missing_scope");
    }
    await next();
  };
}
