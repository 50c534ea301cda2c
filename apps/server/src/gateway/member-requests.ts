import { type APIGuildMember, GatewayIntentBits, GatewayOpcodes } from "discord-api-types/v10";
import type { Clock } from "./clock.ts";
import { Dispatch, isOfShard } from "./dispatch.ts";
import type { MembersRequest } from "./frames.ts";
import type { GatewayHooks } from "./hooks.ts";
import type { Hub } from "./hub.ts";
import type { GatewayOptions } from "./options.ts";
import type { PresenceBook } from "./presence.ts";
import type { Session } from "./session.ts";

/** Members in one GUILD_MEMBERS_CHUNK. */
const CHUNK = 1_000;
/** Requests of one session that wait for their turn; more are passed over. */
const MAX_WAITING = 120;
/** How often one looks whether a reader has taken what waits for it, in milliseconds. */
const LOOK_MS = 20;

export interface MemberRequests {
  /** Answers with GUILD_MEMBERS_CHUNK, one request of a session after the other. */
  ask(session: Session, request: MembersRequest): void;
}

interface Turn {
  last: Promise<void>;
  waiting: number;
  windowStart: number;
  /** Requests for all members in the window. */
  all: number;
}

/** Answers requests for members, of servers that the one who asks is in; about others there is silence. */
export function createMemberRequests(init: {
  hub: Hub;
  hooks: Pick<GatewayHooks, "findMembers" | "memberCount">;
  presence: PresenceBook;
  clock: Clock;
  options: Pick<GatewayOptions, "allMembersPerWindow" | "frameWindowMs" | "outboxBytes">;
  deliver(session: Session, event: Dispatch): void;
  failed(err: unknown, message: string): void;
}): MemberRequests {
  const { hub, hooks, presence, clock, options, deliver } = init;
  const turns = new WeakMap<Session, Turn>();

  const concerns = (session: Session, guildId: string): boolean =>
    session.user.sessions.includes(session) &&
    hub.guilds.get(guildId)?.member(session.user.id) !== undefined &&
    (session.bot?.shard === undefined || isOfShard(guildId, session.bot.shard));

  const hasIntent = (session: Session, bit: number): boolean =>
    session.bot !== undefined && (session.bot.intents & bit) !== 0;

  /** One chunk; false when the session is no longer to get it. */
  function send(
    session: Session,
    { guildId, presences, nonce }: MembersRequest,
    members: readonly APIGuildMember[],
    more: { chunk_index: number; chunk_count: number; not_found?: string[] },
  ): boolean {
    if (!concerns(session, guildId)) return false;
    const shows =
      presences && (session.bot === undefined || hasIntent(session, GatewayIntentBits.GuildPresences));
    const d = {
      guild_id: guildId,
      members,
      ...more,
      ...(shows && { presences: presence.of(members.map(({ user }) => user.id)) }),
      ...(nonce !== undefined && { nonce }),
    };
    deliver(session, new Dispatch("GUILD_MEMBERS_CHUNK", d, guildId));
    return true;
  }

  async function answer(session: Session, request: MembersRequest): Promise<void> {
    const { guildId, wanted } = request;
    if (!concerns(session, guildId)) return;
    if (wanted === "all") return sendAll(session, request);
    const members = await hooks.findMembers(guildId, wanted);
    const found = new Set(members.map(({ user }) => user.id));
    send(session, request, members, {
      chunk_index: 0,
      chunk_count: 1,
      ...("userIds" in wanted && { not_found: wanted.userIds.filter((id) => !found.has(id)) }),
    });
  }

  /** Reads on only as fast as they are taken. Who joins meanwhile is told with GUILD_MEMBER_ADD. */
  async function sendAll(session: Session, request: MembersRequest): Promise<void> {
    const { guildId } = request;
    const chunks = Math.max(1, Math.ceil((await hooks.memberCount(guildId)) / CHUNK));
    let after = "0";
    for (let index = 0; index < chunks; index++) {
      const members = await hooks.findMembers(guildId, { after, limit: CHUNK });
      after = members.at(-1)?.user.id ?? after;
      if (!send(session, request, members, { chunk_index: index, chunk_count: chunks })) return;
      while (session.backlog > options.outboxBytes / 4) {
        await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
      }
      // Whoever lost the connection asks again.
      if (session.socket === undefined) return;
    }
  }

  /** All members are for bots that may know them, and for these now and then. */
  function mayAskForAll(session: Session, turn: Turn, { guildId, nonce }: MembersRequest): boolean {
    if (!hasIntent(session, GatewayIntentBits.GuildMembers)) return false;
    const now = clock.now();
    if (now - turn.windowStart >= options.frameWindowMs) {
      turn.windowStart = now;
      turn.all = 0;
    }
    if (++turn.all <= options.allMembersPerWindow) return true;
    const retry_after = (turn.windowStart + options.frameWindowMs - now) / 1_000;
    const meta = { guild_id: guildId, ...(nonce !== undefined && { nonce }) };
    const d = { opcode: GatewayOpcodes.RequestGuildMembers, retry_after, meta };
    deliver(session, new Dispatch("RATE_LIMITED", d, guildId));
    return false;
  }

  return {
    ask(session, request) {
      if (!concerns(session, request.guildId)) return;
      const turn = turns.get(session) ?? {
        last: Promise.resolve(),
        waiting: 0,
        windowStart: clock.now(),
        all: 0,
      };
      turns.set(session, turn);
      if (turn.waiting >= MAX_WAITING) return;
      if (request.wanted === "all" && !mayAskForAll(session, turn, request)) return;
      turn.waiting++;
      turn.last = turn.last
        .then(() => answer(session, request))
        .catch((err) => init.failed(err, "members could not be read"))
        .finally(() => {
          turn.waiting--;
        });
    },
  };
}
