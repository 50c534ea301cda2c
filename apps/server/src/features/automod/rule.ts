import {
  AutoModerationActionType as Act,
  type APIAutoModerationAction,
  type APIAutoModerationRule,
  type APIAutoModerationRuleTriggerMetadata,
  AutoModerationRuleEventType as On,
  AutoModerationRuleKeywordPresetType as Preset,
  AutoModerationRuleTriggerType as Trigger,
} from "discord-api-types/v10";
import type { Selectable } from "kysely";
import { z } from "zod";
import type { Schema } from "../../db/schema.ts";
import { fieldError } from "../../errors.ts";
import { name, snowflake, text } from "../../http/fields.ts";
import { compilePattern } from "./patterns.ts";

export type RuleRow = Selectable<Schema["automod_rules"]>;

/** Rules of one kind that a server may have. */
export const MAX_RULES: Partial<Record<Trigger, number>> = {
  [Trigger.Keyword]: 6,
  [Trigger.Spam]: 1,
  [Trigger.KeywordPreset]: 1,
  [Trigger.MentionSpam]: 1,
  [Trigger.MemberProfile]: 1,
};
const FOUR_WEEKS_S = 28 * 86_400;

const keyword = text(1, 60).refine((value) => value.replaceAll("*", "").trim() !== "", {
  message: "Must hold more than stars.",
});
const action = z.discriminatedUnion("type", [
  z.object({
    type: z.literal(Act.BlockMessage),
    metadata: z.object({ custom_message: text(0, 150).nullish() }).nullish(),
  }),
  z.object({ type: z.literal(Act.SendAlertMessage), metadata: z.object({ channel_id: snowflake }) }),
  z.object({
    type: z.literal(Act.Timeout),
    metadata: z.object({ duration_seconds: z.number().int().min(1).max(FOUR_WEEKS_S) }),
  }),
  z.object({ type: z.literal(Act.BlockMemberInteraction), metadata: z.object({}).nullish() }),
]);
const metadata = z.object({
  keyword_filter: z.array(keyword).max(1_000).nullish(),
  regex_patterns: z.array(text(1, 260)).max(10).nullish(),
  allow_list: z.array(keyword).max(1_000).nullish(),
  presets: z
    .array(z.literal([Preset.Profanity, Preset.SexualContent, Preset.Slurs]))
    .max(3)
    .nullish(),
  mention_total_limit: z.number().int().min(0).max(50).nullish(),
  mention_raid_protection_enabled: z.boolean().nullish(),
});
const common = {
  name: name(1, 100),
  trigger_metadata: metadata.nullish(),
  actions: z.array(action).min(1).max(5),
  enabled: z.boolean().nullish(),
  exempt_roles: z.array(snowflake).max(20).nullish(),
  exempt_channels: z.array(snowflake).max(50).nullish(),
};

const event_type = z.literal([On.MessageSend, On.MemberUpdate]);

export const createRuleBody = z.object({
  ...common,
  event_type,
  trigger_type: z.literal([
    Trigger.Keyword,
    Trigger.Spam,
    Trigger.KeywordPreset,
    Trigger.MentionSpam,
    Trigger.MemberProfile,
  ]),
});
export const updateRuleBody = z.object({ ...common, event_type, trigger_type: z.number() }).partial();

/** What names are looked at, others are of messages. @throws ApiError invalid_form_body */
export function requireEvent(trigger: Trigger, event: On): void {
  if (event === (trigger === Trigger.MemberProfile ? On.MemberUpdate : On.MessageSend)) return;
  throw fieldError("event_type", "BASE_TYPE_CHOICES", "Rules of this kind are about something else.");
}

type ActionInput = z.output<typeof action>;

/**
 * What is kept of a rule's metadata: the fields its kind has, each there.
 * @throws ApiError invalid_form_body naming what is missing, too long or no expression
 */
export function metadataOf(
  trigger: Trigger,
  given: z.output<typeof metadata> | null | undefined,
): APIAutoModerationRuleTriggerMetadata {
  const input = given ?? {};
  if (trigger === Trigger.Spam) return {};
  if (trigger === Trigger.MentionSpam) {
    return {
      mention_total_limit: input.mention_total_limit ?? 20,
      mention_raid_protection_enabled: input.mention_raid_protection_enabled ?? false,
    };
  }
  const allow_list = input.allow_list ?? [];
  if (trigger === Trigger.KeywordPreset) {
    if (!input.presets || input.presets.length === 0) {
      throw fieldError("trigger_metadata.presets", "BASE_TYPE_REQUIRED", "This field is required");
    }
    return { presets: [...new Set(input.presets)], allow_list };
  }
  if (allow_list.length > 100) {
    throw fieldError(
      "trigger_metadata.allow_list",
      "BASE_TYPE_BAD_LENGTH",
      "Must be 100 or fewer in length.",
    );
  }
  const keyword_filter = input.keyword_filter ?? [];
  const regex_patterns = input.regex_patterns ?? [];
  if (keyword_filter.length + regex_patterns.length === 0) {
    throw fieldError(
      "trigger_metadata.keyword_filter",
      "BASE_TYPE_REQUIRED",
      "Keywords or expressions are needed.",
    );
  }
  regex_patterns.forEach((pattern, n) => {
    if (compilePattern(pattern)) return;
    throw fieldError(
      `trigger_metadata.regex_patterns.${n}`,
      "AUTO_MODERATION_INVALID_REGEX",
      "Not an expression of RE2's syntax, or one that would take too long.",
    );
  });
  return { keyword_filter, regex_patterns, allow_list };
}

/** @throws ApiError invalid_form_body for one that stands twice, or that this kind of rule has not */
export function actionsOf(trigger: Trigger, given: readonly ActionInput[]): APIAutoModerationAction[] {
  const seen = new Set<Act>();
  const ofProfile = trigger === Trigger.MemberProfile;
  if (ofProfile && given.every(({ type }) => type !== Act.BlockMemberInteraction)) {
    throw fieldError("actions", "AUTO_MODERATION_ACTION_INVALID", "A rule about names blocks members.");
  }
  return given.map((one, n) => {
    const refuse = (message: string) =>
      fieldError(`actions.${n}.type`, "AUTO_MODERATION_ACTION_INVALID", message);
    if (seen.has(one.type)) throw refuse("This kind of action stands twice.");
    seen.add(one.type);
    if (ofProfile !== (one.type === Act.BlockMemberInteraction) && one.type !== Act.SendAlertMessage) {
      throw refuse("Rules about names block members, and others do not.");
    }
    if (one.type === Act.BlockMemberInteraction) return { type: one.type, metadata: {} };
    if (one.type === Act.BlockMessage) {
      const custom_message = one.metadata?.custom_message;
      return { type: one.type, metadata: custom_message ? { custom_message } : {} };
    }
    if (one.type === Act.Timeout && trigger !== Trigger.Keyword && trigger !== Trigger.MentionSpam) {
      throw refuse("Only rules about keywords and mentions give a time-out.");
    }
    return one;
  });
}

export function toRule(row: RuleRow): APIAutoModerationRule {
  return {
    id: row.id,
    guild_id: row.guild_id,
    creator_id: row.creator_id,
    name: row.name,
    event_type: row.event_type,
    trigger_type: row.trigger_type,
    trigger_metadata: JSON.parse(row.trigger_metadata) as APIAutoModerationRuleTriggerMetadata,
    actions: JSON.parse(row.actions) as APIAutoModerationAction[],
    enabled: row.enabled === 1,
    exempt_roles: JSON.parse(row.exempt_roles) as string[],
    exempt_channels: JSON.parse(row.exempt_channels) as string[],
  };
}
