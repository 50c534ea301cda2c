import type { APIUser, SelfUser } from "@palabre/protocol";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import { compileOnce, type Slots } from "../../db/compile-once.ts";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { toUser, USER_COLUMNS } from "./present.ts";

const selectSelf = compileOnce((sql: Sql, { userId }: Slots<{ userId: string }>) =>
  sql
    .selectFrom("users")
    .select([...USER_COLUMNS, "email", "email_verified", "bio", "pronouns", "is_admin", "is_premium"])
    .where("id", "=", userId),
);

/** An account as its owner sees it. @throws ApiError unknown_user when it is gone */
export async function readSelf(sql: Sql, userId: string): Promise<SelfUser> {
  const [row] = (await selectSelf(sql, { userId })).rows;
  if (!row) throw new ApiError("unknown_user");
  return {
    ...toUser(row),
    email: row.email,
    verified: row.email_verified === 1,
    bio: row.bio,
    pronouns: row.pronouns,
    admin: row.is_admin === 1,
    premium: row.is_premium === 1,
    mfa_enabled: false,
    locale: "en-US",
    premium_type: row.is_premium === 1 ? 2 : 0,
  };
}

/** Tells all devices of a person how their account stands, once `tx` is durable. */
export async function announceSelf({ tx, bus }: { tx: Tx; bus: Bus }, userId: string): Promise<SelfUser> {
  const self = await readSelf(tx.sql, userId);
  announce(tx, bus, `user:${userId}`, "USER_UPDATE", self);
  return self;
}

/** What else others see of somebody, at the moment a change is told. */
export type PresencesOf = (
  userIds: Iterable<string>,
) => { status: string; activities: unknown[]; client_status: unknown }[];

/** Tells those who see somebody's presence that their name or picture changed, once `tx` is durable. */
export function announceUser(
  { tx, bus, presencesOf }: { tx: Tx; bus: Bus; presencesOf: PresencesOf },
  user: APIUser,
): void {
  tx.afterCommit(() => {
    const presence = presencesOf([user.id])[0] ?? { status: "offline", activities: [], client_status: {} };
    bus.publish({
      kind: "dispatch",
      topic: `presence:${user.id}`,
      t: "PRESENCE_UPDATE",
      d: { ...presence, user },
    });
  });
}
