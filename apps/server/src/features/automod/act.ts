import {
  AutoModerationActionType as Act,
  type APIAutoModerationAction,
  type APIAutoModerationRule,
  AuditLogEvent,
  MessageType,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { findMember } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { readMember } from "../guild-core/members.ts";
import { insertSystemMessage } from "../message-core/system-message.ts";
import { iso } from "../users/present.ts";
import { mayReadAlert } from "./alert-audience.ts";

/** What a rule found, and where. */
export interface Finding {
  rule: APIAutoModerationRule;
  keyword: string | null;
  matched: string | null;
  guildId: string;
  /** Null for somebody's name. */
  channelId: string | null;
  /** Of the channel in the audit log. */
  placeId: string | null;
  userId: string;
  content: string;
  /** Null when it was blocked. */
  messageId: string | null;
}

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/** Does what the rules say, in a transaction of its own: that of a message that was blocked is rolled back. */
export async function act(deps: Parts, findings: readonly Finding[]): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const [first] = findings;
    if (!first) return;
    await tx.lock(`guild:${first.guildId}`);
    for (const finding of findings) await execute(tx, deps, finding);
  });
}

/** The same within a transaction that holds `guild:ID`. */
export async function execute(tx: Tx, deps: Parts, finding: Finding): Promise<void> {
  for (const action of finding.rule.actions) await executeOne(tx, deps, finding, action);
}

async function executeOne(
  tx: Tx,
  deps: Parts,
  finding: Finding,
  action: APIAutoModerationAction,
): Promise<void> {
  const { rule, guildId, channelId, userId, messageId } = finding;
  let alertId: string | null = null;
  if (action.type === Act.SendAlertMessage) {
    alertId = await sendAlert(tx, deps, finding, action.metadata?.channel_id ?? "");
    if (alertId === null) return;
  }
  if (action.type === Act.Timeout) {
    const given = await timeOut(tx, deps, finding, action.metadata?.duration_seconds ?? 0);
    if (!given) return;
  }
  await writeAudit(tx, deps, {
    guildId,
    actorId: null,
    action: LOGGED[action.type] ?? AuditLogEvent.AutoModerationBlockMessage,
    targetId: userId,
    channelId: finding.placeId,
    options: {
      auto_moderation_rule_name: rule.name,
      auto_moderation_rule_trigger_type: String(rule.trigger_type),
      ...(channelId !== null && { channel_id: channelId }),
    },
  });
  const d = {
    guild_id: guildId,
    action,
    rule_id: rule.id,
    rule_trigger_type: rule.trigger_type,
    user_id: userId,
    ...(channelId !== null && { channel_id: channelId }),
    ...(messageId !== null && { message_id: messageId }),
    ...(alertId !== null && { alert_system_message_id: alertId }),
    content: finding.content,
    matched_keyword: finding.keyword,
    matched_content: finding.matched,
  };
  announce(tx, deps.bus, `guild:${guildId}`, "AUTO_MODERATION_ACTION_EXECUTION", d, P.ManageGuild);
}

const LOGGED: Partial<Record<Act, AuditLogEvent>> = {
  [Act.BlockMessage]: AuditLogEvent.AutoModerationBlockMessage,
  [Act.SendAlertMessage]: AuditLogEvent.AutoModerationFlagToChannel,
  [Act.Timeout]: AuditLogEvent.AutoModerationUserCommunicationDisabled,
  [Act.BlockMemberInteraction]: AuditLogEvent.AutoModerationQuarantineUser,
};

/** Tells those who see the alert channel; null when it is gone, or somebody sees it who may not read what was said. */
async function sendAlert(
  tx: Tx,
  deps: Parts,
  finding: Finding,
  alertChannelId: string,
): Promise<string | null> {
  const { rule, channelId, content, keyword, matched, messageId } = finding;
  const channel = await tx.sql
    .selectFrom("channels")
    .select("id")
    .where("id", "=", alertChannelId)
    .where("guild_id", "=", finding.guildId)
    .executeTakeFirst();
  if (!channel) return null;
  // Everybody reads names.
  if (channelId !== null && !(await mayReadAlert(tx.sql, finding.guildId, alertChannelId, channelId))) {
    return null;
  }
  const timeOut = rule.actions.find(({ type }) => type === Act.Timeout)?.metadata?.duration_seconds;
  const fields: [string, string | null | undefined][] = [
    ["rule_name", rule.name],
    ["channel_id", channelId],
    ["decision_id", rule.id],
    ["keyword", keyword],
    ["keyword_matched_content", matched],
    ["flagged_message_id", messageId],
    ["timeout_duration", timeOut?.toString()],
    ["quarantine_user", channelId === null ? content : null],
  ];
  return insertSystemMessage(tx, deps, {
    channelId: alertChannelId,
    guildId: finding.guildId,
    authorId: finding.userId,
    type: MessageType.AutoModerationAction,
    // Nobody has read it by having been caught.
    authorReads: false,
    extra: {
      embeds: [
        {
          type: "auto_moderation_message",
          description: content,
          fields: fields.flatMap(([name, value]) => (value ? [{ name, value, inline: false }] : [])),
        },
      ] as never,
    },
  });
}

/**
 * Whether there was somebody to be given one. A longer one stays. Nobody gives one to those who manage the server, which
 * they may have begun to do since they wrote.
 */
async function timeOut(tx: Tx, deps: Parts, finding: Finding, seconds: number): Promise<boolean> {
  const { guildId, userId } = finding;
  const target = await findMember(tx.sql, guildId, userId);
  if (!target || (target.permissions & P.ManageGuild) !== 0n) return false;
  const until = Date.now() + seconds * 1_000;
  const { numUpdatedRows } = await tx.sql
    .updateTable("guild_members")
    .set({ timed_out_until: until })
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .where((is) => is.or([is("timed_out_until", "is", null), is("timed_out_until", "<", until)]))
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  const member = await readMember(tx.sql, guildId, userId);
  announce(tx, deps.bus, `guild:${guildId}`, "GUILD_MEMBER_UPDATE", {
    ...member,
    guild_id: guildId,
    communication_disabled_until: iso(until),
  });
  return true;
}
