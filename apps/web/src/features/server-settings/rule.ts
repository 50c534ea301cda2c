import type { APIAutoModerationRule, RESTPostAPIAutoModerationRuleJSONBody } from "discord-api-types/v10";
import { AtSign, BookX, type LucideIcon, MessageSquareX, Repeat, UserX } from "lucide-react";
import * as m from "../../paraglide/messages.js";

/** AutoModerationRuleTriggerType: 1 keywords, 3 spam, 4 lists of words, 5 many mentions, 6 names of members. */
export type RuleKind = 1 | 3 | 4 | 5 | 6;

interface Kind {
  name: () => string;
  about: () => string;
  icon: LucideIcon;
}

export const KINDS: ReadonlyMap<RuleKind, Kind> = new Map<RuleKind, Kind>([
  [1, { name: m.automod_keyword, about: m.automod_keyword_about, icon: MessageSquareX }],
  [5, { name: m.automod_mentions, about: m.automod_mentions_about, icon: AtSign }],
  [3, { name: m.automod_spam, about: m.automod_spam_about, icon: Repeat }],
  [4, { name: m.automod_preset, about: m.automod_preset_about, icon: BookX }],
  [6, { name: m.automod_profile, about: m.automod_profile_about, icon: UserX }],
]);

export type RuleDraft = Pick<
  APIAutoModerationRule,
  "name" | "trigger_type" | "trigger_metadata" | "actions" | "enabled" | "exempt_roles" | "exempt_channels"
>;

/** Whether it looks for words of one's own: in messages, in names. */
export const hasWords = (kind: number): boolean => kind === 1 || kind === 6;

/** A new rule that blocks. */
export function emptyRule(kind: RuleKind, name: string): RuleDraft {
  return {
    name,
    trigger_type: kind as RuleDraft["trigger_type"],
    trigger_metadata:
      kind === 5
        ? { mention_total_limit: 20, mention_raid_protection_enabled: false }
        : kind === 4
          ? { presets: [3], allow_list: [] }
          : hasWords(kind)
            ? { keyword_filter: [], regex_patterns: [], allow_list: [] }
            : {},
    actions: [{ type: kind === 6 ? 4 : 1, metadata: {} }],
    enabled: true,
    exempt_roles: [],
    exempt_channels: [],
  };
}

/** What a rule is sent as. */
export function ruleBody(draft: RuleDraft): RESTPostAPIAutoModerationRuleJSONBody {
  const { name, trigger_type, trigger_metadata, actions, enabled, exempt_roles, exempt_channels } = draft;
  return {
    name: name.trim(),
    event_type: (trigger_type as number) === 6 ? 2 : 1,
    trigger_type,
    trigger_metadata,
    actions,
    enabled,
    exempt_roles,
    exempt_channels,
  };
}

/** Lines, or words between commas, of a field. */
export const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,]/)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];

/** One line each: expressions may hold commas. */
export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
