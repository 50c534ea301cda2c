import type {
  APIGuildMember,
  APIRole,
  APIUser,
  GuildChannel,
  ReadyGuild,
  ScheduledEvent,
  Snowflake,
  StageInstance,
  ThreadChannel,
  UserGuildSettings,
  VoiceState,
} from "@palabre/protocol";
import { dispatch, messageOf, self } from "./testing.ts";
import type { DispatchEvent } from "./types.ts";

const JOINED = "2015-01-01T00:00:00.500Z";

export function roleOf(id: Snowflake, change: Partial<APIRole> = {}): APIRole {
  return {
    id,
    name: `role ${id}`,
    color: 0,
    hoist: false,
    position: 1,
    permissions: "1024",
    managed: false,
    mentionable: false,
    ...change,
  } as APIRole;
}

export function memberOf(user: APIUser, roles: Snowflake[] = []): APIGuildMember {
  return {
    user,
    nick: null,
    roles,
    joined_at: JOINED,
    deaf: false,
    mute: false,
    flags: 0 as APIGuildMember["flags"],
  };
}

export function guildChannelOf(
  id: Snowflake,
  guildId: Snowflake,
  change: Partial<GuildChannel> = {},
): GuildChannel {
  return {
    id,
    type: 0,
    guild_id: guildId,
    name: `channel ${id}`,
    position: 0,
    parent_id: null,
    permission_overwrites: [],
    last_message_id: null,
    last_pin_timestamp: null,
    ...change,
  };
}

export function guildOf(id: Snowflake, change: Partial<ReadyGuild> = {}): ReadyGuild {
  return {
    id,
    name: `Server ${id}`,
    icon: null,
    owner_id: "9",
    joined_at: JOINED,
    large: false,
    member_count: 1,
    members: [memberOf(self)],
    channels: [],
    threads: [],
    roles: [roleOf(id, { name: "@everyone", position: 0 })],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    voice_states: [],
    stage_instances: [],
    ...change,
  };
}

export interface ModelMessage {
  id: Snowflake;
  channelId: Snowflake;
  authorId: Snowflake;
  content: string;
  callsMe: boolean;
  /** The role it calls, in a server. */
  role?: Snowflake;
  /** Counted when a role changed: it is known by number alone. */
  isRecounted?: boolean;
}

export function eventOf(
  id: Snowflake,
  guildId: Snowflake,
  change: Partial<ScheduledEvent> = {},
): ScheduledEvent {
  return {
    id,
    guild_id: guildId,
    channel_id: null,
    creator_id: "9",
    name: `Event ${id}`,
    description: null,
    image: null,
    scheduled_start_time: "2035-01-01T20:00:00.000Z",
    scheduled_end_time: "2035-01-01T22:00:00.000Z",
    privacy_level: 2,
    status: 1,
    entity_type: change.channel_id ? 2 : 3,
    entity_id: null,
    entity_metadata: change.channel_id ? null : { location: "The café" },
    recurrence_rule: null,
    user_count: 0,
    guild_scheduled_event_exceptions: [],
    ...change,
  };
}

/** What the model of servers shares with that of private conversations. */
export interface Shared {
  nextId: () => Snowflake;
  people: readonly APIUser[];
  say: (event: DispatchEvent) => void;
  /** Newest message of a channel. */
  lastIds: Map<Snowflake, Snowflake>;
  read: Map<Snowflake, { last: Snowflake | null; count: number }>;
  messages: ModelMessage[];
}

interface ModelGuild {
  name: string;
  memberCount: number;
  roles: Map<Snowflake, APIRole>;
  /** `needs`: the role without which the channel is hidden. */
  channels: Map<Snowflake, { name: string; needs: Snowflake | null; isOrphan: boolean }>;
  threads: Map<
    Snowflake,
    { parent: Snowflake; name: string; isMine: boolean; isArchived: boolean; count: number }
  >;
  ownRoles: Set<Snowflake>;
  events: Map<Snowflake, ScheduledEvent>;
  /** Person → the channel where they are. */
  voices: Map<Snowflake, Snowflake>;
  stages: Map<Snowflake, StageInstance>;
  /** Those that one is interested in. */
  interests: Set<Snowflake>;
  settings: UserGuildSettings | null;
}

/** Servers as one of their members sees them: see `modelServer`. */
export function modelGuilds({ nextId, people, say, lastIds, read, messages }: Shared) {
  const guilds = new Map<Snowflake, ModelGuild>();
  const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];
  const pickGuild = (n: number) => pick([...guilds], n);

  function sees(guild: ModelGuild, channelId: Snowflake): boolean {
    const thread = guild.threads.get(channelId);
    const channel = guild.channels.get(thread?.parent ?? channelId);
    if (!channel || channel.isOrphan) return false;
    return channel.needs === null || guild.ownRoles.has(channel.needs);
  }
  const seen = (guild: ModelGuild) => [...guild.channels.keys()].filter((id) => sees(guild, id));
  const seenThreads = (guild: ModelGuild) => [...guild.threads.keys()].filter((id) => sees(guild, id));

  function channel(guildId: Snowflake, guild: ModelGuild, id: Snowflake): GuildChannel {
    const { name, needs } = guild.channels.get(id) ?? { name: "", needs: null };
    return guildChannelOf(id, guildId, {
      name,
      last_message_id: lastIds.get(id) ?? null,
      permission_overwrites:
        needs === null
          ? []
          : [
              { id: guildId, type: 0, allow: "0", deny: "1024" },
              { id: needs, type: 0, allow: "1024", deny: "0" },
            ],
    });
  }
  function thread(guildId: Snowflake, guild: ModelGuild, id: Snowflake): ThreadChannel {
    const one = guild.threads.get(id);
    return {
      id,
      type: 11,
      guild_id: guildId,
      parent_id: one?.parent ?? "",
      owner_id: "9",
      name: one?.name ?? "",
      last_message_id: lastIds.get(id) ?? null,
      message_count: one?.count ?? 0,
      member_count: 1,
      thread_metadata: {
        archived: one?.isArchived ?? false,
        auto_archive_duration: 60,
        archive_timestamp: JOINED,
        locked: false,
      },
      ...(one?.isMine && { member: { user_id: self.id } }),
    };
  }
  const activeThreads = (guild: ModelGuild) =>
    seenThreads(guild).filter((id) => !guild.threads.get(id)?.isArchived);
  function ready(guildId: Snowflake, guild: ModelGuild): ReadyGuild {
    return guildOf(guildId, {
      name: guild.name,
      member_count: guild.memberCount,
      members: [memberOf(self, [...guild.ownRoles])],
      roles: [...guild.roles.values()],
      channels: seen(guild).map((id) => channel(guildId, guild, id)),
      threads: activeThreads(guild).map((id) => thread(guildId, guild, id)),
      guild_scheduled_events: [...guild.events.values()]
        .filter((event) => event.status <= 2 && seesEvent(guild, event))
        .map((event) => ({
          ...event,
          ...(guild.interests.has(event.id) && {
            user_rsvp: { guild_scheduled_event_id: event.id, user_id: self.id, response: 1 as const },
          }),
        })),
      voice_states: [...guild.voices]
        .filter(([, at]) => sees(guild, at))
        .map(([userId, at]) => voice(guildId, guild, userId, at)),
      stage_instances: [...guild.stages.values()].filter((stage) => sees(guild, stage.channel_id)),
    });
  }
  function voice(guildId: Snowflake, guild: ModelGuild, userId: Snowflake, at: Snowflake | null): VoiceState {
    const user = people.find((one) => one.id === userId) ?? self;
    const [mute, deaf, self_mute, self_deaf, self_video, suppress] = Array(6).fill(false) as boolean[];
    return {
      guild_id: guildId,
      channel_id: at,
      user_id: userId,
      session_id: "voice",
      member: memberOf({ ...user }, user === self ? [...guild.ownRoles] : []),
      request_to_speak_timestamp: null,
      ...({ mute, deaf, self_mute, self_deaf, self_video, suppress } as Pick<
        VoiceState,
        "mute" | "deaf" | "self_mute" | "self_deaf" | "self_video" | "suppress"
      >),
    };
  }
  const sayVoice = (guildId: Snowflake, guild: ModelGuild, userId: Snowflake, at: Snowflake | null) =>
    say(dispatch("VOICE_STATE_UPDATE", voice(guildId, guild, userId, at)));
  const heardIn = (guild: ModelGuild, channelId: Snowflake) =>
    [...guild.voices].flatMap(([userId, at]) => (at === channelId ? userId : []));
  const hangUpIn = (guildId: Snowflake, guild: ModelGuild, channelId: Snowflake) => {
    for (const userId of heardIn(guild, channelId)) sayVoice(guildId, guild, userId, null);
    const stage = guild.stages.get(channelId);
    if (stage) say(dispatch("STAGE_INSTANCE_DELETE", { ...stage }));
  };
  const seesEvent = (guild: ModelGuild, { channel_id }: ScheduledEvent) =>
    channel_id === null || sees(guild, channel_id);
  const plannedIn = (guild: ModelGuild, channelId: Snowflake) =>
    [...guild.events.values()].filter((event) => event.channel_id === channelId && event.status <= 2);
  const cancelIn = (guild: ModelGuild, channelId: Snowflake) => {
    for (const event of plannedIn(guild, channelId)) {
      say(dispatch("GUILD_SCHEDULED_EVENT_DELETE", { ...event }));
    }
  };

  /** Counts anew where a role that came or went was called since one last read. */
  function recount(guildId: Snowflake, guild: ModelGuild, role: Snowflake): void {
    for (const id of [...seen(guild), ...seenThreads(guild)]) {
      const last = read.get(id)?.last ?? null;
      const up_to = lastIds.get(id);
      const unread = messages.filter(
        (one) => one.channelId === id && (last === null || BigInt(one.id) > BigInt(last)),
      );
      if (!up_to || guild.threads.get(id)?.isArchived || !unread.some((one) => one.role === role)) continue;
      for (const one of unread) {
        one.isRecounted = true;
        if (one.role) one.callsMe = guild.ownRoles.has(one.role) && !guild.settings?.suppress_roles;
      }
      const count = unread.filter((one) => one.callsMe).length;
      read.set(id, { last, count });
      const state = { id, last_message_id: last, mention_count: count, up_to };
      say(dispatch("READ_STATE_UPDATE", { guild_id: guildId, read_states: [state] }));
    }
  }

  /** Runs a change of who sees what, and tells of channels that come and go as the gateway does. */
  function reshaping(guildId: Snowflake, guild: ModelGuild, change: () => DispatchEvent): void {
    const before = new Set(seen(guild));
    say(structuredClone(change()));
    const after = seen(guild);
    for (const id of after) {
      if (before.has(id)) continue;
      say(dispatch("CHANNEL_CREATE", channel(guildId, guild, id)));
      const threads = [...guild.threads]
        .filter(([one, { parent, isArchived }]) => parent === id && !isArchived && sees(guild, one))
        .map(([one]) => thread(guildId, guild, one));
      if (threads.length > 0) {
        say(dispatch("THREAD_LIST_SYNC", { guild_id: guildId, channel_ids: [id], threads }));
      }
      for (const event of plannedIn(guild, id)) say(dispatch("GUILD_SCHEDULED_EVENT_CREATE", { ...event }));
      for (const userId of heardIn(guild, id)) sayVoice(guildId, guild, userId, id);
      const stage = guild.stages.get(id);
      if (stage) say(dispatch("STAGE_INSTANCE_CREATE", { ...stage }));
    }
    for (const id of before) {
      if (after.includes(id)) continue;
      cancelIn(guild, id);
      hangUpIn(guildId, guild, id);
      say(dispatch("CHANNEL_DELETE", { id }));
    }
  }

  const verbs = {
    join(roles: number) {
      if (guilds.size >= 3) return;
      const guildId = nextId();
      const everyone = roleOf(guildId, { name: "@everyone", position: 0 });
      const some = Array.from({ length: roles % 3 }, () => roleOf(nextId()));
      const guild: ModelGuild = {
        name: `Server ${guildId}`,
        memberCount: 2,
        roles: new Map([everyone, ...some].map((role) => [role.id, role])),
        channels: new Map([[nextId(), { name: "general", needs: null, isOrphan: false }]]),
        threads: new Map(),
        ownRoles: new Set(),
        events: new Map(),
        voices: new Map(),
        stages: new Map(),
        interests: new Set(),
        settings: null,
      };
      guilds.set(guildId, guild);
      say(dispatch("GUILD_CREATE", structuredClone(ready(guildId, guild))));
      say(
        dispatch("GUILD_MEMBER_ADD", {
          ...memberOf(self),
          guild_id: guildId,
          member_count: guild.memberCount,
        }),
      );
    },
    leave(n: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      if (!guildId || !guild) return;
      guilds.delete(guildId);
      for (const id of [...guild.channels.keys(), ...guild.threads.keys()]) read.delete(id);
      say(dispatch("GUILD_DELETE", { id: guildId }));
    },
    nameGuild(n: number, name: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      if (!guildId || !guild) return;
      guild.name = `Named ${name}`;
      const { id, icon, owner_id } = guildOf(guildId);
      say(dispatch("GUILD_UPDATE", { id, icon, owner_id, name: guild.name }));
    },
    memberCame(n: number, who: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const user = pick(people, who);
      if (!guildId || !guild || !user) return;
      guild.memberCount++;
      const member = memberOf({ ...user });
      say(dispatch("GUILD_MEMBER_ADD", { ...member, guild_id: guildId, member_count: guild.memberCount }));
    },
    memberWent(n: number, who: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const user = pick(people, who);
      if (!guildId || !guild || !user || guild.memberCount <= 1) return;
      guild.memberCount--;
      const d = { guild_id: guildId, user: { ...user }, member_count: guild.memberCount };
      say(dispatch("GUILD_MEMBER_REMOVE", d));
    },
    makeRole(n: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      if (!guildId || !guild) return;
      const role = roleOf(nextId());
      guild.roles.set(role.id, role);
      say(dispatch("GUILD_ROLE_CREATE", { guild_id: guildId, role: { ...role } }));
    },
    editRole(n: number, which: number, color: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const role = guild && pick([...guild.roles.values()], which);
      if (!guildId || !guild || !role) return;
      const changed = { ...role, color };
      guild.roles.set(role.id, changed);
      say(dispatch("GUILD_ROLE_UPDATE", { guild_id: guildId, role: changed }));
    },
    dropRole(n: number, which: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const role = guild && pick([...guild.roles.keys()].slice(1), which);
      if (!guildId || !guild || !role) return;
      reshaping(guildId, guild, () => {
        guild.roles.delete(role);
        guild.ownRoles.delete(role);
        // What only that role let see is seen by nobody but those who administer.
        for (const one of guild.channels.values()) if (one.needs === role) one.isOrphan = true;
        return dispatch("GUILD_ROLE_DELETE", { guild_id: guildId, role_id: role });
      });
      recount(guildId, guild, role);
    },
    ownRole(n: number, which: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const role = guild && pick([...guild.roles.keys()].slice(1), which);
      if (!guildId || !guild || !role) return;
      reshaping(guildId, guild, () => {
        if (!guild.ownRoles.delete(role)) guild.ownRoles.add(role);
        const member = memberOf(self, [...guild.ownRoles]);
        return dispatch("GUILD_MEMBER_UPDATE", { ...member, guild_id: guildId });
      });
      recount(guildId, guild, role);
    },
    makeChannel(n: number, needs: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      if (!guildId || !guild || guild.channels.size >= 5) return;
      const role = needs % 2 === 0 ? undefined : pick([...guild.roles.keys()].slice(1), needs);
      const id = nextId();
      guild.channels.set(id, { name: `channel ${id}`, needs: role ?? null, isOrphan: false });
      if (sees(guild, id)) say(dispatch("CHANNEL_CREATE", channel(guildId, guild, id)));
    },
    nameChannel(n: number, which: number, name: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const id = guild && pick([...guild.channels.keys()], which);
      const one = id && guild.channels.get(id);
      if (!guildId || !guild || !one) return;
      one.name = `named ${name}`;
      if (sees(guild, id)) say(dispatch("CHANNEL_UPDATE", channel(guildId, guild, id)));
    },
    dropChannel(n: number, which: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const id = guild && pick([...guild.channels.keys()], which);
      if (!guildId || !guild || !id) return;
      const wasSeen = sees(guild, id);
      if (wasSeen) cancelIn(guild, id);
      if (wasSeen) hangUpIn(guildId, guild, id);
      for (const userId of heardIn(guild, id)) guild.voices.delete(userId);
      guild.stages.delete(id);
      for (const event of plannedIn(guild, id)) guild.events.delete(event.id);
      guild.channels.delete(id);
      read.delete(id);
      for (const [one, { parent }] of guild.threads) {
        if (parent !== id) continue;
        guild.threads.delete(one);
        read.delete(one);
      }
      if (wasSeen) say(dispatch("CHANNEL_DELETE", { id }));
    },
    makeThread(n: number, which: number, mine: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const parent = guild && pick([...guild.channels.keys()], which);
      if (!guildId || !guild || !parent || guild.threads.size >= 4) return;
      const id = nextId();
      const isMine = mine % 2 === 0;
      guild.threads.set(id, { parent, name: `thread ${id}`, isMine, isArchived: false, count: 0 });
      if (sees(guild, id)) say(dispatch("THREAD_CREATE", thread(guildId, guild, id)));
    },
    changeThread(n: number, which: number, how: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const id = guild && pick(seenThreads(guild), which);
      const one = id && guild.threads.get(id);
      if (!guildId || !guild || !one) return;
      if (how % 3 === 0) {
        one.isArchived = !one.isArchived;
        say(dispatch("THREAD_UPDATE", thread(guildId, guild, id)));
      } else if (how % 3 === 1) {
        one.isMine = !one.isMine;
        say(
          dispatch("THREAD_MEMBERS_UPDATE", {
            id,
            guild_id: guildId,
            member_count: 1,
            ...(one.isMine ? { added_members: [{ user_id: self.id }] } : { removed_member_ids: [self.id] }),
          }),
        );
      } else {
        guild.threads.delete(id);
        read.delete(id);
        say(dispatch("THREAD_DELETE", { id }));
      }
    },
    writeThere(n: number, which: number, how: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      if (!guildId || !guild) return;
      const open = [...guild.threads].flatMap(([id, { isArchived }]) => (isArchived ? [] : id));
      const id = pick([...guild.channels.keys(), ...open], which);
      const author = pick([self, ...people], how);
      if (!id || !author) return;
      const isSeen = sees(guild, id);
      const mine = author.id === self.id;
      if (mine && !isSeen) return;
      const role = pick([...guild.roles.keys()].slice(1), how);
      const call = (["me", "everyone", "role", "nobody"] as const)[how % 4];
      const settings = guild.settings;
      const calls =
        call === "me" ||
        (call === "everyone" && !settings?.suppress_everyone) ||
        (call === "role" && role !== undefined && guild.ownRoles.has(role) && !settings?.suppress_roles);
      const callsMe = !mine && isSeen && calls;
      const message: ModelMessage = {
        id: nextId(),
        channelId: id,
        authorId: author.id,
        content: `text ${how}`,
        callsMe,
        ...(call === "role" && role !== undefined && !mine && { role }),
      };
      messages.push(message);
      lastIds.set(id, message.id);
      const one = guild.threads.get(id);
      if (one) one.count++;
      const state = read.get(id) ?? { last: null, count: 0 };
      if (mine) read.set(id, { last: message.id, count: 0 });
      else if (callsMe) read.set(id, { ...state, count: state.count + 1 });
      if (!isSeen) return;
      say(
        dispatch("MESSAGE_CREATE", {
          ...messageOf(
            message.id,
            id,
            { ...author },
            {
              content: message.content,
              mentions: call === "me" ? [self] : [],
              mention_everyone: call === "everyone",
              mention_roles: call === "role" && role ? [role] : [],
            },
          ),
          guild_id: guildId,
        }),
      );
    },
    readThere(n: number, which: number) {
      const [, guild] = pickGuild(n) ?? [];
      const id = guild && pick([...seen(guild), ...seenThreads(guild)], which);
      const last = id && lastIds.get(id);
      if (!last) return;
      read.set(id, { last, count: 0 });
      say(dispatch("MESSAGE_ACK", { channel_id: id, message_id: last, mention_count: 0 }));
    },
    plan(n: number, where: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      if (!guildId || !guild || guild.events.size >= 4) return;
      const channelId = where % 2 === 0 ? null : (pick([...guild.channels.keys()], where) ?? null);
      const event = eventOf(nextId(), guildId, { channel_id: channelId });
      guild.events.set(event.id, event);
      if (seesEvent(guild, event)) say(dispatch("GUILD_SCHEDULED_EVENT_CREATE", { ...event }));
    },
    changeEvent(n: number, which: number, how: number) {
      const [, guild] = pickGuild(n) ?? [];
      const event = guild && pick([...guild.events.values()], which);
      if (!guild || !event || event.status > 2) return;
      const move =
        how % 4 === 3 && event.channel_id !== null ? pick([...guild.channels.keys()], how) : undefined;
      const next: ScheduledEvent = {
        ...event,
        ...(how % 4 === 0 && { status: Math.min(event.status + 1, 3) as ScheduledEvent["status"] }),
        ...(how % 4 === 1 && { name: `renamed ${how}` }),
        ...(move && { channel_id: move }),
      };
      guild.events.set(event.id, next);
      if (next.channel_id === event.channel_id) {
        if (seesEvent(guild, next)) say(dispatch("GUILD_SCHEDULED_EVENT_UPDATE", { ...next }));
        return;
      }
      if (seesEvent(guild, event)) say(dispatch("GUILD_SCHEDULED_EVENT_DELETE", { ...event }));
      if (seesEvent(guild, next)) say(dispatch("GUILD_SCHEDULED_EVENT_CREATE", { ...next }));
    },
    attend(n: number, which: number, who: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const event = guild && pick([...guild.events.values()], which);
      const user = pick([self, ...people], who);
      if (!guildId || !guild || !event || event.status > 2 || !user) return;
      const isMine = user.id === self.id;
      if (isMine && !seesEvent(guild, event)) return;
      const comes = isMine ? !guild.interests.has(event.id) : who % 3 !== 0 || event.user_count === 0;
      if (isMine && comes) guild.interests.add(event.id);
      if (isMine && !comes) guild.interests.delete(event.id);
      const user_count = Math.max(0, event.user_count + (comes ? 1 : -1));
      guild.events.set(event.id, { ...event, user_count });
      if (!seesEvent(guild, event)) return;
      say(
        dispatch(comes ? "GUILD_SCHEDULED_EVENT_USER_ADD" : "GUILD_SCHEDULED_EVENT_USER_REMOVE", {
          guild_scheduled_event_id: event.id,
          guild_id: guildId,
          user_id: user.id,
          user_count,
          ...(event.channel_id !== null && { channel_id: event.channel_id }),
        }),
      );
    },
    dropEvent(n: number, which: number) {
      const [, guild] = pickGuild(n) ?? [];
      const event = guild && pick([...guild.events.values()], which);
      if (!guild || !event) return;
      guild.events.delete(event.id);
      if (seesEvent(guild, event)) say(dispatch("GUILD_SCHEDULED_EVENT_DELETE", { ...event }));
    },
    /** Somebody goes to a channel, or hangs up. */
    speak(n: number, who: number, where: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const user = pick([self, ...people], who);
      if (!guildId || !guild || !user) return;
      const before = guild.voices.get(user.id);
      const at = where % 4 === 0 ? undefined : pick([...guild.channels.keys()], where);
      if (at) guild.voices.set(user.id, at);
      else guild.voices.delete(user.id);
      if (at && sees(guild, at)) sayVoice(guildId, guild, user.id, at);
      else if (before && sees(guild, before)) sayVoice(guildId, guild, user.id, null);
    },
    /** A stage opens, is about something else, or closes. */
    stage(n: number, where: number, how: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      const at = guild && pick([...guild.channels.keys()], where);
      if (!guildId || !guild || !at) return;
      const before = guild.stages.get(at);
      const next = {
        id: before?.id ?? nextId(),
        guild_id: guildId,
        channel_id: at,
        topic: `topic ${how}`,
      };
      if (before && how % 2 === 0) guild.stages.delete(at);
      else guild.stages.set(at, next);
      const t = !before
        ? "STAGE_INSTANCE_CREATE"
        : how % 2 === 0
          ? "STAGE_INSTANCE_DELETE"
          : "STAGE_INSTANCE_UPDATE";
      if (sees(guild, at)) say(dispatch(t, next));
    },
    listen(n: number, how: number) {
      const [guildId, guild] = pickGuild(n) ?? [];
      if (!guildId || !guild) return;
      guild.settings = {
        guild_id: guildId,
        message_notifications: 3,
        muted: how % 2 === 0,
        mute_config: null,
        suppress_everyone: how % 3 === 0,
        suppress_roles: how % 5 === 0,
        hide_muted_channels: false,
        channel_overrides: [],
        highlight_words: [],
      };
      say(dispatch("USER_GUILD_SETTINGS_UPDATE", { ...guild.settings }));
    },
  };

  return {
    verbs,
    /** Channels and threads of servers that one sees. */
    visible: () => [...guilds.values()].flatMap((guild) => [...seen(guild), ...seenThreads(guild)]),
    /** What READY tells of them. */
    ready: () => ({
      guilds: [...guilds].map(([id, guild]) => ready(id, guild)),
      user_guild_settings: [...guilds.values()].flatMap((guild) => guild.settings ?? []),
    }),
    /** Read states of what READY does not list: hidden from me, or closed. */
    unlisted: () =>
      new Set(
        [...guilds.values()].flatMap((guild) =>
          [...guild.channels.keys(), ...guild.threads.keys()].filter(
            (id) => !seen(guild).includes(id) && !activeThreads(guild).includes(id),
          ),
        ),
      ),
  };
}
