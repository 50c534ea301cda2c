import type { PrivateChannel } from "@palabre/protocol";
import { drop, put } from "../table.ts";
import type { State } from "../types.ts";
import type { OnDispatch } from "./apply.ts";
import { forgetUnseen } from "./people.ts";

export const onDispatch: OnDispatch = {
  CHANNEL_CREATE(state, channel) {
    const users = channel.recipients.reduce((table, user) => put(table, user.id, user), state.users);
    return { ...state, users, channels: put(state.channels, channel.id, channel) };
  },
  CHANNEL_UPDATE(state, change) {
    const channel = state.channels[change.id];
    if (!channel) return state;
    return updateChannel(state, { ...channel, ...change });
  },
  CHANNEL_DELETE(state, { id }) {
    const channel = state.channels[id];
    if (!channel) return state;
    const gone: State = {
      ...state,
      channels: drop(state.channels, id),
      typing: drop(state.typing, id),
      windows: drop(state.windows, id),
      windowOrder: state.windowOrder.filter((one) => one !== id),
    };
    return forgetUnseen(
      gone,
      channel.recipients.map((user) => user.id),
    );
  },
  CHANNEL_RECIPIENT_ADD(state, { channel_id, user, role }) {
    const channel = state.channels[channel_id];
    if (!channel || user.id === state.self?.id) return state;
    const here = channel.recipients.some((one) => one.id === user.id);
    return updateChannel(
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
    const channel = state.channels[channel_id];
    if (!channel || user.id === state.self?.id) return state;
    return updateChannel(state, {
      ...channel,
      recipients: channel.recipients.filter((one) => one.id !== user.id),
      ...(channel.recipient_roles && { recipient_roles: { ...drop(channel.recipient_roles, user.id) } }),
    });
  },
  CHANNEL_PINS_UPDATE(state, { channel_id, last_pin_timestamp }) {
    const channel = state.channels[channel_id];
    return channel
      ? updateChannel(state, { ...channel, last_pin_timestamp: last_pin_timestamp ?? null })
      : state;
  },
};

/** Puts the channel; who left it may be out of sight now. */
function updateChannel(state: State, channel: PrivateChannel): State {
  const before = state.channels[channel.id]?.recipients ?? [];
  const next = { ...state, channels: put(state.channels, channel.id, channel) };
  if (before === channel.recipients) return next;
  const now = new Set(channel.recipients.map((user) => user.id));
  return forgetUnseen(
    next,
    before.map((user) => user.id).filter((id) => !now.has(id)),
  );
}
