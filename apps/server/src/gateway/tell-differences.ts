import { Dispatch } from "./dispatch.ts";
import { type ChannelNode, type MemberNode, type Place, SEES, type ThreadNode } from "./guild-nodes.ts";
import type { ChannelInfo, GuildEventWire, StageWire, VoiceWire } from "./hooks.ts";
import type { UserNode } from "./hub.ts";
import type { Difference, Outcome } from "./visibility.ts";

type Deliver = (user: UserNode, event: Dispatch) => void;

/** Makes each event once, however many are told. */
function createTeller<Key>(deliver: Deliver, make: (key: Key) => Dispatch) {
  const events = new Map<Key, Dispatch>();
  return (key: Key, member: MemberNode): void => {
    const event = events.get(key) ?? make(key);
    events.set(key, event);
    deliver(member.user, event);
  };
}

/** Gone for their members. */
export const isLost = ({ before, after }: Difference): boolean =>
  (before & SEES) !== 0 && (after & SEES) === 0;

/** New to their members. */
export const isGained = ({ before, after }: Difference): boolean =>
  (before & SEES) === 0 && (after & SEES) !== 0;

/**
 * GUILD_SCHEDULED_EVENT_DELETE, STAGE_INSTANCE_DELETE, VOICE_STATE_UPDATE, THREAD_DELETE and CHANNEL_DELETE, with nothing
 * that those who lose a channel did not know of it.
 */
export function tellLosses({ losses, formers }: Outcome, deliver: Deliver): void {
  const farewell = createTeller<Place>(deliver, (place) => {
    const former = formers.get(place as ChannelNode);
    const t = "threads" in place ? "CHANNEL_DELETE" : "THREAD_DELETE";
    return new Dispatch(t, former?.remains ?? place.remains, place.view.id);
  });
  const cancel = createTeller<GuildEventWire>(
    deliver,
    (wire) => new Dispatch("GUILD_SCHEDULED_EVENT_DELETE", wire, wire.guild_id),
  );
  const hangUp = createTeller<VoiceWire>(
    deliver,
    (wire) => new Dispatch("VOICE_STATE_UPDATE", { ...wire, channel_id: null }),
  );
  const close = createTeller<StageWire>(deliver, (wire) => new Dispatch("STAGE_INSTANCE_DELETE", wire));
  for (const difference of losses) {
    const { channel, members, before, after } = difference;
    for (const thread of channel.threads) {
      for (const member of members) {
        if (thread.isSeenBy(member, before) && !thread.isSeenBy(member, after)) farewell(thread, member);
      }
    }
    if (!isLost(difference)) continue;
    for (const wire of plannedIn(channel)) for (const member of members) cancel(wire, member);
    for (const wire of speakingIn(channel)) for (const member of members) hangUp(wire, member);
    const { stage } = channel;
    if (stage !== undefined) for (const member of members) close(stage, member);
    for (const member of members) farewell(channel, member);
  }
}

/**
 * CHANNEL_CREATE, and the threads of the channel (what everybody sees as THREAD_LIST_SYNC, private ones one by one) with
 * what is planned in it, what is said on the stage, who is in voice there, since when, and what it says of itself.
 */
export function tellGains({ gains }: Outcome, deliver: Deliver): void {
  const welcome = createTeller<Place>(deliver, (place) => {
    const t = "threads" in place ? "CHANNEL_CREATE" : "THREAD_CREATE";
    return new Dispatch(t, place.wire, place.view.id);
  });
  const list = createTeller<ChannelNode>(deliver, listPublicThreads);
  const invite = createTeller<GuildEventWire>(
    deliver,
    (wire) => new Dispatch("GUILD_SCHEDULED_EVENT_CREATE", wire, wire.guild_id),
  );
  const hear = createTeller<VoiceWire>(deliver, (wire) => new Dispatch("VOICE_STATE_UPDATE", wire));
  const open = createTeller<StageWire>(deliver, (wire) => new Dispatch("STAGE_INSTANCE_CREATE", wire));
  const read = createTeller<ChannelNode>(deliver, (channel) => infoOf(channel, "STATUS", "status"));
  const since = createTeller<ChannelNode>(deliver, (channel) =>
    infoOf(channel, "START_TIME", "voice_start_time"),
  );
  for (const difference of gains) {
    const { channel, members, before, after } = difference;
    if (isGained(difference)) {
      const hasThreads = publicThreads(channel).length > 0;
      for (const member of members) {
        welcome(channel, member);
        if (hasThreads) list(channel, member);
      }
      for (const wire of plannedIn(channel)) for (const member of members) invite(wire, member);
      for (const wire of speakingIn(channel)) for (const member of members) hear(wire, member);
      const { stage } = channel;
      if (stage !== undefined) for (const member of members) open(stage, member);
      const { status = null, voice_start_time = null } = channel.info ?? {};
      if (status !== null) for (const member of members) read(channel, member);
      if (voice_start_time !== null) for (const member of members) since(channel, member);
    }
    for (const thread of channel.threads) {
      if (!thread.isPrivate) continue;
      for (const member of members) {
        if (!thread.isSeenBy(member, before) && thread.isSeenBy(member, after)) welcome(thread, member);
      }
    }
  }
}

const plannedIn = ({ events }: ChannelNode): Iterable<GuildEventWire> => events?.values() ?? [];

const speakingIn = ({ voices }: ChannelNode): Iterable<VoiceWire> => voices?.values() ?? [];

/** One of the two things that a voice channel says of itself: CHANNEL_CREATE carries neither. */
function infoOf(channel: ChannelNode, what: "STATUS" | "START_TIME", field: keyof ChannelInfo): Dispatch {
  const d = { id: channel.id, guild_id: channel.view.id, [field]: channel.info?.[field] ?? null };
  return new Dispatch(`VOICE_CHANNEL_${what}_UPDATE`, d, channel.view.id);
}

const publicThreads = (channel: ChannelNode): ThreadNode[] =>
  Array.from(channel.threads).filter((thread) => !thread.isPrivate);

function listPublicThreads(channel: ChannelNode): Dispatch {
  const threads = publicThreads(channel).map((thread) => thread.wire);
  const d = { guild_id: channel.view.id, channel_ids: [channel.id], threads, members: [] };
  return new Dispatch("THREAD_LIST_SYNC", d, channel.view.id);
}
