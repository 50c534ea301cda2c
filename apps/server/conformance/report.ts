import type { Conformance } from "./conform.ts";

/** Why an operation or event is not there. */
const REASONS: readonly [RegExp, string][] = [
  [/\/entitlements|^ENTITLEMENT/, "belongs to the pass and its payments, which are not there yet"],
  [/\/role-connection$/, "says nothing without the metadata of role connections, which are not counted"],
  [/\/attachment$/, "takes files of activities, of which there are none"],
  [/\/messages\/search$/, "searching is a piece of its own, which is not there yet"],
  [
    /^GUILD_SOUNDBOARD_SOUNDS_UPDATE$/,
    "tells of several sounds that change at once, which nothing does here",
  ],
];

const isGood = ({ verdict }: { verdict: string }) => verdict === "ok";

/** docs/conformance.md: how many operations answer as documented, which events come, and which do not yet. */
export function report({ operations, events }: Conformance): string {
  const good = operations.filter(isGood);
  const told = events.filter(isGood);
  return `# Conformance

**${good.length} of ${operations.length}** operations of Discord's official API document answer as documented, and **${told.length} of ${events.length}**
documented gateway events come. \`npm run conformance\` starts a server, makes what it needs over the API, asks each operation as a bot,
holds each answer against the official schema and each dispatch that the bot's gateway session gets meanwhile against the
type that \`discord-api-types\` has for it, and writes this page; a test fails when this page is not what the walk finds. Lobbies, the
partner SDK, SKUs and subscriptions, activity instances and the metadata of role connections are not counted: they belong to
what Discord sells and to its partners.

## Not yet

${list(operations, ({ operation }) => operation)}

## Events not yet

${list(events, ({ event }) => event)}

## As documented

${good.map(({ operation }) => `- \`${operation}\``).join("\n")}

## Events as documented

${told.map(({ event }) => `- \`${event}\``).join("\n")}
`;
}

/** What is not as documented, and what is wrong with it. */
function list<T extends { verdict: string }>(all: readonly T[], name: (one: T) => string): string {
  const rest = all.filter((one) => !isGood(one));
  if (rest.length === 0) return "Nothing.";
  const why = (one: T) => REASONS.find(([what]) => what.test(name(one)))?.[1] ?? one.verdict;
  return rest.map((one) => `- \`${name(one)}\`: ${why(one).replaceAll("|", "\\|")}`).join("\n");
}
