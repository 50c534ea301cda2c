import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { ApiError } from "../../errors.ts";
import type { GuildActor } from "./access-guild.ts";

/** Who may do what with what a server has to express itself with: its stickers and sounds. */

/** May be asked before a large body is read. @throws ApiError missing_permissions */
export function requireCreates({ permissions }: GuildActor): void {
  if ((permissions & P.CreateGuildExpressions) === 0n) throw new ApiError("missing_permissions");
}

/**
 * What one brought oneself takes Create Guild Expressions, another's Manage Guild Expressions.
 * @throws ApiError missing_permissions
 */
export function requireChanges({ permissions, userId }: GuildActor, makerId: string): void {
  const own = makerId === userId && (permissions & P.CreateGuildExpressions) !== 0n;
  if (!own && (permissions & P.ManageGuildExpressions) === 0n) throw new ApiError("missing_permissions");
}

/** Who brought what is for those who may bring or change some. */
export const seesMakers = ({ permissions }: GuildActor): boolean =>
  (permissions & (P.CreateGuildExpressions | P.ManageGuildExpressions)) !== 0n;
