import {
  type APIMessage,
  type APIUser,
  type LastMessage,
  LIMITS,
  type PrivateChannel,
} from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import { compileOnce, type Slots } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { isoOrNull, JOINED_USER_COLUMNS, toUser } from "../users/present.ts";

/** Code points of a message that the list of conversations shows. */
const EXCERPT = 120;

const CHANNEL_COLUMNS = [
  "c.id",
  "c.type",
  "c.name",
  "c.icon",
  "c.owner_id",
  "c.last_message_id",
  "c.last_pin_at",
] as const;

type ChannelRow = Pick<
  Selectable<Schema["channels"]>,
  "id" | "type" | "name" | "icon" | "owner_id" | "last_message_id" | "last_pin_at"
>;

type OfUser = Slots<{ userId: string }>;

const shownTo = (sql: Sql, { userId }: OfUser) =>
  sql
    .selectFrom("channel_recipients")
    .select("channel_id")
    .where("user_id", "=", userId)
    .where("hidden", "=", 0);

const selectShown = compileOnce((sql: Sql, slots: OfUser) =>
  sql
    .selectFrom("channels as c")
    .select(CHANNEL_COLUMNS)
    .where("c.id", "in", shownTo(sql, slots))
    .orderBy("c.last_message_id", (o) => o.desc().nullsLast())
    .orderBy("c.id", "desc")
    .limit(LIMITS.conversations),
);

const selectPeopleOfShown = compileOnce((sql: Sql, slots: OfUser) =>
  sql
    .selectFrom("channel_recipients as r")
    .innerJoin("users as u", "u.id", "r.user_id")
    .select(JOINED_USER_COLUMNS)
    .select(["r.channel_id", "r.role"])
    .where("r.channel_id", "in", shownTo(sql, slots))
    .orderBy("r.joined_at")
    .orderBy("r.user_id"),
);

const selectLastOfShown = compileOnce((sql: Sql, slots: OfUser) =>
  lastMessages(sql).where(
    "m.id",
    "in",
    sql.selectFrom("channels as c").select("c.last_message_id").where("c.id", "in", shownTo(sql, slots)),
  ),
);

/**
 * The conversations of one person, as that person sees them, the latest first; not those they have put away.
 * Three queries, whatever was written in them.
 */
export async function readPrivateChannels(sql: Sql, userId: string): Promise<PrivateChannel[]> {
  const [shown, people, last] = await Promise.all([
    selectShown(sql, { userId }),
    selectPeopleOfShown(sql, { userId }),
    selectLastOfShown(sql, { userId }),
  ]);
  const byChannel = Map.groupBy(people.rows, (row) => row.channel_id);
  const lastById = new Map(last.rows.map((row) => [row.id, toLastMessage(row)]));
  return shown.rows.map((row) =>
    assemble(row, userId, byChannel.get(row.id) ?? [], lastById.get(row.last_message_id ?? "") ?? null),
  );
}

/** One conversation as `userId` sees it; undefined when they are not in it. */
export async function readPrivateChannel(
  sql: Sql,
  userId: string,
  channelId: string,
): Promise<PrivateChannel | undefined> {
  return (await readPrivateChannelFor(sql, [userId], channelId)).get(userId);
}

/** One conversation as each of `userIds` sees it; those who are not in it are left out. */
export async function readPrivateChannelFor(
  sql: Sql,
  userIds: readonly string[],
  channelId: string,
  /** What to tell as the last message, when that is not the newest. */
  upTo?: string | null,
): Promise<Map<string, PrivateChannel>> {
  const found = await sql
    .selectFrom("channels as c")
    .select(CHANNEL_COLUMNS)
    .where("c.id", "=", channelId)
    .executeTakeFirst();
  if (!found) return new Map();
  const row = upTo === undefined ? found : { ...found, last_message_id: upTo };
  const people = await sql
    .selectFrom("channel_recipients as r")
    .innerJoin("users as u", "u.id", "r.user_id")
    .select(JOINED_USER_COLUMNS)
    .select("r.role")
    .where("r.channel_id", "=", channelId)
    .orderBy("r.joined_at")
    .orderBy("r.user_id")
    .execute();
  const last =
    row.last_message_id === null
      ? undefined
      : await lastMessages(sql).where("m.id", "=", row.last_message_id).executeTakeFirst();
  const inside = new Set(people.map(({ id }) => id));
  return new Map(
    userIds
      .filter((id) => inside.has(id))
      .map((id) => [id, assemble(row, id, people, last ? toLastMessage(last) : null)]),
  );
}

const lastMessages = (sql: Sql) =>
  sql
    .selectFrom("messages as m")
    .select(["m.id", "m.author_id", "m.type"])
    .select((e) => [
      // What asks and says nothing else shows its question.
      e.fn
        .coalesce(
          e.fn<string | null>("nullif", [
            e.fn<string>("substr", ["m.content", e.lit(1), e.lit(EXCERPT)]),
            e.val(""),
          ]),
          e
            .selectFrom("polls as p")
            .select((x) => x.fn<string>("substr", ["p.question", x.lit(1), x.lit(EXCERPT)]).as("question"))
            .whereRef("p.message_id", "=", "m.id"),
          e.val(""),
        )
        .as("content"),
      e
        .selectFrom("attachments as a")
        .select((x) => x.fn.countAll().as("n"))
        .whereRef("a.message_id", "=", "m.id")
        .as("attachments"),
      // Embeds and components are long, and not told here.
      e.case().when("m.extra", "like", '%"sticker_items"%').then(e.ref("m.extra")).end().as("extra"),
    ]);

function toLastMessage(row: {
  id: string;
  author_id: string;
  type: number;
  content: string;
  attachments: unknown;
  extra: string | null;
}): LastMessage {
  const { sticker_items: [sticker] = [] } = JSON.parse(row.extra ?? "{}") as Partial<APIMessage>;
  return {
    id: row.id,
    author_id: row.author_id,
    content: row.content,
    attachments: Number(row.attachments),
    ...(sticker && { sticker: sticker.name }),
    type: row.type,
  };
}

function assemble(
  row: ChannelRow,
  viewerId: string,
  people: readonly (Parameters<typeof toUser>[0] & { role: "owner" | "admin" | "member" })[],
  last: LastMessage | null,
): PrivateChannel {
  const recipients: APIUser[] = people.filter(({ id }) => id !== viewerId).map(toUser);
  const common = {
    id: row.id,
    name: row.name,
    icon: row.icon,
    last_message_id: row.last_message_id,
    last_pin_timestamp: isoOrNull(row.last_pin_at),
    recipients,
    flags: 0,
    last_message: last,
  };
  if (row.type === ChannelType.DM) return { ...common, type: 1 };
  return {
    ...common,
    type: 3,
    ...(row.owner_id !== null && { owner_id: row.owner_id }),
    recipient_roles: Object.fromEntries(people.map(({ id, role }) => [id, role])),
  };
}
