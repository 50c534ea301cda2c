import { AutoModerationRuleEventType as On, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Logger } from "pino";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { AccessibleChannel } from "../channels/access.ts";
import { auditPlace } from "../guild-core/audit.ts";
import { act, type Finding } from "./act.ts";
import type { CheckMember } from "./check-profile.ts";
import type { CompiledRule } from "./compile-rule.ts";
import type { RuleCache } from "./rule-cache.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
  log: Pick<Logger, "error">;
}

/** What somebody is about to say in a channel. */
interface Said {
  /** Null for the name of a thread. */
  messageId: string | null;
  content: string;
  isNew: boolean;
  bot: boolean;
}

/**
 * Holds a message of a server against the server's rules, in the transaction that writes it: to be called once the
 * message is known to be new. What the rules say besides is done behind the answer.
 * @throws ApiError automod_blocked, and as `checkMember` does, which rolls the message back
 */
export type CheckMessage = (tx: Tx, channel: AccessibleChannel, said: Said) => Promise<void>;

/** The check of one server process, which looks at who says it, too. */
export function createAutomod(deps: Parts, cache: RuleCache, checkMember: CheckMember): CheckMessage {
  const later = (findings: readonly Finding[]) => {
    act(deps, findings).catch((err: unknown) =>
      deps.log.error({ err }, "what automatic moderation found was not acted on"),
    );
  };
  return async (tx, channel, said) => {
    const { member, guild_id } = channel;
    if (member === null || guild_id === null || said.bot) return;
    await checkMember(tx.sql, member);
    if ((member.permissions & P.ManageGuild) !== 0n) return;
    const rules = (await cache.of(tx.sql, guild_id)).filter(({ rule }) => rule.event_type === On.MessageSend);
    if (rules.length === 0) return;
    const mentions = countMentions(said.content);
    const places = await placesOf(tx, channel, rules);
    const found = rules.flatMap(({ rule, blocks, find }) => {
      if (rule.exempt_roles.some((id) => member.roleIds.includes(id))) return [];
      if (rule.exempt_channels.some((id) => places.includes(id))) return [];
      const hit = find({
        ...said,
        mentions,
        guildId: guild_id,
        userId: member.userId,
        joinedAt: member.joinedAt,
      });
      return hit ? [{ rule, blocks, hit }] : [];
    });
    if (found.length === 0) return;
    const blocking = found.find(({ blocks }) => blocks);
    const findings = found.map(({ rule, hit }) => ({
      rule,
      keyword: hit.keyword,
      matched: hit.content,
      guildId: guild_id,
      channelId: channel.id,
      placeId: auditPlace(channel),
      userId: member.userId,
      content: said.content,
      messageId: blocking ? null : said.messageId,
    }));
    if (!blocking) {
      tx.afterCommit(() => later(findings));
      return;
    }
    later(findings);
    const custom = blocking.rule.actions.find(({ metadata }) => metadata?.custom_message)?.metadata;
    const field = said.messageId === null ? "name" : "content";
    throw new ApiError(
      "automod_blocked",
      custom?.custom_message
        ? { [field]: { _errors: [{ code: "AUTO_MODERATION_MESSAGE", message: custom.custom_message }] } }
        : undefined,
    );
  };
}

/** Different people and roles that a text names, whether they are called or not. */
const countMentions = (content: string): number =>
  new Set((content.match(/<@[!&]?\d{1,20}>/g) ?? []).map((mention) => mention.replace("!", ""))).size;

/** The channel and what it lies in: an exempt category spares its channels, an exempt channel its threads. */
async function placesOf(
  tx: Tx,
  channel: AccessibleChannel,
  rules: readonly CompiledRule[],
): Promise<string[]> {
  if (channel.parent_id === null || rules.every(({ rule }) => rule.exempt_channels.length === 0)) {
    return [channel.id];
  }
  const parent = await tx.sql
    .selectFrom("channels")
    .select("parent_id")
    .where("id", "=", channel.parent_id)
    .executeTakeFirst();
  return [channel.id, channel.parent_id, ...(parent?.parent_id ? [parent.parent_id] : [])];
}
