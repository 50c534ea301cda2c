import { type AdminUser, isSnowflake } from "@palabre/protocol";
import { sql as raw } from "kysely";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { beginsWith, spellings } from "../../db/spellings.ts";
import { ApiError } from "../../errors.ts";
import { keepAnAdmin } from "../accounts/admins.ts";
import { endAuthSessions } from "../accounts/auth-sessions.ts";
import { HANDED_RESET_LIFETIME, issueMailToken, revokeMailTokens } from "../accounts/mail-tokens.ts";
import { noteInstanceAct } from "../instance/instance-audit.ts";
import { iso, isoOrNull } from "../users/present.ts";
import { announceSelf } from "../users/self.ts";

interface Search {
  query: string;
  limit: number;
  before?: string | undefined;
}

/** Accounts whose name, display name, address or id holds `query`, the newest first, and how many there are in all. */
export async function searchUsers(sql: Sql, search: Search): Promise<{ users: AdminUser[]; total: number }> {
  const found = matching(sql, search.query);
  const page = found.orderBy("u.id", "desc").limit(search.limit);
  const rows = await selectAdminUser(
    search.before === undefined ? page : page.where("u.id", "<", search.before),
  ).execute();
  const counted = await found.select((eb) => eb.fn.countAll().as("total")).executeTakeFirstOrThrow();
  return { users: rows.map(toAdminUser), total: Number(counted.total) };
}

async function readAdminUser(sql: Sql, userId: string): Promise<AdminUser> {
  const row = await selectAdminUser(
    sql.selectFrom("users as u").where("u.id", "=", userId),
  ).executeTakeFirst();
  if (!row) throw new ApiError("unknown_user");
  return toAdminUser(row);
}

export interface AdminChange {
  disabled?: boolean | undefined;
  admin?: boolean | undefined;
  premium?: boolean | undefined;
}

/**
 * Disables or enables an account, or gives and takes the admin's and the premium flag. Disabling ends every log-in.
 * @throws ApiError unknown_user, ONLY_ADMIN when nobody would run the instance any more
 */
export async function changeUser(
  { db, bus, newId }: { db: Database; bus: Bus; newId: () => string },
  by: string | null,
  userId: string,
  change: AdminChange,
): Promise<AdminUser> {
  return db.transaction(async (tx) => {
    await tx.lock(`account:${userId}`, "admins");
    const now = await tx.sql
      .selectFrom("users")
      .select(["is_admin", "disabled_at"])
      .where("id", "=", userId)
      .where("deleted_at", "is", null)
      .executeTakeFirst();
    if (!now) throw new ApiError("unknown_user");
    if (change.disabled === true || change.admin === false) await keepAnAdmin(tx, userId);
    const set = {
      ...(change.disabled !== undefined && {
        disabled_at: change.disabled ? (now.disabled_at ?? Date.now()) : null,
      }),
      ...(change.admin !== undefined && { is_admin: change.admin ? (1 as const) : (0 as const) }),
      ...(change.premium !== undefined && { is_premium: change.premium ? (1 as const) : (0 as const) }),
    };
    if (Object.keys(set).length > 0) {
      await tx.sql.updateTable("users").set(set).where("id", "=", userId).execute();
      if (change.disabled === true) {
        await endAuthSessions({ tx, bus }, userId);
        await revokeMailTokens(tx, userId);
      }
      await announceSelf({ tx, bus }, userId);
      await noteInstanceAct(tx, newId, {
        userId: by,
        action: "user.change",
        targetId: userId,
        detail: change,
      });
    }
    return readAdminUser(tx.sql, userId);
  });
}

/** Makes the link with which somebody chooses a new password, for an admin to hand over. */
export async function makeResetLink(
  { db, newId }: { db: Database; newId: () => string },
  by: string | null,
  userId: string,
): Promise<{ username: string; email: string | null; token: string; expiresAt: number }> {
  return db.transaction(async (tx) => {
    const account = await tx.sql
      .selectFrom("users")
      .select(["username", "email"])
      .where("id", "=", userId)
      .where("deleted_at", "is", null)
      .where("is_bot", "=", 0)
      .executeTakeFirst();
    if (!account) throw new ApiError("unknown_user");
    await noteInstanceAct(tx, newId, { userId: by, action: "user.password_reset", targetId: userId });
    // It may travel another way than by mail, so opening it proves no address.
    return { ...account, ...(await issueMailToken(tx, userId, "reset", null, HANDED_RESET_LIFETIME)) };
  });
}

function matching(sql: Sql, query: string) {
  const all = sql.selectFrom("users as u");
  if (query === "") return all;
  const holds = (column: string, text: string) =>
    raw<boolean>`lower(${raw.ref(column)}) like ${`%${beginsWith(text)}`} escape '\\'`;
  const small = query.toLowerCase();
  return all.where((eb) =>
    eb.or([
      holds("u.username", small),
      holds("u.email", small),
      ...spellings(small).map((text) => holds("u.global_name", text)),
      ...(isSnowflake(query) ? [eb("u.id", "=", query)] : []),
    ]),
  );
}

function selectAdminUser(query: ReturnType<typeof matching>) {
  return query.select((eb) => [
    "u.id",
    "u.username",
    "u.global_name",
    "u.avatar",
    "u.email",
    "u.email_verified",
    "u.is_admin",
    "u.is_premium",
    "u.disabled_at",
    "u.deleted_at",
    "u.created_at",
    eb
      .selectFrom("auth_sessions as s")
      .select((s) => s.fn.max("s.last_used_at").as("last_used_at"))
      .whereRef("s.user_id", "=", "u.id")
      .as("last_used_at"),
  ]);
}

type AdminUserRow = Awaited<ReturnType<ReturnType<typeof selectAdminUser>["executeTakeFirstOrThrow"]>>;

function toAdminUser(row: AdminUserRow): AdminUser {
  return {
    id: row.id,
    username: row.username,
    global_name: row.global_name,
    avatar: row.avatar,
    email: row.email,
    verified: row.email_verified === 1,
    admin: row.is_admin === 1,
    premium: row.is_premium === 1,
    disabled: row.disabled_at !== null,
    deleted: row.deleted_at !== null,
    created_at: iso(row.created_at),
    last_used_at: isoOrNull(row.last_used_at),
  };
}
