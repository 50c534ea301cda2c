import { expect, test } from "bun:test";
import type { APIGuildMember, ThreadChannel, UserGuildSettings, VoiceChannelInfo } from "@palabre/protocol";
import { guildSettingsOf } from "../guild-settings.ts";
import { foldersOf, memberName, orderedGuilds, railOf } from "../guilds.ts";
import { initialState } from "../initial.ts";
import { isWorthNotice } from "../notice.ts";
import { channelPermissions, guildPermissions, isOpenToAll } from "../permissions.ts";
import { dispatch, messageOf, readyOf, self, userOf } from "../testing.ts";
import { eventOf, guildChannelOf, guildOf, memberOf, roleOf } from "../testing-guilds.ts";
import { MEMBERS_KEPT, type State, type StateEvent } from "../types.ts";
import { guildUnread, totals, unreadOf } from "../unread.ts";
import { apply } from "./apply.ts";

const bob = userOf(1, "bob");
/** A snowflake long after one joined. */
const LATE = "1000000000000000000";

const thread = (change: Partial<ThreadChannel> = {}): ThreadChannel => ({
  id: "15",
  type: 11,
  guild_id: "1",
  parent_id: "11",
  owner_id: bob.id,
  name: "a thread",
  last_message_id: null,
  message_count: 0,
  member_count: 1,
  thread_metadata: {
    archived: false,
    auto_archive_duration: 60,
    archive_timestamp: "2030-01-01T00:00:00.000Z",
    locked: false,
  },
  ...change,
});

const memberInThread = { id: "15", user_id: self.id, flags: 0, join_timestamp: "2030-01-01T00:00:00.000Z" };

/** Server 1: a category 10 with the channels 11 and 12, the roles 20 (mine) and 21. */
const tessera = guildOf("1", {
  owner_id: bob.id,
  members: [memberOf(self, ["20"])],
  roles: [
    roleOf("1", { name: "@everyone", position: 0, permissions: "1024" }),
    roleOf("20", { position: 2, color: 0xff0000, permissions: String(1 << 11) }),
    roleOf("21", { position: 1, color: 0x00ff00 }),
  ],
  channels: [
    guildChannelOf("10", "1", { type: 4 }),
    guildChannelOf("11", "1", { parent_id: "10" }),
    guildChannelOf("12", "1", {
      parent_id: "10",
      permission_overwrites: [
        { id: "1", type: 0, allow: "0", deny: "1024" },
        { id: "20", type: 0, allow: "1024", deny: "2048" },
      ],
    }),
  ],
});

const after = (state: State, ...events: StateEvent[]) => events.reduce(apply, state);
const start = after(initialState, dispatch("READY", readyOf({ guilds: [tessera] })));
const say = (id: string, change = {}, channelId = "11") =>
  dispatch("MESSAGE_CREATE", { ...messageOf(id, channelId, bob, change), guild_id: "1" });
const listen = (change: Partial<UserGuildSettings>) =>
  dispatch("USER_GUILD_SETTINGS_UPDATE", { ...guildSettingsOf(start, "1"), ...change });
const muted = (channel_id: string, end_time: string | null = null) => ({
  channel_id,
  message_notifications: 3 as const,
  muted: true,
  mute_config: { end_time },
  collapsed: false,
});

test("what was written before one joined is read, what came since is not", () => {
  const old = { ...tessera, channels: [guildChannelOf("11", "1", { last_message_id: "7" })] };
  const joined = after(initialState, dispatch("READY", readyOf()), dispatch("GUILD_CREATE", old));
  expect(unreadOf(joined, "11")).toEqual({ unread: false, mentions: 0 });
  const since = after(joined, say(LATE));
  expect(unreadOf(since, "11").unread).toBe(true);
  expect(after(since, { type: "viewing", channelId: "11", atBottom: true }).viewing["11"]?.newAfter).toBe(
    joined.guilds["1"]?.joinedId ?? "",
  );
});

test("my name, a role of mine and everyone call, unless the latter two are told not to", () => {
  const calls = [
    say(`${LATE}1`, { mentions: [self] }),
    say(`${LATE}2`, { mention_roles: ["20"] }),
    say(`${LATE}3`, { mention_roles: ["21"] }),
    say(`${LATE}4`, { mention_everyone: true }),
  ];
  expect(unreadOf(after(start, ...calls), "11").mentions).toBe(3);
  const quiet = after(start, listen({ suppress_everyone: true, suppress_roles: true }), ...calls);
  expect(unreadOf(quiet, "11").mentions).toBe(1);
  expect(totals(quiet)).toEqual({ requests: 0, mentions: 1, unread: 1, unreadPrivate: 0 });
});

test("a muted channel, category or server is not unread, and still calls", () => {
  const plain = say(`${LATE}1`);
  for (const settings of [
    { channel_overrides: [muted("11")] },
    { channel_overrides: [muted("10")] },
    { muted: true },
  ]) {
    const state = after(start, listen(settings), plain);
    expect(guildUnread(state, "1")).toEqual({ unread: false, mentions: 0 });
    const called = after(state, say(`${LATE}2`, { mentions: [self] }));
    expect(guildUnread(called, "1")).toEqual({ unread: true, mentions: 1 });
  }
  const over = after(start, listen({ channel_overrides: [muted("11", "2020-01-01T00:00:00Z")] }), plain);
  expect(guildUnread(over, "1").unread).toBe(true);
});

test("a notification comes for what the nearest setting asks for", () => {
  const isWorth = (state: State, event: ReturnType<typeof say>) =>
    event.t === "MESSAGE_CREATE" && isWorthNotice(state, after(state, event), event.d);
  const plain = say(`${LATE}1`);
  const call = say(`${LATE}1`, { mentions: [self] });
  expect([isWorth(start, plain), isWorth(start, call)]).toEqual([true, true]);
  const levels = (level: 0 | 1 | 2) => after(start, listen({ message_notifications: level }));
  expect([isWorth(levels(1), plain), isWorth(levels(1), call)]).toEqual([false, true]);
  expect(isWorth(levels(2), call)).toBe(false);
  const loud = { ...muted("10"), muted: false, message_notifications: 0 as const };
  expect(isWorth(after(levels(2), listen({ channel_overrides: [loud] })), plain)).toBe(true);
  expect(isWorth(after(start, listen({ muted: true })), call)).toBe(false);
  expect(isWorth(after(start, call), call)).toBe(false);
});

test("a thread that one has not joined is unread only when it calls", () => {
  const state = after(start, dispatch("THREAD_CREATE", thread()), say(`${LATE}1`, {}, "15"));
  expect(unreadOf(state, "15")).toEqual({ unread: false, mentions: 0 });
  expect(unreadOf(after(state, say(`${LATE}2`, { mentions: [self] }, "15")), "15").mentions).toBe(1);
  const joined = after(
    state,
    dispatch("THREAD_MEMBERS_UPDATE", {
      id: "15",
      guild_id: "1",
      member_count: 2,
      added_members: [{ user_id: self.id }],
    }),
  );
  expect(unreadOf(joined, "15").unread).toBe(true);
});

test("a post is what is new in its forum, for all but whoever posts; what it begins with is no answer", () => {
  const forum = guildChannelOf("16", "1", { type: 15 });
  const open = after(start, dispatch("CHANNEL_CREATE", forum));
  const post = thread({ id: `${LATE}1`, parent_id: "16" });
  const first = say(post.id, {}, post.id);
  const hers = after(open, dispatch("THREAD_CREATE", post), first);
  expect(unreadOf(hers, "16")).toEqual({ unread: true, mentions: 0 });
  expect(guildUnread(hers, "1").unread).toBe(true);
  expect(hers.guildChannels["1"]?.[post.id]).toMatchObject({ message_count: 0, last_message_id: post.id });
  const answered = after(hers, say(`${LATE}2`, {}, post.id));
  expect(answered.guildChannels["1"]?.[post.id]).toMatchObject({ message_count: 1 });
  expect(answered.guildChannels["1"]?.["16"]).toMatchObject({ last_message_id: post.id });
  const read = { channel_id: "16", message_id: post.id, mention_count: 0 };
  expect(unreadOf(after(answered, dispatch("MESSAGE_ACK", read)), "16").unread).toBe(false);

  const mine = after(open, dispatch("THREAD_CREATE", { ...post, owner_id: self.id }));
  expect(unreadOf(mine, "16").unread).toBe(false);
  // A thread of a text channel is nothing new in it.
  const beside = after(start, dispatch("THREAD_CREATE", thread({ id: `${LATE}1` })));
  expect(unreadOf(beside, "11").unread).toBe(false);
});

test("a channel that goes takes its messages, its threads and who types there along", () => {
  const state = after(
    start,
    dispatch("THREAD_CREATE", thread()),
    { type: "page_requested", channelId: "11", direction: "latest" },
    dispatch("TYPING_START", { channel_id: "15", user_id: bob.id, timestamp: 0 }),
    dispatch("CHANNEL_DELETE", { id: "11" }),
  );
  expect(Object.keys(state.guildChannels["1"] ?? {})).toEqual(["10", "12"]);
  expect(state).toMatchObject({ windows: {}, windowOrder: [], typing: {} });
  expect(state.guildOf["15"]).toBeUndefined();
});

test("a server that goes leaves nothing behind", () => {
  const busy = after(start, say(LATE), listen({ muted: true }));
  const state = after(busy, dispatch("GUILD_DELETE", { id: "1" }));
  const { guilds, roles, guildChannels, guildOf: of, ownMembers, members, guildSettings } = state;
  expect({ guilds, roles, guildChannels, of, ownMembers, members, guildSettings }).toEqual({
    guilds: {},
    roles: {},
    guildChannels: {},
    of: {},
    ownMembers: {},
    members: {},
    guildSettings: {},
  });
  // What comes late does not bring a part of it back.
  expect(after(state, dispatch("CHANNEL_CREATE", guildChannelOf("11", "1"))).guildOf).toEqual({});
});

test("members are known from what they write, by their nickname, and only so many are kept", () => {
  const named = { ...say(LATE) };
  const known = after(start, {
    ...named,
    d: { ...named.d, member: { nick: "Bobby", roles: ["21"] } },
  } as StateEvent);
  expect(memberName(known, "1", bob)).toBe("Bobby");
  expect(memberName(known, null, bob)).toBe("bob");
  const renamed = after(
    known,
    dispatch("GUILD_MEMBER_UPDATE", { guild_id: "1", user: bob, nick: null, roles: [] }),
  );
  expect(memberName(renamed, "1", bob)).toBe("bob");
  const crowd = Array.from({ length: MEMBERS_KEPT + 1 }, (_, n): APIGuildMember => memberOf(userOf(100 + n)));
  const full = after(renamed, dispatch("GUILD_MEMBERS_CHUNK", { guild_id: "1", members: crowd }));
  expect(Object.keys(full.members["1"] ?? {}).length).toBeLessThanOrEqual(MEMBERS_KEPT);
  expect(full.members["1"]?.[bob.id]).toBeUndefined();
  expect(full.members["1"]?.[crowd.at(-1)?.user.id ?? ""]).toBeDefined();
});

test("whoever left is known by name and counted out once, however often it is told", () => {
  const gone = dispatch("GUILD_MEMBER_REMOVE", { guild_id: "1", user: bob, member_count: 4 });
  const state = after(start, say(LATE), gone, gone);
  expect(state.guilds["1"]?.member_count).toBe(4);
  expect(state.members["1"]?.[bob.id]).toEqual({ user: bob, roles: null });
});

test("the panel keeps the rows that were asked for, and those of another list are gone", () => {
  const update = (id: string, first: number, names: string[], count: number) =>
    dispatch("GUILD_MEMBER_LIST_UPDATE", {
      guild_id: "1",
      id,
      member_count: count,
      online_count: count,
      groups: [{ id: "online", count }],
      ops: [
        {
          op: "SYNC",
          range: [first, first + names.length - 1],
          items: names.map((name, n) => ({ member: memberOf(userOf(200 + first + n, name)) })),
        },
      ],
    });
  const rows = (state: State) => Object.keys(state.memberLists["1"]?.rows ?? {}).join();
  const two = after(start, update("a", 1, ["kim", "lu"], 5), update("a", 4, ["mo"], 5));
  expect(rows(two)).toBe("1,2,4");
  expect(rows(after(two, update("a", 1, ["kim", "lu"], 2)))).toBe("1,2");
  expect(rows(after(two, update("b", 1, ["kim"], 5)))).toBe("1");
});

test("events come, change, count who is interested, and go; one's own interest outlives a move", () => {
  const meeting = eventOf("30", "1");
  const told = { guild_scheduled_event_id: "30", guild_id: "1", user_count: 2 };
  const state = after(
    start,
    dispatch("GUILD_SCHEDULED_EVENT_CREATE", meeting),
    dispatch("GUILD_SCHEDULED_EVENT_USER_ADD", { ...told, user_id: self.id }),
  );
  expect(state.events["1"]?.["30"]?.user_count).toBe(2);
  expect(state.interests["30"]).toBe(true);
  const moved = after(
    state,
    dispatch("GUILD_SCHEDULED_EVENT_DELETE", meeting),
    dispatch("GUILD_SCHEDULED_EVENT_CREATE", { ...meeting, channel_id: "11", user_count: 2 }),
  );
  expect(moved.events["1"]?.["30"]?.channel_id).toBe("11");
  expect(moved.interests["30"]).toBe(true);
  const over = after(moved, dispatch("GUILD_SCHEDULED_EVENT_UPDATE", { ...meeting, status: 3 }));
  expect(over.events["1"]).toEqual({});
  const gone = after(
    state,
    dispatch("GUILD_DELETE", { id: "1" }),
    dispatch("GUILD_SCHEDULED_EVENT_CREATE", meeting),
  );
  expect(gone.events).toEqual({});
  const mine = guildOf("1", {
    guild_scheduled_events: [
      { ...meeting, user_rsvp: { guild_scheduled_event_id: "30", user_id: self.id, response: 1 } },
    ],
  });
  const read = after(initialState, dispatch("READY", readyOf({ guilds: [mine] })));
  expect([read.events["1"]?.["30"], read.interests]).toEqual([meeting, { "30": true }]);
  const left = after(read, dispatch("GUILD_SCHEDULED_EVENT_USER_REMOVE", { ...told, user_id: self.id }));
  expect(left.interests).toEqual({});
});

test("permissions follow roles, overwrites and the owner", () => {
  const held = (state: State, id: string) => channelPermissions(state, id).toString();
  expect(guildPermissions(start, "1")).toBe(1024n | 2048n);
  expect([held(start, "11"), held(start, "12")]).toEqual(["3072", "1024"]);
  expect([isOpenToAll(start, "1", "11"), isOpenToAll(start, "1", "12")]).toEqual([true, false]);
  const bare = after(start, dispatch("GUILD_ROLE_DELETE", { guild_id: "1", role_id: "20" }));
  expect([held(bare, "11"), held(bare, "12")]).toEqual(["1024", "0"]);
  const owner = after(start, dispatch("GUILD_UPDATE", { id: "1", name: "T", icon: null, owner_id: self.id }));
  expect(guildPermissions(owner, "1") & 8n).toBe(8n);
});

test("the rail follows the chosen order; servers that it does not name stand at the end, as they were joined", () => {
  const late = guildOf("3", { joined_at: "2026-01-01T00:00:00Z" });
  const early = guildOf("2", { joined_at: "2020-01-01T00:00:00Z" });
  const state = after(
    initialState,
    dispatch("READY", readyOf({ guilds: [tessera, late, early, guildOf("4"), guildOf("5")] })),
    dispatch("USER_SETTINGS_UPDATE", {
      guild_folders: [
        { id: null, name: null, color: null, guild_ids: ["5"] },
        { id: "7", name: "Work", color: 1, guild_ids: ["4", "99", "1"] },
        { id: "8", name: "Left", color: 1, guild_ids: ["98"] },
        { id: null, name: null, color: null, guild_ids: ["5"] },
      ],
    }),
  );
  expect(orderedGuilds(state).map((guild) => guild.id)).toEqual(["5", "4", "1", "2", "3"]);
  expect(foldersOf(railOf(state))[1]).toEqual({ id: "7", name: "Work", color: 1, guild_ids: ["4", "1"] });
});

test("a server that is closed keeps its name alone, until it is open again or gone", () => {
  const guild = guildOf("1", { name: "Tessera" });
  const open = after(initialState, dispatch("READY", readyOf({ guilds: [guild] })));
  const closed = after(open, dispatch("GUILD_DELETE", { id: "1", unavailable: true }));
  expect(closed.guilds).toEqual({});
  expect(closed.guildOf).toEqual({});
  expect(Object.values(closed.unavailableGuilds)).toEqual([
    { id: "1", unavailable: true, name: "Tessera", icon: null },
  ]);
  expect(after(closed, dispatch("GUILD_CREATE", guild)).unavailableGuilds).toEqual({});
  expect(after(closed, dispatch("GUILD_DELETE", { id: "1" })).unavailableGuilds).toEqual({});
});

test("what a thread began with is nothing to read, counts for no reply, and follows the message it shows", () => {
  const original = messageOf("15", "11", bob, { content: "first words" });
  const starter = messageOf(LATE, "15", bob, {
    type: 21,
    message_reference: { type: 0, channel_id: "11", message_id: "15" },
    referenced_message: original,
  });
  const opened = after(
    start,
    dispatch("THREAD_CREATE", thread({ member: memberInThread })),
    { type: "page_requested", channelId: "15", direction: "latest" },
    {
      type: "page_loaded",
      channelId: "15",
      direction: "latest",
      messages: [],
      anchor: null,
      full: { before: false, after: false },
    },
    dispatch("MESSAGE_CREATE", { ...starter, guild_id: "1" }),
  );
  expect(opened.windows["15"]?.ids).toEqual([LATE]);
  expect(unreadOf(opened, "15").unread).toBe(false);
  expect(opened.guildChannels["1"]?.["15"]).toMatchObject({ last_message_id: null, message_count: 0 });

  const shownIn = (state: State) => state.windows["15"]?.byId[LATE]?.referenced_message;
  const edited = after(opened, dispatch("MESSAGE_UPDATE", { ...original, content: "other words" }));
  expect(shownIn(edited)?.content).toBe("other words");
  const gone = dispatch("MESSAGE_DELETE", { id: "15", channel_id: "11" });
  expect(shownIn(after(edited, gone))).toBeNull();

  const next = String(BigInt(LATE) + 1n);
  const pin = String(BigInt(LATE) + 2n);
  const answered = after(opened, say(next, {}, "15"), say(pin, { type: 6 }, "15"));
  expect(unreadOf(answered, "15").unread).toBe(true);
  expect(answered.guildChannels["1"]?.["15"]).toMatchObject({ last_message_id: pin, message_count: 1 });
});

test("stickers and sounds are what was told last, the oldest first, however often it is told", () => {
  const sound = (sound_id: string, name: string) => ({
    sound_id,
    name,
    guild_id: "1",
    volume: 1,
    emoji_id: null,
    emoji_name: null,
    available: true,
  });
  const told = after(
    start,
    dispatch("GUILD_STICKERS_UPDATE", { guild_id: "1", stickers: [] }),
    dispatch("GUILD_SOUNDBOARD_SOUND_CREATE", sound("100", "late")),
    dispatch("GUILD_SOUNDBOARD_SOUND_CREATE", sound("20", "early")),
    dispatch("GUILD_SOUNDBOARD_SOUND_CREATE", sound("20", "early")),
    dispatch("GUILD_SOUNDBOARD_SOUND_UPDATE", sound("20", "first")),
    dispatch("GUILD_SOUNDBOARD_SOUND_CREATE", { ...sound("7", "elsewhere"), guild_id: "2" }),
  );
  expect(told.guilds["1"]?.stickers).toEqual([]);
  expect(told.guilds["1"]?.soundboard_sounds.map(({ name }) => name)).toEqual(["first", "late"]);
  const fewer = after(told, dispatch("GUILD_SOUNDBOARD_SOUND_DELETE", { sound_id: "20", guild_id: "1" }));
  expect(fewer.guilds["1"]?.soundboard_sounds.map(({ name }) => name)).toEqual(["late"]);
  const renamed = after(fewer, dispatch("GUILD_UPDATE", { ...guildOf("1"), name: "New" }));
  expect(renamed.guilds["1"]?.name).toBe("New");
});

test("what a voice channel says of itself is kept while one sees it, and asked for anew in a new session", () => {
  const info = (channels: VoiceChannelInfo[]) => dispatch("CHANNEL_INFO", { guild_id: "1", channels });
  const told = after(
    start,
    info([
      { id: "11", status: "pairing", voice_start_time: 5 },
      { id: "99", status: "elsewhere" },
    ]),
  );
  expect(told.voiceInfo).toEqual({ "11": { id: "11", status: "pairing", voice_start_time: 5 } });
  const changed = after(
    told,
    dispatch("VOICE_CHANNEL_STATUS_UPDATE", { id: "11", guild_id: "1", status: null }),
    dispatch("VOICE_CHANNEL_START_TIME_UPDATE", { id: "12", guild_id: "1", voice_start_time: 7 }),
  );
  expect(changed.voiceInfo).toEqual({
    "11": { id: "11", status: null, voice_start_time: 5 },
    "12": { id: "12", voice_start_time: 7 },
  });
  // What is not named has nothing to say.
  expect(after(changed, info([])).voiceInfo).toEqual({});
  expect(after(changed, dispatch("CHANNEL_DELETE", { id: "11" })).voiceInfo).toHaveProperty("12");
  expect(after(changed, dispatch("CHANNEL_DELETE", { id: "11" })).voiceInfo).not.toHaveProperty("11");
  expect(after(changed, dispatch("READY", readyOf({ guilds: [tessera] }))).voiceInfo).toEqual({});
});
