import { compareSnowflakes, type ReadState, SNOWFLAKE_EPOCH, snowflakeAt } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import { type Expression, type ExpressionBuilder, sql as raw } from "kysely";
import { compileOnce, type Slots } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { isOpen } from "../guild-core/read-guilds.ts";

/** Counted at most in one channel: past it the number says no more than "many". */
const COUNTED = 100;

/**
 * The messages of a channel after one that call somebody without naming them: those for everyone, and those for a role
 * that they have. Each branch walks an index of such messages in that channel, so a channel's length does not matter.
 */
function collective(
  sql: Sql,
  of: {
    channelId: Expression<string>;
    guildId: Expression<string>;
    userId: Expression<string>;
    after: Expression<string>;
    everyoneSuppressed: Expression<number>;
    rolesSuppressed: Expression<number>;
  },
) {
  const { channelId, guildId, userId, after } = of;
  const unnamed = (is: ExpressionBuilder<Schema & { x: Schema["messages"] }, "x">) =>
    is.not(
      is.exists(
        is
          .selectFrom("message_mentions as named")
          .select("named.user_id")
          .whereRef("named.message_id", "=", "x.id")
          .where("named.user_id", "=", userId)
          .where("named.everyone", "=", 0),
      ),
    );
  const forEveryone = sql
    .selectFrom("messages as x")
    .select("x.id as id")
    .where("x.channel_id", "=", channelId)
    // A literal, as the index has it.
    .where((is) => is("x.mention_everyone", "=", is.lit(1)))
    .where("x.id", ">", after)
    .where("x.author_id", "!=", userId)
    .where((is) => is(of.everyoneSuppressed, "=", is.lit(0)))
    .where(unnamed)
    .limit(COUNTED);
  const forRole = sql
    .selectFrom("message_role_mentions as r")
    .innerJoin("messages as x", "x.id", "r.message_id")
    .select("x.id as id")
    .where("r.channel_id", "=", channelId)
    .where("r.message_id", ">", after)
    .where("r.role_id", "in", (is) =>
      is
        .selectFrom("member_roles as own")
        .select("own.role_id")
        .where("own.guild_id", "=", guildId)
        .where("own.user_id", "=", userId),
    )
    .where("x.author_id", "!=", userId)
    .where((is) => is(of.rolesSuppressed, "=", is.lit(0)))
    .where(unnamed)
    .limit(COUNTED);
  const both = sql
    .selectFrom(forEveryone.as("a"))
    .select("a.id")
    .union(sql.selectFrom(forRole.as("b")).select("b.id"));
  return sql.selectFrom(both.as("calls")).select((e) => e.fn.countAll<number>().as("n"));
}

interface Place {
  channelId: string;
  guildId: string;
  userId: string;
  after: string;
  everyoneSuppressed: number;
  rolesSuppressed: number;
}

const countInOne = compileOnce((sql: Sql, slots: Slots<Place>) => collective(sql, slots));

/** What calls `userId` in a channel of a server after a message, beside the messages that name them. */
export async function countCollective(
  sql: Sql,
  where: { channelId: string; guildId: string; userId: string; after: string },
): Promise<number> {
  const settings = await sql
    .selectFrom("user_guild_settings")
    .select(["suppress_everyone", "suppress_roles"])
    .where("user_id", "=", where.userId)
    .where("guild_id", "=", where.guildId)
    .executeTakeFirst();
  const { rows } = await countInOne(sql, {
    ...where,
    everyoneSuppressed: settings?.suppress_everyone ?? 0,
    rolesSuppressed: settings?.suppress_roles ?? 0,
  });
  return Number(rows[0]?.n ?? 0);
}

/** Ids that a server's members may have read: everything written before they came is. */
const joined = raw<string>`((m.joined_at - ${raw.lit(SNOWFLAKE_EPOCH)}) * 4194304)`;
const after = raw<string>`case when s.last_message_id is null or s.last_message_id < ${joined} then ${joined} else s.last_message_id end`;

/** How far somebody has read in channels of their servers that have messages, and what calls them there since. */
const states = (sql: Sql, userId: Expression<string>) =>
  sql
    .selectFrom("guild_members as m")
    .innerJoin("channels as c", "c.guild_id", "m.guild_id")
    .leftJoin("read_states as s", (on) =>
      on.onRef("s.channel_id", "=", "c.id").onRef("s.user_id", "=", "m.user_id"),
    )
    .leftJoin("user_guild_settings as g", (on) =>
      on.onRef("g.guild_id", "=", "m.guild_id").onRef("g.user_id", "=", "m.user_id"),
    )
    .select([
      "c.id",
      "c.archived",
      "m.joined_at",
      "s.user_id as known",
      "s.last_message_id",
      "s.mention_count",
    ])
    .select((is) =>
      is
        .case()
        .when("c.last_message_id", ">", after)
        .then(
          collective(sql, {
            channelId: raw.ref("c.id"),
            guildId: raw.ref("m.guild_id"),
            userId,
            after,
            everyoneSuppressed: raw`coalesce(g.suppress_everyone, 0)`,
            rolesSuppressed: raw`coalesce(g.suppress_roles, 0)`,
          }),
        )
        .else(is.lit(0))
        .end()
        .as("calls"),
    )
    .where("m.user_id", "=", userId)
    .where("c.last_message_id", "is not", null)
    .where("c.type", "!=", ChannelType.GuildCategory)
    .where(isOpen("c"));

const selectStates = compileOnce((sql: Sql, { userId }: Slots<{ userId: string }>) => states(sql, userId));

/** Channels counted anew at most when somebody's roles change. */
const RECOUNTED = 100;

/** The same for one server, of channels where one of `roleIds` was called since they read; `up_to`: the last message. */
export async function selectRecounted(
  sql: Sql,
  { guildId, userId, roleIds }: { guildId: string; userId: string; roleIds: readonly string[] },
) {
  return states(sql, raw.val(userId))
    .select("c.last_message_id as up_to")
    .$narrowType<{ up_to: string }>()
    .where("m.guild_id", "=", guildId)
    .where((is) =>
      is.exists(
        is
          .selectFrom("message_role_mentions as called")
          .select("called.message_id")
          .whereRef("called.channel_id", "=", "c.id")
          .where("called.role_id", "in", roleIds)
          .where("called.message_id", ">", after),
      ),
    )
    .orderBy("c.id")
    .limit(RECOUNTED)
    .execute();
}

/**
 * How far one person has read in the channels of their servers, of those in `visible`. A channel that they have never
 * opened is read up to when they came; a thread has a state once they are in it.
 */
export async function readGuildReadStates(
  sql: Sql,
  userId: string,
  visible: ReadonlySet<string>,
): Promise<ReadState[]> {
  const { rows } = await selectStates(sql, { userId });
  return rows.flatMap((row) => {
    const isUnknownThread = row.archived !== null && row.known === null;
    if (!visible.has(row.id) || isUnknownThread) return [];
    const came = snowflakeAt(row.joined_at);
    const read = row.last_message_id;
    const last_message_id = read !== null && compareSnowflakes(read, came) > 0 ? read : came;
    return [
      { id: row.id, last_message_id, mention_count: (row.mention_count ?? 0) + Number(row.calls ?? 0) },
    ];
  });
}
