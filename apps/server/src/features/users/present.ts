import type { APIUser } from "@palabre/protocol";
import type { UserFlags } from "discord-api-types/v10";

/** The columns a user's wire form needs. */
export const USER_COLUMNS = ["id", "username", "global_name", "avatar", "is_bot", "deleted_at"] as const;
/** The same where users are joined as `u`. */
export const JOINED_USER_COLUMNS = USER_COLUMNS.map((column) => `u.${column}` as const);

export interface UserRow {
  id: string;
  username: string;
  global_name: string | null;
  avatar: string | null;
  is_bot: 0 | 1;
  deleted_at: number | null;
}

/** A person as everyone may see them. */
export function toUser(row: UserRow): APIUser {
  const user: APIUser = {
    id: row.id,
    username: row.username,
    discriminator: "0",
    global_name: row.global_name,
    avatar: row.avatar,
    public_flags: 0 as UserFlags,
    flags: 0 as UserFlags,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
  if (row.is_bot) user.bot = true;
  return user;
}

/** Times on the wire: ISO 8601 in UTC, ending in Z. */
export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
export const isoOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : iso(milliseconds);
