import type { APIUser } from "@palabre/protocol";
import { fields } from "./fields.ts";

/** What everybody may know of a user; what one knows of oneself besides is left out. */
const PUBLIC = [
  "id",
  "username",
  "discriminator",
  "global_name",
  "avatar",
  "bot",
  "system",
  "public_flags",
  "avatar_decoration_data",
  "primary_guild",
] as const;

export function publicProfile(user: unknown): APIUser {
  const all = fields(user);
  return Object.fromEntries(
    PUBLIC.filter((field) => field in all).map((field) => [field, all[field]]),
  ) as unknown as APIUser;
}
