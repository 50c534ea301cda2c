import {
  AutoModerationActionType as Act,
  type APIAutoModerationAction,
  type APIAutoModerationRule,
  AuditLogEvent,
  ChannelType,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import type { z } from "zod";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";
import { compilePattern, GUILD_INSTRUCTIONS } from "./patterns.ts";
import {
  actionsOf,
  type createRuleBody,
  MAX_RULES,
  metadataOf,
  type RuleRow,
  requireEvent,
  toRule,
  type updateRuleBody,
} from "./rule.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
}

const selectRules = (sql: Sql, guildId: string) =>
  sql.selectFrom("automod_rules").selectAll().where("guild_id", "=", guildId).orderBy("id");

/** The rules of a server, the oldest first. */
export async function listRules(sql: Sql, guildId: string): Promise<APIAutoModerationRule[]> {
  return (await selectRules(sql, guildId).execute()).map(toRule);
}

/** @throws ApiError unknown_automod_rule */
export async function readRule(sql: Sql, guildId: string, ruleId: string): Promise<RuleRow> {
  const row = await selectRules(sql, guildId).where("id", "=", ruleId).executeTakeFirst();
  if (!row) throw new ApiError("unknown_automod_rule");
  return row;
}

/** @throws ApiError unknown_guild, missing_permissions, max_automod_rules, invalid_form_body */
export async function createRule(
  deps: Parts,
  actor: Actor,
  guildId: string,
  input: z.output<typeof createRuleBody>,
  reason: string | null,
): Promise<APIAutoModerationRule> {
  requireEvent(input.trigger_type, input.event_type);
  const trigger_metadata = metadataOf(input.trigger_type, input.trigger_metadata);
  const actions = actionsOf(input.trigger_type, input.actions);
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    await requireActions(tx.sql, member, actions);
    const others = await listRules(tx.sql, guildId);
    const same = others.filter(({ trigger_type }) => trigger_type === input.trigger_type).length;
    if (same >= (MAX_RULES[input.trigger_type] ?? 0)) throw new ApiError("max_automod_rules");
    const row: RuleRow = {
      id: deps.newId(),
      guild_id: guildId,
      name: input.name,
      creator_id: actor.userId,
      event_type: input.event_type,
      trigger_type: input.trigger_type,
      trigger_metadata: JSON.stringify(trigger_metadata),
      actions: JSON.stringify(actions),
      enabled: input.enabled ? 1 : 0,
      exempt_roles: JSON.stringify(input.exempt_roles ?? []),
      exempt_channels: JSON.stringify(input.exempt_channels ?? []),
    };
    const rule = toRule(row);
    requireAffordable([...others, rule]);
    await tx.sql.insertInto("automod_rules").values(row).execute();
    await note(tx, deps, actor, AuditLogEvent.AutoModerationRuleCreate, {}, rule, reason);
    announce(tx, deps.bus, `guild:${guildId}`, "AUTO_MODERATION_RULE_CREATE", rule, P.ManageGuild);
    return rule;
  });
}

/** What is absent stays. @throws ApiError unknown_guild, missing_permissions, unknown_automod_rule, invalid_form_body */
export async function updateRule(
  deps: Parts,
  actor: Actor,
  guildId: string,
  ruleId: string,
  input: z.output<typeof updateRuleBody>,
  reason: string | null,
): Promise<APIAutoModerationRule> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const before = toRule(await readRule(tx.sql, guildId, ruleId));
    const { trigger_type } = before;
    if (input.event_type !== undefined) requireEvent(trigger_type, input.event_type);
    const after: APIAutoModerationRule = {
      ...before,
      name: input.name ?? before.name,
      enabled: input.enabled ?? before.enabled,
      exempt_roles: input.exempt_roles ?? before.exempt_roles,
      exempt_channels: input.exempt_channels ?? before.exempt_channels,
      ...(input.trigger_metadata && {
        trigger_metadata: metadataOf(trigger_type, { ...before.trigger_metadata, ...input.trigger_metadata }),
      }),
      ...(input.actions && { actions: actionsOf(trigger_type, input.actions) }),
    };
    if (input.actions) await requireActions(tx.sql, member, after.actions);
    const others = (await listRules(tx.sql, guildId)).filter(({ id }) => id !== ruleId);
    requireAffordable([...others, after]);
    await tx.sql
      .updateTable("automod_rules")
      .set({
        name: after.name,
        enabled: after.enabled ? 1 : 0,
        trigger_metadata: JSON.stringify(after.trigger_metadata),
        actions: JSON.stringify(after.actions),
        exempt_roles: JSON.stringify(after.exempt_roles),
        exempt_channels: JSON.stringify(after.exempt_channels),
      })
      .where("id", "=", ruleId)
      .execute();
    await note(tx, deps, actor, AuditLogEvent.AutoModerationRuleUpdate, before, after, reason);
    announce(tx, deps.bus, `guild:${guildId}`, "AUTO_MODERATION_RULE_UPDATE", after, P.ManageGuild);
    return after;
  });
}

/** @throws ApiError unknown_guild, missing_permissions, unknown_automod_rule */
export async function deleteRule(
  deps: Parts,
  actor: Actor,
  guildId: string,
  ruleId: string,
  reason: string | null,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const rule = toRule(await readRule(tx.sql, guildId, ruleId));
    await tx.sql.deleteFrom("automod_rules").where("id", "=", ruleId).execute();
    await note(tx, deps, actor, AuditLogEvent.AutoModerationRuleDelete, rule, {}, reason);
    announce(tx, deps.bus, `guild:${guildId}`, "AUTO_MODERATION_RULE_DELETE", rule, P.ManageGuild);
  });
}

/** Alerts go where their author may write, and time-outs are given by those who may give them. */
async function requireActions(
  sql: Sql,
  member: GuildActor,
  actions: readonly APIAutoModerationAction[],
): Promise<void> {
  for (const [n, { type, metadata }] of actions.entries()) {
    if (type === Act.Timeout && (member.permissions & P.ModerateMembers) === 0n) {
      throw new ApiError("missing_permissions");
    }
    const channelId = type === Act.SendAlertMessage ? metadata?.channel_id : undefined;
    if (channelId === undefined) continue;
    const channel = await accessGuildChannel(sql, member, channelId).catch(() => null);
    if (channel?.guild_id !== member.guildId || channel.type !== ChannelType.GuildText) {
      throw fieldError(
        `actions.${n}.metadata.channel_id`,
        "CHANNEL_INVALID",
        "Not a text channel of this server.",
      );
    }
  }
}

/** Every message runs through all expressions of its server. */
function requireAffordable(rules: readonly APIAutoModerationRule[]): void {
  const patterns = rules.flatMap(({ trigger_metadata }) => trigger_metadata.regex_patterns ?? []);
  const cost = patterns.reduce((sum, pattern) => sum + (compilePattern(pattern)?.cost ?? 0), 0);
  if (cost <= GUILD_INSTRUCTIONS) return;
  throw fieldError(
    "trigger_metadata.regex_patterns",
    "AUTO_MODERATION_INVALID_REGEX",
    "The expressions of this server's rules would take too long together.",
  );
}

const LOGGED = {
  name: "name",
  trigger_type: "trigger_type",
  event_type: "event_type",
  trigger_metadata: "trigger_metadata",
  actions: "actions",
  enabled: "enabled",
  exempt_roles: "exempt_roles",
  exempt_channels: "exempt_channels",
} satisfies { [K in keyof APIAutoModerationRule]?: string };

async function note(
  tx: Tx,
  deps: Parts,
  actor: Actor,
  action: AuditLogEvent,
  before: Partial<APIAutoModerationRule>,
  after: Partial<APIAutoModerationRule>,
  reason: string | null,
): Promise<void> {
  const gone = Object.fromEntries(Object.keys(LOGGED).map((key) => [key, undefined]));
  await writeAudit(tx, deps, {
    guildId: after.guild_id ?? before.guild_id ?? "",
    actorId: actor.userId,
    action,
    targetId: after.id ?? before.id ?? null,
    changes: changesBetween<Partial<APIAutoModerationRule>>(before, { ...gone, ...after }, LOGGED),
    reason,
  });
}
