import { Entrance, type JoinRequest, LIMITS } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findMember } from "../guild-core/access-guild.ts";
import { endJoinRequest } from "../guild-core/end-join-request.ts";
import { isOn } from "../guild-core/entrance.ts";
import { invitesPaused, requireMayUse, spendUse } from "../invites/accept-invite.ts";
import { findInvite, type Invite } from "../invites/find-invite.ts";
import { acceptRules, readRules, requireAccepted } from "../members/rules.ts";
import { iso } from "../users/present.ts";
import type { applyBody } from "./form-fields.ts";
import { presentRequests, type RequestRow, toOwnRequest } from "./present-request.ts";
import { readAnswers } from "./read-answers.ts";

interface Uses {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/**
 * Hands the form of a server in. A member accepts its rules with it; who is none applies, by an invitation or because
 * the server shows itself. One application waits at a time: handing it in again changes it; after a rejection a new one
 * takes the place of the old.
 * @throws ApiError unknown_guild, unknown_invite, banned, invites_paused, invite_not_for_you, max_join_requests,
 *   rules_not_accepted, invalid_form_body
 */
export async function handIn(
  deps: Uses,
  actor: Actor,
  guildId: string,
  body: z.output<typeof applyBody>,
): Promise<JoinRequest> {
  if (await findMember(deps.db.read, guildId, actor.userId)) {
    requireAccepted(body.form_fields);
    const { joinedAt } = await acceptRules(deps, actor, guildId);
    return {
      id: actor.userId,
      guild_id: guildId,
      user_id: actor.userId,
      created_at: iso(joinedAt),
      reviewed_at: iso(Date.now()),
      application_status: "APPROVED",
      rejection_reason: null,
    };
  }
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const before = await tx.sql
      .selectFrom("join_requests")
      .selectAll()
      .where("guild_id", "=", guildId)
      .where("user_id", "=", actor.userId)
      .executeTakeFirst();
    const isWaiting = before?.status === "SUBMITTED";
    const invite = isWaiting
      ? undefined
      : await requireWayIn(tx, actor.userId, guildId, body.invite_code ?? undefined);
    const answers = readAnswers(await readRules(tx.sql, guildId), body);
    if (!isWaiting) await requireSpace(tx, guildId, actor.userId);
    const values = {
      status: "SUBMITTED" as const,
      responses: JSON.stringify(answers),
      reason: null,
      actioned_by: null,
      reviewed_at: null,
      created_at: Date.now(),
    };
    let row: RequestRow;
    if (isWaiting) {
      row = await tx.sql
        .updateTable("join_requests")
        .set(values)
        .where("id", "=", before.id)
        .returningAll()
        .executeTakeFirstOrThrow();
    } else {
      if (before) await forget(tx, deps.bus, before);
      row = await tx.sql
        .insertInto("join_requests")
        .values({
          id: deps.newId(),
          guild_id: guildId,
          user_id: actor.userId,
          invite_code: invite?.code ?? null,
          temporary: invite?.row?.temporary ?? 0,
          ...values,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      if (invite) await spendUse(tx, deps.bus, invite);
    }
    return tellRequest(
      tx,
      deps.bus,
      row,
      isWaiting ? "GUILD_JOIN_REQUEST_UPDATE" : "GUILD_JOIN_REQUEST_CREATE",
    );
  });
}

/** @returns the invitation by which somebody may apply; undefined for a server that shows itself */
async function requireWayIn(
  tx: Tx,
  userId: string,
  guildId: string,
  code: string | undefined,
): Promise<Invite | undefined> {
  const guild = await tx.sql.selectFrom("guilds").selectAll().where("id", "=", guildId).executeTakeFirst();
  if (!guild || guild.disabled_at !== null) throw new ApiError("unknown_guild");
  const invite = code === undefined ? undefined : await findInvite(tx.sql, code);
  const isDoor = invite ? invite.guild.id === guildId : guild.discoverable === 1;
  // Where nobody reads applications one just comes in.
  if (!isDoor || !isOn(guild, Entrance.applications)) throw new ApiError("unknown_guild");
  await requireMayUse(tx, invite ?? { guild, row: null, code: "", channel: null }, userId);
  if (invitesPaused(guild)) throw new ApiError("invites_paused");
  return invite;
}

async function requireSpace({ sql }: Tx, guildId: string, userId: string): Promise<void> {
  const waiting = sql
    .selectFrom("join_requests")
    .select((e) => e.fn.countAll().as("count"))
    .where("status", "=", "SUBMITTED");
  const [there, own] = await Promise.all([
    waiting.where("guild_id", "=", guildId).executeTakeFirstOrThrow(),
    waiting.where("user_id", "=", userId).executeTakeFirstOrThrow(),
  ]);
  if (Number(there.count) >= LIMITS.joinRequests || Number(own.count) >= LIMITS.ownJoinRequests) {
    throw new ApiError("max_join_requests");
  }
}

async function forget(tx: Tx, bus: Bus, { id, guild_id, user_id }: RequestRow): Promise<void> {
  if (await endJoinRequest(tx, bus, guild_id, user_id)) return;
  // What let them in once.
  await tx.sql.deleteFrom("join_requests").where("id", "=", id).execute();
}

/** Tells those who decide, and whoever handed it in. */
export async function tellRequest(tx: Tx, bus: Bus, row: RequestRow, t: string): Promise<JoinRequest> {
  const own = toOwnRequest(row);
  const [request] = await presentRequests(tx.sql, [row]);
  const { guild_id, status } = row;
  announce(tx, bus, `guild:${guild_id}`, t, { guild_id, status, request }, P.KickMembers);
  announce(tx, bus, `user:${row.user_id}`, t, { guild_id, status, request: own });
  return own;
}

/** Takes one's application back, or puts away what was decided. @throws ApiError unknown_join_request */
export async function withdraw({ db, bus }: Uses, actor: Actor, guildId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    if (await endJoinRequest(tx, bus, guildId, actor.userId)) return;
    // Those who decide keep what let them in.
    const seen = await tx.sql
      .updateTable("join_requests")
      .set({ seen_at: Date.now() })
      .where("guild_id", "=", guildId)
      .where("user_id", "=", actor.userId)
      .where("seen_at", "is", null)
      .returning("id")
      .executeTakeFirst();
    if (!seen) throw new ApiError("unknown_join_request");
    const d = { id: seen.id, guild_id: guildId, user_id: actor.userId };
    announce(tx, bus, `user:${actor.userId}`, "GUILD_JOIN_REQUEST_DELETE", d);
  });
}
