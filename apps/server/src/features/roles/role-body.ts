import { LIMITS } from "@palabre/protocol";
import { z } from "zod";
import { name, permissionBits, snowflake } from "../../http/fields.ts";
import type { RoleRow } from "../guild-core/present-guild.ts";
import { normaliseEmoji } from "../message-core/emoji.ts";

const color = z.number().int().min(0).max(0xffffff);
const emoji = z
  .string()
  .max(64)
  .transform((given, context) => {
    if (given === "") return null;
    const found = normaliseEmoji(given);
    if (found === null) context.addIssue({ code: "custom", message: "Not an emoji." });
    return found;
  });

/** Null is what a role has when nothing is said. Of several colors the first counts. */
export const roleBody = z.object({
  name: name(0, LIMITS.roleName).nullish(),
  permissions: permissionBits.nullish(),
  color: color.nullish(),
  colors: z.object({ primary_color: color }).nullish(),
  hoist: z.boolean().nullish(),
  mentionable: z.boolean().nullish(),
  unicode_emoji: emoji.nullish(),
  /** Pictures of roles are not there yet. */
  icon: z.null().optional(),
});
export type RoleBody = z.output<typeof roleBody>;

export const moveBody = z
  .array(z.object({ id: snowflake, position: z.number().int().min(0).max(1_000).nullish() }))
  .max(LIMITS.roles);
export type RoleMove = z.output<typeof moveBody>[number];

type Columns = Partial<Omit<RoleRow, "id" | "guild_id" | "position">>;

/** What a body says of a role; what is absent stays. */
export function toColumns(body: RoleBody): Columns {
  const columns: Columns = {};
  if (body.name !== undefined) columns.name = body.name || "new role";
  if (typeof body.permissions === "bigint") columns.permissions = String(body.permissions);
  if (body.color !== undefined) columns.color = body.color ?? 0;
  if (body.colors) columns.color = body.colors.primary_color;
  if (body.hoist !== undefined) columns.hoist = body.hoist ? 1 : 0;
  if (body.mentionable !== undefined) columns.mentionable = body.mentionable ? 1 : 0;
  if (body.unicode_emoji !== undefined) columns.unicode_emoji = body.unicode_emoji;
  return columns;
}
