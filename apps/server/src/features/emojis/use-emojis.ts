import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { AccessibleChannel } from "../channels/access.ts";
import { type EmojiRow, rolesOf } from "../guild-core/emojis.ts";
import { inList } from "../message-core/in-list.ts";
import { replaceOutsideCode } from "../message-core/outside-code.ts";

/** Who uses an emoji, and where. */
export interface EmojiUse {
  /** The application for whom somebody writes, whose emojis they may use everywhere. A bot's has its own id. */
  applicationId: string | undefined;
  userId: string;
  channel: Pick<AccessibleChannel, "guild_id" | "permissions" | "member">;
}

/** What one may do with an emoji: use it, not use it though one knows of it, or not even know of it. */
type Right = "usable" | "known" | "unknown";

/** What somebody may do with each of some emojis; those that are in no server of theirs are unknown to them. */
export async function rightsTo(
  sql: Sql,
  { applicationId, userId, channel }: EmojiUse,
  ids: readonly string[],
): Promise<Map<string, { right: Right; row: EmojiRow }>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.selectFrom("emojis").selectAll().where("id", "in", inList(ids)).execute();
  const elsewhere = rows.flatMap(({ guild_id }) =>
    guild_id !== null && guild_id !== channel.guild_id ? [guild_id] : [],
  );
  const held = await rolesElsewhere(sql, userId, elsewhere);
  const rightTo = (row: EmojiRow): Right => {
    const { guild_id } = row;
    if (guild_id === null) {
      return row.application_id !== null && row.application_id === applicationId ? "usable" : "unknown";
    }
    const isHere = guild_id === channel.guild_id;
    const own = isHere ? (channel.member?.roleIds ?? []) : held.get(guild_id);
    if (own === undefined) return "unknown";
    if (!isHere && (channel.permissions & P.UseExternalEmojis) === 0n) return "known";
    const needed = rolesOf(row);
    return needed.length === 0 || needed.some((id) => own.includes(id)) ? "usable" : "known";
  };
  return new Map(rows.map((row) => [row.id, { right: rightTo(row), row }]));
}

/** The roles that somebody has in those of the servers that they are in and that are open. */
async function rolesElsewhere(
  sql: Sql,
  userId: string,
  guildIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (guildIds.length === 0) return new Map();
  const rows = await sql
    .selectFrom("guild_members as m")
    .innerJoin("guilds as g", "g.id", "m.guild_id")
    .leftJoin("member_roles as r", (on) =>
      on.onRef("r.guild_id", "=", "m.guild_id").onRef("r.user_id", "=", "m.user_id"),
    )
    .select(["m.guild_id", "r.role_id"])
    .where("m.user_id", "=", userId)
    .where("m.guild_id", "in", inList(guildIds))
    .where("g.disabled_at", "is", null)
    .execute();
  const roles = new Map<string, string[]>();
  for (const { guild_id, role_id } of rows) {
    const list = roles.get(guild_id) ?? [];
    if (role_id !== null) list.push(role_id);
    roles.set(guild_id, list);
  }
  return roles;
}

const WRITTEN = /<a?:(\w{2,32}):(\d{1,20})>/g;

/**
 * A text as it is stored: `<:name:id>` of what its author may not use is `:name:`. Inside code it stays when there is no
 * such emoji: where a page sees code that we see (behind a backslash, over two paragraphs) is not to decide who may use one.
 */
export async function withoutStrangeEmojis(sql: Sql, use: EmojiUse, content: string): Promise<string> {
  if (!content.includes("<:") && !content.includes("<a:")) return content;
  const ids = new Set(Array.from(content.matchAll(WRITTEN), ([, , id = ""]) => id));
  const rights = await rightsTo(sql, use, [...ids].filter(isId));
  const outside = (text: string) =>
    text.replace(WRITTEN, (whole, name: string, id: string) =>
      rights.get(id)?.right === "usable" ? whole : `:${name}:`,
    );
  const inCode = (text: string) =>
    text.replace(WRITTEN, (whole, name: string, id: string) =>
      rights.get(id)?.right === "usable" || (ids.has(id) && !rights.has(id)) ? whole : `:${name}:`,
    );
  // A name may make an emoji of what stood around it: `<<:a_name:1>2>`. Each turn makes the text shorter.
  for (let text = content; ; ) {
    const next = replaceOutsideCode(text, outside, inCode);
    if (next === text) return text;
    text = next;
  }
}

/** What a database takes for an id. */
const isId = (id: string): boolean => BigInt(id) < 2n ** 63n;

interface AskedEmoji {
  id?: string | null | undefined;
  name?: string | undefined;
  animated?: boolean | undefined;
}

/**
 * Refuses emojis of components and polls that whoever writes may not use, and gives the others their names.
 * @param asked each with the field that names it
 * @throws ApiError invalid_form_body
 */
export async function requireUsable(
  sql: Sql,
  use: EmojiUse,
  asked: readonly { path: string; emoji: AskedEmoji }[],
  code = "COMPONENT_INVALID_EMOJI",
): Promise<void> {
  const custom = asked.flatMap(({ path, emoji }) => (emoji.id ? [{ path, emoji, id: emoji.id }] : []));
  if (custom.length === 0) return;
  const rights = await rightsTo(
    sql,
    use,
    custom.map(({ id }) => id),
  );
  for (const { path, emoji, id } of custom) {
    const found = rights.get(id);
    if (found?.right !== "usable") {
      throw fieldError(`${path}.id`, code, "Invalid emoji");
    }
    emoji.name = found.row.name;
    emoji.animated = found.row.animated === 1;
  }
}
