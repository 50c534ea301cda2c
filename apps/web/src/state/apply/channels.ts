import type { PrivateChannel, Snowflake } from "@palabre/protocol";
import { channelOf, isPrivate, withChannel, withoutChannels } from "../channel.ts";
import { drop, put } from "../table.ts";
import type { State } from "../types.ts";
import type { OnDispatch } from "./apply.ts";
import { forgetUnseen } from "./people.ts";

export const onDispatch: OnDispatch = {
  CHANNEL_CREATE(state, channel) {
    if (!isPrivate(channel)) return withChannel(state, channel);
    const users = channel.recipients.reduce((table, user) => put(table, user.id, user), state.users);
    return withChannel({ ...state, users }, channel);
  },
  CHANNEL_UPDATE(state, change) {
    const channel = channelOf(state, change.id);
    if (!channel) return state;
    // The kind of a channel never changes between private and not: what comes has the fields of what is there.
    const changed = { ...channel, ...change } as typeof channel;
    return isPrivate(changed) ? updatePrivate(state, changed) : withChannel(state, changed);
  },
  CHANNEL_DELETE(state, { id }) {
    const channel = channelOf(state, id);
    if (!channel) return state;
    const gone = withoutChannels(state, [id]);
    if (!isPrivate(channel)) return gone;
    return forgetUnseen(
      gone,
      channel.recipients.map((user) => user.id),
    );
  },
  CHANNEL_RECIPIENT_ADD(state, { channel_id, user, role }) {
    const channel = privateOf(state, channel_id);
    if (!channel || user.id === state.self?.id) return state;
    const here = channel.recipients.some((one) => one.id === user.id);
    return updatePrivate(
      { ...state, users: put(state.users, user.id, user) },
      {
        ...channel,
        recipients: here ? channel.recipients : [...channel.recipients, user],
        ...(channel.type === 3 && {
          recipient_roles: {
            ...channel.recipient_roles,
            [user.id]: role ?? channel.recipient_roles?.[user.id] ?? "member",
          },
        }),
      },
    );
  },
  CHANNEL_RECIPIENT_REMOVE(state, { channel_id, user }) {
    const channel = privateOf(state, channel_id);
    if (!channel || user.id === state.self?.id) return state;
    return updatePrivate(state, {
      ...channel,
      recipients: channel.recipients.filter((one) => one.id !== user.id),
      ...(channel.recipient_roles && { recipient_roles: { ...drop(channel.recipient_roles, user.id) } }),
    });
  },
  CHANNEL_PINS_UPDATE(state, { channel_id, last_pin_timestamp }) {
    const channel = channelOf(state, channel_id);
    return channel
      ? withChannel(state, { ...channel, last_pin_timestamp: last_pin_timestamp ?? null })
      : state;
  },
};

const privateOf = (state: State, id: Snowflake): PrivateChannel | undefined => state.privateChannels[id];

/** Puts the channel; who left it may be out of sight now. */
function updatePrivate(state: State, channel: PrivateChannel): State {
  const before = privateOf(state, channel.id)?.recipients ?? [];
  const next = withChannel(state, channel);
  if (before === channel.recipients) return next;
  const now = new Set(channel.recipients.map((user) => user.id));
  return forgetUnseen(
    next,
    before.map((user) => user.id).filter((id) => !now.has(id)),
  );
}
