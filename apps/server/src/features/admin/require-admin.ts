import type { MiddlewareHandler } from "hono";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Env } from "../../http/env.ts";
import { mark } from "../../http/marks.ts";

/** Lets in those who run the instance now: read anew each time, so that who was one a moment ago is out. */
export function requireAdmin(db: Database): MiddlewareHandler<Env> {
  const middleware: MiddlewareHandler<Env> = async (c, next) => {
    const row = await db.read
      .selectFrom("users")
      .select("is_admin")
      .where("id", "=", c.get("actor").userId)
      .executeTakeFirst();
    if (row?.is_admin !== 1) throw new ApiError("missing_permissions");
    await next();
  };
  return mark(middleware, { asks: "admin" });
}
