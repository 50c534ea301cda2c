import {
  AutoModerationActionType as Act,
  type APIAutoModerationRule,
  AutoModerationRuleTriggerType as Trigger,
} from "discord-api-types/v10";
import { type Hit, Keywords, plain } from "./keywords.ts";
import { compilePattern, type Pattern } from "./patterns.ts";
import { PRESET_WORDS } from "./preset-words.ts";
import type { RaidWatch, SpamWatch } from "./spam.ts";

/** What is looked at of a message; of somebody's name its words alone. */
interface Looked {
  content: string;
  /** Different people and roles it mentions. */
  mentions: number;
  guildId: string;
  userId: string;
  joinedAt: number;
  /** It is new; an edit repeats nothing and is no flood. */
  isNew: boolean;
}

export interface CompiledRule {
  rule: APIAutoModerationRule;
  blocks: boolean;
  /** `keyword` null where none was looked for. */
  find(message: Looked): { keyword: string | null; content: string | null } | null;
}

const NOTHING = { keyword: null, content: null };

/** A rule made ready to run on every message. */
export function compileRule(
  rule: APIAutoModerationRule,
  watches: { spam: SpamWatch; raid: RaidWatch },
): CompiledRule {
  return {
    rule,
    blocks: rule.actions.some(({ type }) => type === Act.BlockMessage),
    find: finderOf(rule, watches),
  };
}

function finderOf(
  { trigger_type, trigger_metadata }: APIAutoModerationRule,
  { spam, raid }: { spam: SpamWatch; raid: RaidWatch },
): CompiledRule["find"] {
  const { keyword_filter = [], regex_patterns = [], allow_list = [], presets = [] } = trigger_metadata;
  switch (trigger_type) {
    case Trigger.Keyword:
    case Trigger.MemberProfile:
      return wordsFinder(keyword_filter, regex_patterns, allow_list);
    case Trigger.KeywordPreset:
      return wordsFinder(
        presets.flatMap((preset) => PRESET_WORDS[preset] ?? []),
        [],
        allow_list,
      );
    case Trigger.Spam:
      return ({ isNew, guildId, userId, content }) =>
        isNew && spam.isSpam(guildId, userId, content, Date.now()) ? NOTHING : null;
    case Trigger.MentionSpam: {
      const { mention_total_limit = 20, mention_raid_protection_enabled = false } = trigger_metadata;
      return ({ mentions, guildId, joinedAt, isNew }) => {
        if (mentions > mention_total_limit) return NOTHING;
        const raided =
          mention_raid_protection_enabled && isNew && raid.isRaid(guildId, joinedAt, mentions, Date.now());
        return raided ? NOTHING : null;
      };
    }
    default:
      return () => null;
  }
}

function wordsFinder(
  words: readonly string[],
  expressions: readonly string[],
  allowList: readonly string[],
): CompiledRule["find"] {
  const keywords = new Keywords(words);
  const allowed = new Keywords(allowList);
  const patterns = expressions.map(compilePattern).filter((one): one is Pattern => one !== null);
  return ({ content }) => {
    if (content === "") return null;
    const text = plain(content);
    const hit = keywords.find(text, allowed.spans(text));
    return hit ?? findPattern(patterns, content, allowed);
  };
}

function findPattern(patterns: readonly Pattern[], content: string, allowed: Keywords): Hit | null {
  for (const pattern of patterns) {
    const found = pattern.find(content);
    if (found === null || allowed.find(plain(found))) continue;
    return { keyword: pattern.source, content: found };
  }
  return null;
}
