import type { MessageAck, ReadStateUpdate, Snowflake } from "@palabre/protocol";
import { channelOf } from "../channel.ts";
import { drop, put } from "../table.ts";
import type { State, Table } from "../types.ts";
import { readUpTo } from "../unread.ts";
import type { OnDispatch, OnLocal } from "./apply.ts";
import { known } from "./members.ts";
import { isNewer, touchWindow } from "./messages.ts";

/** Somebody who types says so again within ten seconds. */
const TYPING_LASTS = 10_000;

export const onDispatch: OnDispatch = {
  MESSAGE_ACK: (state, ack) => acked(state, ack),
  READ_STATE_UPDATE: (state, { read_states }) => read_states.reduce(recounted, state),
  TYPING_START(state, { channel_id, user_id, member }, at) {
    if (user_id === state.self?.id || !channelOf(state, channel_id)) return state;
    const guildId = state.guildOf[channel_id];
    const named = guildId !== undefined && member ? known(state, guildId, [member]) : state;
    const typists = put(state.typing[channel_id] ?? {}, user_id, at + TYPING_LASTS);
    return { ...named, typing: put(state.typing, channel_id, typists) };
  },
  DRAFT_UPDATE(state, draft) {
    if (state.drafts[draft.channel_id]?.unsent) return state;
    const drafts =
      draft.content === ""
        ? drop(state.drafts, draft.channel_id)
        : put(state.drafts, draft.channel_id, {
            channel_id: draft.channel_id,
            content: draft.content,
            updated_at: draft.updated_at,
          });
    return { ...state, drafts };
  },
};

export const onLocal: OnLocal = {
  acked: (state, { channelId, messageId, mentionCount }) =>
    acked(state, { channel_id: channelId, message_id: messageId, mention_count: mentionCount }),
  draft_typed: (state, { channelId, content, at }) => ({
    ...state,
    drafts: put(state.drafts, channelId, {
      channel_id: channelId,
      content,
      updated_at: new Date(at).toISOString(),
      unsent: true,
    }),
  }),
  draft_saved(state, { channelId, content }) {
    const draft = state.drafts[channelId];
    if (!draft?.unsent || draft.content !== content) return state;
    const { unsent: _, ...saved } = draft;
    return {
      ...state,
      drafts: content === "" ? drop(state.drafts, channelId) : put(state.drafts, channelId, saved),
    };
  },
  viewing(state, { channelId, atBottom }) {
    const before = state.viewing[channelId];
    if (before?.atBottom === atBottom) return state;
    const newAfter = before ? before.newAfter : newAfterOf(state, channelId);
    const next = { ...state, viewing: put(state.viewing, channelId, { atBottom, newAfter }) };
    return before ? next : touchWindow(next, channelId);
  },
  left: (state, { channelId }) =>
    channelId in state.viewing ? { ...state, viewing: drop(state.viewing, channelId) } : state,
  clock(state, { now }) {
    let typing = state.typing;
    for (const [channelId, typists] of Object.entries(typing)) {
      const left = Object.entries(typists).filter(([, until]) => until > now);
      if (left.length === Object.keys(typists).length) continue;
      const rest: Table<number> = Object.fromEntries(left);
      typing = left.length === 0 ? drop(typing, channelId) : put(typing, channelId, rest);
    }
    return typing === state.typing ? state : { ...state, typing };
  },
};

function newAfterOf(state: State, channelId: Snowflake): Snowflake | null {
  const last = channelOf(state, channelId)?.last_message_id;
  const read = readUpTo(state, channelId);
  return last != null && isNewer(last, read) ? (read ?? "0") : null;
}

function acked(state: State, ack: MessageAck): State {
  const id = ack.channel_id;
  const read = state.readStates[id];
  const back = read?.last_message_id != null && !isNewer(ack.message_id, read.last_message_id);
  // Reading goes forward, save when somebody marks unread. What READY already knew may come again.
  if (back && !ack.manual) return state;
  const repeated = ack.manual && read?.last_message_id === ack.message_id;
  const mention_count = repeated ? Math.max(read.mention_count, ack.mention_count) : ack.mention_count;
  const next = {
    ...state,
    readStates: put(state.readStates, id, { id, last_message_id: ack.message_id, mention_count }),
    counted: ack.manual ? state.counted : drop(state.counted, id),
  };
  const seen = state.viewing[id];
  if (!ack.manual || !seen) return next;
  return { ...next, viewing: put(state.viewing, id, { ...seen, newAfter: ack.message_id }) };
}

/** What the server counted anew up to a message; what came since counts besides. */
function recounted(state: State, { up_to, ...told }: ReadStateUpdate["read_states"][number]): State {
  const { id } = told;
  const read = state.readStates[id];
  // Later ones were counted already, or one has read on: what is known is newer.
  if (isNewer(state.toldUpTo[id] ?? "0", up_to)) return state;
  if (read?.last_message_id != null && isNewer(read.last_message_id, told.last_message_id)) return state;
  const since = (state.counted[id] ?? []).filter((one) => isNewer(one, up_to));
  return {
    ...state,
    readStates: put(state.readStates, id, { ...told, mention_count: told.mention_count + since.length }),
    counted: put(state.counted, id, since),
    toldUpTo: put(state.toldUpTo, id, up_to),
  };
}
