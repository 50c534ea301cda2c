import type { JoinRequest } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { requireSpaceForGuild } from "../guilds/create-guild.ts";
import { addMember } from "../guilds/join-guild.ts";
import { tellRequest } from "./apply.ts";
import type { decisionBody } from "./form-fields.ts";
import { presentRequests, type RequestRow } from "./present-request.ts";

/**
 * Lets somebody who applied in, or says why not.
 * @throws ApiError unknown_guild, missing_permissions, unknown_join_request, join_request_closed, banned, max_guilds,
 *   max_members
 */
export async function decideRequest(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  { guildId, requestId }: { guildId: string; requestId: string },
  { action, rejection_reason }: z.output<typeof decisionBody>,
): Promise<JoinRequest> {
  await accessGuild(deps.db.read, actor, guildId, P.KickMembers);
  const { user_id: userId } = await find(deps.db.read, guildId, requestId);
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`, `guilds-of:${userId}`);
    await accessGuild(tx.sql, actor, guildId, P.KickMembers);
    const before = await find(tx.sql, guildId, requestId);
    if (before.status !== "SUBMITTED") throw new ApiError("join_request_closed");
    if (action === "APPROVED") {
      await requireSpaceForGuild(tx, userId);
      await addMember(tx, deps, {
        guildId,
        userId,
        temporary: before.temporary === 1,
        inviteCode: before.invite_code,
        approved: true,
      });
    }
    const row = await tx.sql
      .updateTable("join_requests")
      .set({
        status: action,
        reason: action === "REJECTED" ? rejection_reason : null,
        actioned_by: actor.userId,
        reviewed_at: Date.now(),
      })
      .where("id", "=", requestId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await tellRequest(tx, deps.bus, row, "GUILD_JOIN_REQUEST_UPDATE");
    const [told] = await presentRequests(tx.sql, [row]);
    if (!told) throw new ApiError("unknown_join_request");
    return told;
  });
}

async function find(sql: Sql, guildId: string, requestId: string): Promise<RequestRow> {
  const row = await sql
    .selectFrom("join_requests")
    .selectAll()
    .where("id", "=", requestId)
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  if (!row) throw new ApiError("unknown_join_request");
  return row;
}
