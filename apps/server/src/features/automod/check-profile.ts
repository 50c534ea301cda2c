import {
  GuildMemberFlags,
  AutoModerationRuleEventType as On,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import { sql as raw } from "kysely";
import type { Logger } from "pino";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { findMember, type GuildActor } from "../guild-core/access-guild.ts";
import { readMember } from "../guild-core/members.ts";
import { execute } from "./act.ts";
import type { CompiledRule } from "./compile-rule.ts";
import type { Hit } from "./keywords.ts";
import type { RuleCache } from "./rule-cache.ts";

const BLOCKED = GuildMemberFlags.AutomodQuarantinedUsernameOrGuildNickname;
/** Blocked members that are looked at again when a rule changes; the others are when they write. */
const MAX_AGAIN = 1_000;

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
  log: Pick<Logger, "error">;
}

/**
 * Refuses to have a member write or react whose names the server's rules do not allow; their names count as they are now.
 * @throws ApiError automod_blocked
 */
export type CheckMember = (sql: Sql, member: GuildActor) => Promise<void>;

interface Found {
  rule: CompiledRule["rule"];
  hit: Hit;
  name: string;
}

/**
 * The check of names of one server process. Whoever comes, or is called something else, is looked at behind the answer:
 * what is found is told once, and stands in the member's flags until the name changes.
 */
export function createProfileCheck(deps: Parts, cache: RuleCache): CheckMember {
  const { db, bus, log } = deps;
  const later = (work: () => Promise<void>) => {
    work().catch((err: unknown) => log.error({ err }, "names were not held against the rules"));
  };

  const rulesFor = async (sql: Sql, { guildId, roleIds }: GuildActor) =>
    (await cache.of(sql, guildId)).filter(
      ({ rule }) =>
        rule.event_type === On.MemberUpdate && !rule.exempt_roles.some((id) => roleIds.includes(id)),
    );

  /** What the rules find in a member's names; null for those whom they spare. */
  const find = async (sql: Sql, member: GuildActor): Promise<Found | null> => {
    if ((member.permissions & P.ManageGuild) !== 0n) return null;
    const rules = await rulesFor(sql, member);
    if (rules.length === 0) return null;
    const user = await sql
      .selectFrom("users")
      .select(["username", "global_name", "is_bot"])
      .where("id", "=", member.userId)
      .executeTakeFirst();
    if (!user || user.is_bot === 1) return null;
    for (const name of [member.nick, user.global_name, user.username]) {
      if (name === null) continue;
      for (const { rule, find } of rules) {
        const hit = find({ ...NOT_SAID, content: name });
        if (hit?.keyword && hit.content) {
          return { rule, hit: { keyword: hit.keyword, content: hit.content }, name };
        }
      }
    }
    return null;
  };

  const settle = (guildId: string, userId: string) =>
    db.transaction(async (tx) => {
      await tx.lock(`guild:${guildId}`);
      const member = await findMember(tx.sql, guildId, userId);
      if (!member) return;
      const found = await find(tx.sql, member);
      if ((found !== null) === isBlocked(member)) return;
      await setBlocked(tx, bus, member, found !== null);
      if (found === null) return;
      const { rule, hit, name } = found;
      await execute(tx, deps, {
        rule,
        keyword: hit.keyword,
        matched: hit.content,
        guildId,
        channelId: null,
        placeId: null,
        userId,
        content: name,
        messageId: null,
      });
    });

  /** Looks again at somebody of whom the flags may say something else than the rules. */
  const look = async (guildId: string, userId: string, flags: number) => {
    const rules = await cache.of(db.read, guildId);
    if ((flags & BLOCKED) === 0 && rules.every(({ rule }) => rule.event_type !== On.MemberUpdate)) return;
    const member = await findMember(db.read, guildId, userId);
    if (!member) return;
    const found = await find(db.read, member);
    if ((found !== null) !== isBlocked(member)) await settle(guildId, userId);
  };

  bus.subscribe((message) => {
    if (message.kind !== "dispatch") return;
    const { t, topic } = message;
    const [kind, id] = topic.split(":");
    if (id === undefined) return;
    if (kind === "guild" && (t === "GUILD_MEMBER_ADD" || t === "GUILD_MEMBER_UPDATE")) {
      const { user, flags = 0 } = message.d as { user?: { id: string }; flags?: number };
      if (user) later(() => look(id, user.id, flags));
    } else if (kind === "user" && t === "USER_UPDATE") {
      later(async () => {
        const memberships = await db.read
          .selectFrom("guild_members")
          .select(["guild_id", "flags"])
          .where("user_id", "=", id)
          .execute();
        for (const { guild_id, flags } of memberships) await look(guild_id, id, flags);
      });
    } else if (kind === "guild" && t.startsWith("AUTO_MODERATION_RULE_")) {
      if ((message.d as { event_type?: number }).event_type !== On.MemberUpdate) return;
      later(async () => {
        const blocked = await db.read
          .selectFrom("guild_members")
          .select("user_id")
          .where("guild_id", "=", id)
          .where(raw<boolean>`(flags & ${BLOCKED}) != 0`)
          .limit(MAX_AGAIN)
          .execute();
        for (const { user_id } of blocked) await look(id, user_id, BLOCKED);
      });
    }
  });

  return async (sql, member) => {
    const found = await find(sql, member);
    if ((found !== null) !== isBlocked(member)) later(() => settle(member.guildId, member.userId));
    if (found === null) return;
    const message = "What you are called is not allowed in this server. Choose another name first.";
    throw new ApiError("automod_blocked", {
      content: { _errors: [{ code: "AUTO_MODERATION_PROFILE", message }] },
    });
  };
}

/** A name is no message. */
const NOT_SAID = { mentions: 0, guildId: "0", userId: "0", joinedAt: 0, isNew: false };

const isBlocked = ({ row }: GuildActor): boolean => (row.flags & BLOCKED) !== 0;

async function setBlocked(
  tx: Tx,
  bus: Bus,
  { guildId, userId, row }: GuildActor,
  blocked: boolean,
): Promise<void> {
  await tx.sql
    .updateTable("guild_members")
    .set({ flags: blocked ? row.flags | BLOCKED : row.flags & ~BLOCKED })
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .execute();
  const member = await readMember(tx.sql, guildId, userId);
  announce(tx, bus, `guild:${guildId}`, "GUILD_MEMBER_UPDATE", { ...member, guild_id: guildId });
}
