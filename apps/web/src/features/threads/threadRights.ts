import { type GuildChannel, type Snowflake, snowflakeTime, type ThreadChannel } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { isThread } from "../../state/channel.ts";
import { channelPermissions, hasBits } from "../../state/permissions.ts";
import type { State } from "../../state/types.ts";

/** Kinds of threads that one may start in a channel. */
export interface Startable {
  public: boolean;
  private: boolean;
}

/** Text channels have both kinds, announcement channels public ones; all else none. */
export function startableIn(state: State, channel: GuildChannel | ThreadChannel): Startable {
  const has = (bit: bigint) => hasBits(channelPermissions(state, channel.id), bit);
  return {
    public: (channel.type === 0 || channel.type === 5) && has(P.CreatePublicThreads),
    private: channel.type === 0 && has(P.CreatePrivateThreads),
  };
}

/** What one may do with a thread, as the server decides it: [THREAD6], [THREAD4]. */
export interface ThreadRights {
  change: boolean;
  archive: boolean;
  reopen: boolean;
  lock: boolean;
  add: boolean;
  remove: boolean;
}

export function threadRights(state: State, thread: ThreadChannel): ThreadRights {
  const held = channelPermissions(state, thread.id);
  const { archived, locked, invitable = true } = thread.thread_metadata;
  const manages = hasBits(held, P.ManageThreads);
  const writes = hasBits(held, P.SendMessages) && (!locked || manages);
  const isOwn = thread.owner_id === state.self?.id && writes;
  return {
    change: !archived && (manages || isOwn),
    archive: !archived && (manages || isOwn),
    reopen: archived && (manages || writes),
    lock: !archived && manages,
    add: !archived && writes && (thread.type !== 12 || invitable || manages),
    remove: manages,
  };
}

export type ThreadKind = "active" | "mine";

/** Threads of a channel that are not archived, the one written in last at the top. */
export function threadsOf(
  channels: Iterable<GuildChannel | ThreadChannel>,
  parentId: Snowflake,
  kind: ThreadKind,
): ThreadChannel[] {
  return [...channels]
    .filter(
      (one): one is ThreadChannel =>
        isThread(one) &&
        one.parent_id === parentId &&
        !one.thread_metadata.archived &&
        (kind === "active" || one.member !== undefined),
    )
    .sort((a, b) => lastTime(b) - lastTime(a));
}

/** Milliseconds since 1970 of a thread's last message; without one, of its beginning. */
export function lastTime(thread: ThreadChannel): number {
  return snowflakeTime(thread.last_message_id ?? thread.id);
}
