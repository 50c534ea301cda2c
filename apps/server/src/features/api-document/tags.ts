import type { Operation } from "./read-operations.ts";

/** Below servers, channels and oneself stands what most features are about; these go with another. */
const WITH: Record<string, string> = {
  recipients: "channels",
  permissions: "channels",
  typing: "channels",
  "post-data": "threads",
  "thread-members": "threads",
  pins: "messages",
  mentions: "messages",
  ack: "read-states",
  crosspost: "followers",
  requests: "members",
  member: "members",
  "member-verification": "members",
  bans: "members",
  "bulk-ban": "members",
  prune: "members",
  "audit-logs": "audit-log",
  "vanity-url": "invites",
  "application-command-index": "commands",
  "incident-actions": "auto-moderation",
  preview: "discovery",
  "welcome-screen": "guilds",
  integrations: "applications",
  "voice-status": "voice-states",
  "sticker-packs": "stickers",
  "soundboard-default-sounds": "soundboard-sounds",
  settings: "users",
  delete: "users",
  profile: "users",
  bot: "applications",
  reset: "applications",
  instance: "instance",
  gateway: "instance",
  "openapi.json": "instance",
};

/** What an operation is about, from its address. */
export function tagOf({ path, outside }: Operation): string {
  const words = path.split("/").filter((word) => word && !word.startsWith("{") && word !== "@me");
  const [first = "", second, third] = words;
  if (outside) return /^(healthz|readyz|metrics|\.well-known)$/.test(first) ? "operations" : "files";
  if (first === "attachments") return "files";
  if (first === "gateway") return "instance";
  if (first === "channels" && second === "messages") {
    return third === undefined || third === "bulk-delete" ? "messages" : (WITH[third] ?? third);
  }
  if (first === "users" && second === "guilds") return third === "member" ? "members" : "guilds";
  if (first === "users" && second === "channels") return third ?? "channels";
  const nested = ["guilds", "channels", "users", "applications"].includes(first) && second !== undefined;
  if (first === "guilds" && second === "permissions") return "roles";
  if (first === "applications" && second === "guilds") return third ?? "applications";
  const word = nested ? second : first;
  return WITH[word] ?? word;
}

export const tagsOf = (operations: readonly Operation[]): { name: string }[] =>
  [...new Set(operations.map(tagOf))].sort().map((name) => ({ name }));
