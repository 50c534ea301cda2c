import type { Snowflake, ThreadChannel } from "@palabre/protocol";
import { isThread, withChannel, withoutChannels } from "../channel.ts";
import { put } from "../table.ts";
import type { State } from "../types.ts";
import type { OnDispatch } from "./apply.ts";
import { isNewer, newest } from "./messages.ts";

export const onDispatch: OnDispatch = {
  THREAD_CREATE(state, thread) {
    // Of a channel that is gone, a late dispatch brings nothing back.
    if (!state.guildChannels[thread.guild_id]?.[thread.parent_id]) return state;
    const known = threadOf(state, thread.id);
    return posted(withChannel(state, { ...known, ...thread, ...grown(known, thread) }), thread);
  },
  THREAD_UPDATE(state, change) {
    const known = threadOf(state, change.id);
    if (known) return withChannel(state, { ...known, ...change, ...grown(known, change) } as ThreadChannel);
    // One that was closed opens again: it comes whole.
    return isWhole(change) && state.guilds[change.guild_id] ? withChannel(state, change) : state;
  },
  THREAD_DELETE: (state, { id }) => (threadOf(state, id) ? withoutChannels(state, [id]) : state),
  THREAD_LIST_SYNC(state, { guild_id, channel_ids, threads, members }) {
    const listed = new Set(threads.map((thread) => thread.id));
    const gone = Object.values(state.guildChannels[guild_id] ?? {}).filter(
      (one) =>
        isThread(one) &&
        // Private ones come and go each by itself.
        one.type !== 12 &&
        !one.thread_metadata.archived &&
        !listed.has(one.id) &&
        (channel_ids === undefined || channel_ids.includes(one.parent_id)),
    );
    return threads.reduce<State>(
      (next, thread) => {
        const member = thread.member ?? members?.find((one) => one.id === thread.id);
        const known = threadOf(next, thread.id);
        return withChannel(next, {
          ...thread,
          guild_id,
          ...(member && { member }),
          ...grown(known, thread),
        });
      },
      withoutChannels(
        state,
        gone.map((one) => one.id),
      ),
    );
  },
  THREAD_MEMBER_UPDATE(state, { guild_id: _, ...member }) {
    const thread = threadOf(state, member.id);
    return thread ? withChannel(state, { ...thread, member }) : state;
  },
  THREAD_MEMBERS_UPDATE(state, { id, member_count, added_members = [], removed_member_ids = [] }) {
    const thread = threadOf(state, id);
    const selfId = state.self?.id;
    if (!thread || selfId === undefined) return state;
    const { member: before, ...rest } = thread;
    const added = added_members.find((one) => one.user_id === selfId);
    const member = removed_member_ids.includes(selfId) ? undefined : (added ?? before);
    return withChannel(state, { ...rest, member_count, ...(member && { member }) });
  },
};

/** What grows with each message: of a repeated and of an older telling the further one counts. */
function grown(known: ThreadChannel | undefined, change: Partial<ThreadChannel>) {
  const message_count = Math.max(known?.message_count ?? 0, change.message_count ?? 0);
  return { ...newest(known, change), message_count };
}

/** A post is what is new in its forum; whoever posts has seen what is there. */
function posted(state: State, { id, guild_id, parent_id, owner_id }: ThreadChannel): State {
  const forum = state.guildChannels[guild_id]?.[parent_id];
  if (!forum || (forum.type !== 15 && forum.type !== 16)) return state;
  const next = isNewer(id, forum.last_message_id)
    ? withChannel(state, { ...forum, last_message_id: id })
    : state;
  const read = state.readStates[parent_id];
  if (owner_id !== state.self?.id || !isNewer(id, read?.last_message_id)) return next;
  const readStates = put(next.readStates, parent_id, {
    id: parent_id,
    last_message_id: id,
    mention_count: 0,
  });
  return { ...next, readStates };
}

function threadOf(state: State, id: Snowflake): ThreadChannel | undefined {
  const channel = state.guildChannels[state.guildOf[id] ?? ""]?.[id];
  return channel && isThread(channel) ? channel : undefined;
}

function isWhole(thread: Partial<ThreadChannel>): thread is ThreadChannel {
  return (
    thread.guild_id !== undefined && thread.parent_id !== undefined && thread.thread_metadata !== undefined
  );
}
