import { type APIMessage, RelationshipType } from "@palabre/protocol";
import type { State } from "./types.ts";

/** What people write, and what answers: the other types tell of events. */
const WRITTEN: readonly number[] = [0, 19];

type Finds = (message: APIMessage) => boolean;

/**
 * Whether somebody else wrote one of my words, those of my settings or those of the server, as a whole word and in
 * whatever case. Nobody whom I blocked calls me so.
 */
export function highlightsMe(state: State, message: APIMessage): boolean {
  const everywhere = state.settings.highlight_words;
  const here = state.guildSettings[state.guildOf[message.channel_id] ?? ""]?.highlight_words ?? NONE;
  if (everywhere.length + here.length === 0) return false;
  if (message.author.id === state.self?.id || !WRITTEN.includes(message.type)) return false;
  if (state.relationships[message.author.id]?.type === RelationshipType.Blocked) return false;
  return finderFor(everywhere, here, state.settings.highlight_ignores_accents)(message);
}

const NONE: readonly string[] = [];

/** The last few: made anew when words change, and not for each message. */
const finders: { everywhere: readonly string[]; here: readonly string[]; ignores: boolean; finds: Finds }[] =
  [];
const KEPT = 20;

function finderFor(everywhere: readonly string[], here: readonly string[], ignores: boolean): Finds {
  const known = finders.find(
    (one) => one.everywhere === everywhere && one.here === here && one.ignores === ignores,
  );
  if (known) return known.finds;
  const has = wordFinder([...everywhere, ...here], ignores);
  // Every row on the screen asks at every change.
  const answers = new WeakMap<APIMessage, boolean>();
  const finds: Finds = (message) => {
    const before = answers.get(message);
    if (before !== undefined) return before;
    const answer = has(message.content);
    answers.set(message, answer);
    return answer;
  };
  finders.unshift({ everywhere, here, ignores, finds });
  finders.length = Math.min(finders.length, KEPT);
  return finds;
}

/** Looks for any of these as whole words: no letter, digit or `_` stands right beside them. */
export function wordFinder(words: readonly string[], ignoresAccents: boolean): (text: string) => boolean {
  const fold = (text: string) => {
    const plain = text.toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, " ");
    return ignoresAccents ? plain.normalize("NFKD").replace(/\p{M}/gu, "") : plain.normalize("NFKC");
  };
  const parts = words
    .map((word) => fold(word).trim())
    .filter(Boolean)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  if (parts.length === 0) return () => false;
  const found = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])(?:${parts.join("|")})(?![\\p{L}\\p{M}\\p{N}_])`, "u");
  // Names and ids of what is mentioned are not the author's words.
  return (text) => found.test(fold(text.replace(/<(?:@[!&]?|#|a?:\w+:)\d+>/g, " ")));
}
