import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { endAuthSessions, openAuthSession } from "../accounts/auth-sessions.ts";
import { hashToken, makeMailToken } from "../accounts/tokens.ts";
import { accessOwnApplication } from "./find-application.ts";

interface Deps {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/** Gives the bot a token, shown this once. The one before stops counting, and its gateway sessions close. @throws ApiError unknown_application */
export async function resetBotToken(deps: Deps, actor: Actor, id: string): Promise<{ token: string }> {
  const { db, bus, newId } = deps;
  return db.transaction(async (tx) => {
    await tx.lock(`application:${id}`);
    await accessOwnApplication(tx.sql, actor, id);
    await endAuthSessions({ tx, bus }, id);
    return { token: await openAuthSession({ tx, bus, newId }, id, { userAgent: "bot" }) };
  });
}

/** Makes a new client secret, shown this once; the one before stops counting. @throws ApiError unknown_application */
export async function resetSecret(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  id: string,
): Promise<{ secret: string }> {
  return db.transaction(async (tx) => {
    await accessOwnApplication(tx.sql, actor, id);
    const secret = makeMailToken();
    await tx.sql
      .updateTable("applications")
      .set({ secret_hash: hashToken(secret) })
      .where("id", "=", id)
      .execute();
    return { secret };
  });
}
