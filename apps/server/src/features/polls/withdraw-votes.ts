import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { guildOf } from "../message-core/as-dispatched.ts";
import { changeVote } from "./vote.ts";

/**
 * Takes back what somebody chose in polls that are open, with the transaction: their account goes. In those that are
 * over it stays, as what they wrote does, by nobody who can be known.
 */
export async function withdrawVotes(tx: Tx, { bus }: { bus: Bus }, userId: string): Promise<void> {
  const open = () =>
    tx.sql
      .selectFrom("poll_votes as v")
      .innerJoin("polls as p", "p.message_id", "v.message_id")
      .innerJoin("channels as c", "c.id", "p.channel_id")
      .select(["v.message_id", "v.answer_id", "p.channel_id", "c.guild_id"])
      .where("v.user_id", "=", userId)
      .where("p.ended_at", "is", null)
      .orderBy("v.message_id")
      .orderBy("v.answer_id")
      .execute();
  const before = await open();
  if (before.length === 0) return;
  await tx.lock(...new Set(before.map(({ message_id }) => `message:${message_id}`)));
  for (const { guild_id, ...where } of await open()) {
    await changeVote(tx, bus, { ...where, ...guildOf({ guild_id }), user_id: userId }, false);
  }
}
