import { isSnowflake } from "@palabre/protocol";

/** What a text and its `allowed_mentions` call for, before anybody knows who is in the channel. */
export interface Mentions {
  userIds: Set<string>;
  roleIds: Set<string>;
  everyone: boolean;
}

export interface AllowedMentions {
  parse?: ("users" | "roles" | "everyone")[] | null | undefined;
  users?: string[] | null | undefined;
  roles?: string[] | null | undefined;
  replied_user?: boolean | null | undefined;
}

/** Names looked at in one message; what comes after is plain text. */
const MAX_NAMED = 100;

/** Finds `<@ID>`, `<@!ID>`, `<@&ID>`, `@everyone` and `@here`; inside code they are text. */
export function findMentions(content: string, allowed: AllowedMentions | null | undefined): Mentions {
  const userIds = new Set<string>();
  const roleIds = new Set<string>();
  let everyone = false;
  if (content.includes("@")) {
    const text = withoutCode(content);
    for (const [, id = ""] of text.matchAll(/<@!?(\d{1,19})>/g)) {
      if (isSnowflake(id) && userIds.size < MAX_NAMED) userIds.add(id);
    }
    for (const [, id = ""] of text.matchAll(/<@&(\d{1,19})>/g)) {
      if (isSnowflake(id) && roleIds.size < MAX_NAMED) roleIds.add(id);
    }
    everyone = /@(everyone|here)\b/.test(text);
  }
  if (!allowed) return { userIds, roleIds, everyone };
  const parse = allowed.parse ?? [];
  if (!parse.includes("users")) {
    const named = new Set(allowed.users ?? []);
    for (const id of userIds) if (!named.has(id)) userIds.delete(id);
  }
  if (!parse.includes("roles")) {
    const named = new Set(allowed.roles ?? []);
    for (const id of roleIds) if (!named.has(id)) roleIds.delete(id);
  }
  return { userIds, roleIds, everyone: everyone && parse.includes("everyone") };
}

/** The text with code spans and blocks cut out: a run of backticks opens one, the next run of that length closes it. */
function withoutCode(content: string): string {
  if (!content.includes("`")) return content;
  const runs = [...content.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  // The next run of the same length, for each run; found from the end so that it takes linear time.
  const next: (number | undefined)[] = [];
  const last = new Map<number, number>();
  for (let i = runs.length - 1; i >= 0; i--) {
    const length = runs[i]?.length ?? 0;
    next[i] = last.get(length);
    last.set(length, i);
  }
  let text = "";
  let from = 0;
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i];
    const close = runs[next[i] ?? -1];
    if (!run || !close) continue;
    text += `${content.slice(from, run.at)} `;
    from = close.at + close.length;
    i = next[i] ?? i;
  }
  return text + content.slice(from);
}
