import type { Verdict } from "./play.ts";

/** docs/conformance.md: how many operations answer as documented, and which do not yet. */
export function report(verdicts: readonly Verdict[]): string {
  const good = verdicts.filter(({ verdict }) => verdict === "ok");
  const rest = verdicts.filter(({ verdict }) => verdict !== "ok");
  return `# Conformance

**${good.length} of ${verdicts.length}** operations of Discord's official API document answer as documented. \`npm run conformance\` starts a
server, makes what it needs over the API, asks each operation as a bot, holds each answer against the official schema, and
writes this page; a test fails when this page is not what the walk finds. Lobbies, the partner SDK, SKUs and subscriptions, activity
instances and role connections (with their metadata, without which they say nothing) are not counted: they belong to what
Discord sells and to its partners.

## Not yet

${rest.length === 0 ? "Nothing." : rest.map(({ operation, verdict }) => `- \`${operation}\`: ${verdict.replaceAll("|", "\\|")}`).join("\n")}

## As documented

${good.map(({ operation }) => `- \`${operation}\``).join("\n")}
`;
}
