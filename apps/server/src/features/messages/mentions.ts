import { isSnowflake } from "@palabre/protocol";
import { replaceOutsideCode } from "../message-core/outside-code.ts";

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
    const text = replaceOutsideCode(
      content,
      (text) => text,
      () => " ",
    );
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
