import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { snowflake, text } from "../../http/fields.ts";
import { accessChannel } from "../channels/access.ts";
import { accessGuild, findMember } from "../guild-core/access-guild.ts";
import { findMessage } from "../message-core/queries.ts";
import { announceReport, settlesHere } from "./announce-report.ts";
import type { ReportRow } from "./report.ts";

export const fileBody = z.object({
  channel_id: snowflake.optional(),
  message_id: snowflake.optional(),
  user_id: snowflake.optional(),
  guild_id: snowflake.optional(),
  reason: z.literal(["spam", "harassment", "illegal", "other"]),
  comment: text(0, 1_000, { lines: true }).default(""),
});

/** What is reported, as far as the one who reports it sees it. */
type Subject = Pick<ReportRow, "guild_id" | "channel_id" | "message_id" | "user_id" | "content">;

/**
 * Reports a message or a person one sees. Reporting the same thing again changes nothing, and is not told.
 * @throws ApiError unknown_channel, unknown_message, unknown_guild, unknown_member, unknown_user, invalid_form_body
 */
export async function fileReport(
  { db, bus, newId }: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  input: z.output<typeof fileBody>,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.lock(`reports-of:${actor.userId}`);
    const subject = await findSubject(tx, actor, input);
    if (subject.user_id === actor.userId) {
      throw fieldError("user_id", "INVALID_USER", "One does not report oneself.");
    }
    if (await isKnown(tx, actor.userId, subject)) return;
    const row: ReportRow = {
      ...subject,
      id: newId(),
      reporter_id: actor.userId,
      reason: input.reason,
      comment: input.comment,
      status: "open",
      outcome: null,
      // What is against the law, or about those who would settle it themselves, is not for the server alone.
      escalated: input.reason === "illegal" || (await settlesHere(tx, subject)) ? 1 : 0,
      handled_by: null,
      handled_at: null,
      created_at: Date.now(),
    };
    await tx.sql.insertInto("reports").values(row).execute();
    await announceReport(tx, bus, "REPORT_CREATE", row);
  });
}

async function findSubject(tx: Tx, actor: Actor, input: z.output<typeof fileBody>): Promise<Subject> {
  const { channel_id, message_id, user_id, guild_id } = input;
  if (message_id !== undefined) {
    if (channel_id === undefined) {
      throw fieldError("channel_id", "BASE_TYPE_REQUIRED", "This field is required");
    }
    const channel = await accessChannel(tx.sql, actor, channel_id, P.ViewChannel | P.ReadMessageHistory);
    const message = await findMessage(tx.sql, channel_id, message_id);
    if (!message) throw new ApiError("unknown_message");
    return {
      guild_id: channel.guild_id,
      channel_id,
      message_id,
      user_id: message.author_id,
      content: message.content || (await questionOf(tx, message_id)),
    };
  }
  if (user_id === undefined) {
    throw fieldError("user_id", "BASE_TYPE_REQUIRED", "A message or a person is needed.");
  }
  const nowhere = { channel_id: null, message_id: null, content: null, user_id };
  if (guild_id !== undefined) {
    await accessGuild(tx.sql, actor, guild_id);
    if (!(await findMember(tx.sql, guild_id, user_id))) throw new ApiError("unknown_member");
    return { ...nowhere, guild_id };
  }
  const user = await tx.sql
    .selectFrom("users")
    .select("id")
    .where("id", "=", user_id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (!user) throw new ApiError("unknown_user");
  return { ...nowhere, guild_id: null };
}

/** What a message asks that says nothing else. */
async function questionOf({ sql }: Tx, messageId: string): Promise<string> {
  const poll = await sql
    .selectFrom("polls")
    .select("question")
    .where("message_id", "=", messageId)
    .executeTakeFirst();
  return poll?.question ?? "";
}

/** A message is reported once by each; a person as long as what was said before is not settled. */
async function isKnown({ sql }: Tx, reporterId: string, subject: Subject): Promise<boolean> {
  const mine = sql
    .selectFrom("reports")
    .select("id")
    .where("reporter_id", "=", reporterId)
    .where("user_id", "=", subject.user_id);
  const same =
    subject.message_id !== null
      ? mine.where("message_id", "=", subject.message_id)
      : mine
          .where("message_id", "is", null)
          .where("guild_id", subject.guild_id === null ? "is" : "=", subject.guild_id)
          .where("status", "=", "open");
  return (await same.limit(1).executeTakeFirst()) !== undefined;
}
