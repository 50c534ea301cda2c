import type { Channel, PrivateChannel, Snowflake } from "@palabre/protocol";
import { channelOf, isPrivate, isThread, withChannel, withoutChannels } from "../channel.ts";
import { drop, put } from "../table.ts";
import type { State } from "../types.ts";
import type { OnDispatch } from "./apply.ts";
import { newest } from "./messages.ts";
import { forgetUnseen } from "./people.ts";

export const onDispatch: OnDispatch = {
  CHANNEL_CREATE(state, channel) {
    if (!isPrivate(channel)) {
      // Of a server that one has left since, a late dispatch brings nothing back.
      if (!state.guilds[channel.guild_id]) return state;
      return withChannel(state, { ...channel, ...newest(channelOf(state, channel.id), channel) });
    }
    const users = channel.recipients.reduce((table, user) => put(table, user.id, user), state.users);
    return withChannel({ ...state, users }, channel);
  },
  CHANNEL_UPDATE(state, change) {
    const channel = channelOf(state, change.id);
    if (!channel) return state;
    // The kind of a channel never changes between private and not: what comes has the fields of what is there.
    const changed = { ...channel, ...change } as typeof channel;
    if (isPrivate(changed)) return updatePrivate(state, changed);
    return withChannel(state, { ...changed, ...newest(channel, change) });
  },
  CHANNEL_DELETE(state, { id }) {
    const channel = channelOf(state, id);
    if (!channel) return state;
    if (!isPrivate(channel)) return withoutChannels(state, [id, ...threadsOf(state, channel)]);
    const gone = withoutChannels(state, [id]);
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

/** Threads go with their channel. */
function threadsOf(state: State, { id, guild_id }: Exclude<Channel, PrivateChannel>): Snowflake[] {
  const all = Object.values(state.guildChannels[guild_id] ?? {});
  return all.flatMap((one) => (isThread(one) && one.parent_id === id ? one.id : []));
}

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
