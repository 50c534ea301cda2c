import { expect, test } from "bun:test";
import { type APIMessage, type PrivateChannel, RelationshipType } from "@palabre/protocol";
import { initialState } from "../initial.ts";
import { dispatch, messageOf, readyOf, self, userOf } from "../testing.ts";
import type { PendingMessage, State, StateEvent } from "../types.ts";
import { TOLD_KEPT, WINDOW_SIZE, WINDOWS } from "../types.ts";
import { totals, unreadOf } from "../unread.ts";
import { apply } from "./apply.ts";

const bob = userOf(1, "bob");
const eve = userOf(2, "eve");

function channelOf(id: string, change: Partial<PrivateChannel> = {}): PrivateChannel {
  return {
    id,
    type: 3,
    name: `Room ${id}`,
    icon: null,
    last_message_id: null,
    last_pin_timestamp: null,
    recipients: [bob, eve],
    recipient_roles: { [self.id]: "owner", [bob.id]: "admin", [eve.id]: "member" },
    flags: 0,
    last_message: null,
    ...change,
  };
}

const after = (state: State, ...events: StateEvent[]) => events.reduce(apply, state);
const start = after(
  initialState,
  dispatch(
    "READY",
    readyOf({ private_channels: [channelOf("10"), channelOf("20", { type: 1, recipients: [bob] })] }),
  ),
);

/** The state with the last page of channel 10 in it: messages 101 to 100 + `count`. */
function opened(count: number, full = false): State {
  const messages = Array.from({ length: count }, (_, n) => messageOf(String(101 + n), "10", bob));
  return after(
    start,
    { type: "viewing", channelId: "10", atBottom: true },
    { type: "page_requested", channelId: "10", direction: "latest" },
    {
      type: "page_loaded",
      channelId: "10",
      direction: "latest",
      messages,
      anchor: null,
      full: { before: full, after: false },
    },
  );
}

const say = (id: string, change: Partial<APIMessage> = {}, author = bob) =>
  dispatch("MESSAGE_CREATE", messageOf(id, "10", author, change));
const ids = (state: State, channel = "10") => state.windows[channel]?.ids;

const pending: PendingMessage = {
  nonce: "n1",
  channelId: "10",
  content: "hello",
  files: [],
  replyTo: null,
  pingReply: true,
  createdAt: 0,
  status: "queued",
  progress: null,
  error: null,
};

test("a message is appended, becomes the list's second line, and makes the channel unread", () => {
  const state = after(opened(2), say("200", { content: "hi" }));
  expect(ids(state)).toEqual(["101", "102", "200"]);
  expect(state.privateChannels["10"]?.last_message).toMatchObject({ id: "200", content: "hi" });
  expect(unreadOf(state, "10")).toEqual({ unread: true, mentions: 0 });
});

test("the same message twice counts once, in the window and in the badge", () => {
  const event = say("200", { mentions: [self] });
  const state = after(opened(1), event, event);
  expect(ids(state)).toEqual(["101", "200"]);
  expect(unreadOf(state, "10").mentions).toBe(1);
});

test("every message of a 1:1 chat calls, in a room only mentions and @everyone do", () => {
  const direct = after(start, dispatch("MESSAGE_CREATE", messageOf("201", "20", bob)));
  expect(unreadOf(direct, "20").mentions).toBe(1);
  const room = after(start, say("201"), say("202", { mention_everyone: true }));
  expect(unreadOf(room, "10").mentions).toBe(1);
  expect(totals(room)).toEqual({ requests: 0, mentions: 1, unread: 1, unreadPrivate: 1 });
});

test("what I write myself is read", () => {
  const state = after(start, say("200", { mentions: [self] }), say("201", {}, self));
  expect(unreadOf(state, "10")).toEqual({ unread: false, mentions: 0 });
});

test("a message that arrives out of order takes its place", () => {
  expect(ids(after(opened(1), say("300"), say("250")))).toEqual(["101", "250", "300"]);
});

test("while older messages are in sight, new ones wait behind the window", () => {
  const full = after(opened(WINDOW_SIZE), { type: "viewing", channelId: "10", atBottom: false }, say("900"));
  expect(ids(full)).toHaveLength(WINDOW_SIZE);
  expect(full.windows["10"]?.hasAfter).toBe(true);
  const atEnd = after(opened(WINDOW_SIZE), say("900"));
  expect(ids(atEnd)?.at(-1)).toBe("900");
  expect(atEnd.windows["10"]).toMatchObject({ hasBefore: true, hasAfter: false });
  expect(ids(atEnd)).toHaveLength(WINDOW_SIZE);
});

test("an edit changes the message; an older edit that comes late does not", () => {
  const edit = (content: string, edited_timestamp: string) =>
    dispatch("MESSAGE_UPDATE", { id: "101", channel_id: "10", content, edited_timestamp });
  const state = after(
    opened(1),
    edit("second", "2030-01-02T00:00:00Z"),
    edit("first", "2030-01-01T00:00:00Z"),
  );
  expect(state.windows["10"]?.byId["101"]?.content).toBe("second");
});

test("a deleted message is gone, and a page that was read before does not bring it back", () => {
  const state = after(opened(2), dispatch("MESSAGE_DELETE", { id: "102", channel_id: "10" }), {
    type: "page_loaded",
    channelId: "10",
    direction: "latest",
    messages: [messageOf("101", "10", bob), messageOf("102", "10", bob)],
    anchor: null,
    full: { before: false, after: false },
  });
  expect(ids(state)).toEqual(["101"]);
});

test("a message that came live stays, though the page that was on its way holds only a later one", () => {
  const state = after(start, { type: "page_requested", channelId: "10", direction: "latest" }, say("102"), {
    type: "page_loaded",
    channelId: "10",
    direction: "latest",
    messages: [messageOf("101", "10", bob), messageOf("103", "10", bob)],
    anchor: null,
    full: { before: false, after: false },
  });
  expect(ids(state)).toEqual(["101", "102", "103"]);
  expect(state.windows["10"]).toMatchObject({ hasBefore: false, hasAfter: false });
});

test("my reaction is seen at once and not counted again when the server tells of it", () => {
  const emoji = { id: null, name: "👍" };
  const react = { channel_id: "10", message_id: "101", emoji };
  const state = after(
    opened(1),
    dispatch("MESSAGE_REACTION_ADD", { ...react, user_id: bob.id }),
    { type: "reacted", channelId: "10", messageId: "101", emoji, add: true },
    dispatch("MESSAGE_REACTION_ADD", { ...react, user_id: self.id }),
  );
  expect(state.windows["10"]?.byId["101"]?.reactions).toMatchObject([{ count: 2, me: true }]);
  const without = after(
    state,
    dispatch("MESSAGE_REACTION_REMOVE", { ...react, user_id: self.id }),
    dispatch("MESSAGE_REACTION_REMOVE", { ...react, user_id: bob.id }),
  );
  expect(without.windows["10"]?.byId["101"]?.reactions).toEqual([]);
});

test("a pending message gives way to its confirmation, whichever of answer and dispatch comes first", () => {
  const sent = messageOf("300", "10", self, { nonce: "n1" });
  const waiting = after(opened(1), { type: "pending_added", message: pending });
  expect(waiting.outbox).toHaveLength(1);
  for (const events of [
    [dispatch("MESSAGE_CREATE", sent), { type: "pending_sent" as const, nonce: "n1", message: sent }],
    [{ type: "pending_sent" as const, nonce: "n1", message: sent }, dispatch("MESSAGE_CREATE", sent)],
  ]) {
    const state = after(waiting, ...events);
    expect(state.outbox).toEqual([]);
    expect(ids(state)).toEqual(["101", "300"]);
  }
});

test("unsent messages and unsaved drafts outlive a new session", () => {
  const state = after(
    start,
    { type: "pending_added", message: pending },
    { type: "draft_typed", channelId: "10", content: "half a thought", at: 5 },
    dispatch("READY", readyOf({ private_channels: [channelOf("10")] })),
  );
  expect(state.outbox).toEqual([pending]);
  expect(state.drafts["10"]).toMatchObject({ content: "half a thought", unsent: true });
});

test("another account sees nothing of the one before", () => {
  const other = { ...self, id: "77" };
  const state = after(
    opened(3),
    { type: "pending_added", message: pending },
    dispatch("READY", readyOf({ user: other })),
  );
  expect(state).toMatchObject({ outbox: [], windows: {}, privateChannels: {} });
});

test("an older page is put before, and the window stays bounded", () => {
  const state = after(opened(WINDOW_SIZE, true), {
    type: "page_loaded",
    channelId: "10",
    direction: "before",
    messages: [messageOf("51", "10", bob), messageOf("52", "10", bob)],
    anchor: "101",
    full: { before: true, after: false },
  });
  expect(ids(state)?.slice(0, 3)).toEqual(["51", "52", "101"]);
  expect(ids(state)).toHaveLength(WINDOW_SIZE);
  expect(state.windows["10"]).toMatchObject({ hasBefore: true, hasAfter: true });
});

test("an older page that was asked for before the window moved changes nothing", () => {
  const state = after(opened(3, true), {
    type: "page_loaded",
    channelId: "10",
    direction: "before",
    messages: [messageOf("51", "10", bob)],
    anchor: "999",
    full: { before: true, after: false },
  });
  expect(ids(state)).toEqual(["101", "102", "103"]);
});

test("after a new session what stands is stale, and the fresh page takes its place without a hole", () => {
  const ready = dispatch(
    "READY",
    readyOf({ private_channels: [channelOf("10", { last_message_id: "400" })] }),
  );
  const stale = after(opened(2), ready);
  expect(stale.windows["10"]?.stale).toBe(true);
  const state = after(stale, {
    type: "page_loaded",
    channelId: "10",
    direction: "latest",
    messages: [messageOf("399", "10", bob), messageOf("400", "10", bob)],
    anchor: null,
    full: { before: true, after: false },
  });
  expect(ids(state)).toEqual(["399", "400"]);
  expect(state.windows["10"]).toMatchObject({ hasBefore: true, stale: false });
});

test("only so many conversations are kept, the one seen longest ago goes", () => {
  let state = start;
  for (let n = 0; n <= WINDOWS; n++) {
    state = after(state, { type: "page_requested", channelId: `c${n}`, direction: "latest" });
  }
  expect(Object.keys(state.windows)).toHaveLength(WINDOWS);
  expect(state.windows.c0).toBeUndefined();
});

test("somebody types until ten seconds pass or their message comes", () => {
  const typing = after(
    start,
    dispatch("TYPING_START", { channel_id: "10", user_id: bob.id, timestamp: 0 }, 1_000),
    dispatch("TYPING_START", { channel_id: "10", user_id: eve.id, timestamp: 0 }, 5_000),
  );
  expect(Object.keys(typing.typing["10"] ?? {})).toEqual([bob.id, eve.id]);
  expect(Object.keys(after(typing, say("200")).typing["10"] ?? {})).toEqual([eve.id]);
  expect(Object.keys(after(typing, { type: "clock", now: 12_000 }).typing["10"] ?? {})).toEqual([eve.id]);
  expect(after(typing, { type: "clock", now: 20_000 }).typing).toEqual({});
});

test("reading goes forward; marking unread goes back and moves the divider", () => {
  const ack = (message_id: string, more = {}) =>
    dispatch("MESSAGE_ACK", { channel_id: "10", message_id, mention_count: 0, ...more });
  const read = after(opened(3), say("200"), ack("200"), ack("101"));
  expect(unreadOf(read, "10").unread).toBe(false);
  const marked = after(read, ack("101", { manual: true, mention_count: 1 }));
  expect(unreadOf(marked, "10")).toEqual({ unread: true, mentions: 1 });
  expect(marked.viewing["10"]?.newAfter).toBe("101");
});

test("the divider stands where reading had ended when the channel was entered, also after it is read", () => {
  const unread = after(start, say("200"), say("201"));
  const entered = after(unread, { type: "viewing", channelId: "10", atBottom: true });
  expect(entered.viewing["10"]?.newAfter).toBe("0");
  const read = after(entered, { type: "acked", channelId: "10", messageId: "201", mentionCount: 0 });
  expect(read.viewing["10"]?.newAfter).toBe("0");
  const left = after(read, { type: "left", channelId: "10" });
  expect(left.viewing).toEqual({});
  const again = after(left, { type: "viewing", channelId: "10", atBottom: true });
  expect(again.viewing["10"]?.newAfter).toBeNull();
});

test("two conversations in sight have each their own end and divider, and one that is left takes nothing along", () => {
  const unread = after(start, say("200"), dispatch("MESSAGE_CREATE", messageOf("300", "20", bob)));
  const both = after(
    unread,
    { type: "viewing", channelId: "10", atBottom: true },
    { type: "viewing", channelId: "20", atBottom: false },
  );
  expect(both.viewing).toEqual({
    "10": { atBottom: true, newAfter: "0" },
    "20": { atBottom: false, newAfter: "0" },
  });
  const back = { channel_id: "10", message_id: "199", mention_count: 1, manual: true as const };
  const marked = after(both, dispatch("MESSAGE_ACK", back));
  expect(marked.viewing["10"]?.newAfter).toBe("199");
  expect(marked.viewing["20"]).toBe(both.viewing["20"]);
  const left = after(marked, { type: "left", channelId: "10" });
  expect(left.viewing).toEqual({ "20": { atBottom: false, newAfter: "0" } });
});

test("a draft of another device comes in, unless one types here", () => {
  const there = dispatch("DRAFT_UPDATE", {
    channel_id: "10",
    content: "there",
    updated_at: "2030-01-01T00:00:00Z",
  });
  expect(after(start, there).drafts["10"]?.content).toBe("there");
  const typing = after(start, { type: "draft_typed", channelId: "10", content: "here", at: 1 }, there);
  expect(typing.drafts["10"]?.content).toBe("here");
  const saved = after(typing, { type: "draft_saved", channelId: "10", content: "here" });
  expect(saved.drafts["10"]?.unsent).toBeUndefined();
});

test("who comes into a room and who leaves it is seen, with their role", () => {
  const joined = after(
    start,
    dispatch("CHANNEL_RECIPIENT_ADD", { channel_id: "10", user: userOf(3, "kim") }),
  );
  expect(joined.privateChannels["10"]?.recipient_roles?.["1003"]).toBe("member");
  const left = after(
    joined,
    dispatch("CHANNEL_RECIPIENT_REMOVE", { channel_id: "10", user: { id: bob.id } }),
  );
  expect(left.privateChannels["10"]?.recipients.map((user) => user.username)).toEqual(["eve", "kim"]);
  expect(left.privateChannels["10"]?.recipient_roles?.[bob.id]).toBeUndefined();
});

test("a friend's presence goes with the friendship, unless a room is still shared", () => {
  const online = { user: { id: "1003" }, status: "online" as const, activities: [], client_status: {} };
  const kim = userOf(3, "kim");
  const friends = after(
    start,
    dispatch("RELATIONSHIP_ADD", {
      id: kim.id,
      type: RelationshipType.Friend,
      nickname: null,
      user: kim,
      since: "2030-01-01T00:00:00Z",
    }),
    dispatch("PRESENCE_UPDATE", online),
    dispatch("PRESENCE_UPDATE", { ...online, user: { id: bob.id } }),
  );
  const apart = after(
    friends,
    dispatch("RELATIONSHIP_REMOVE", { id: kim.id }),
    dispatch("RELATIONSHIP_REMOVE", { id: bob.id }),
  );
  expect(Object.keys(apart.presences)).toEqual([bob.id]);
});

test("a suggestion goes once it is dismissed or befriended", () => {
  const suggestion = (user: typeof bob) => ({
    user,
    mutual_friends: 1,
    mutual_guilds: 0,
    mutual_channels: 0,
    reason: { type: "mutual_friends" as const, names: ["Eve"] },
  });
  const loaded = after(start, {
    type: "suggestions_loaded",
    suggestions: [suggestion(bob), suggestion(eve)],
  });
  const state = after(
    loaded,
    dispatch("SUGGESTION_REMOVE", { user_id: eve.id }),
    dispatch("RELATIONSHIP_ADD", {
      id: bob.id,
      type: RelationshipType.OutgoingRequest,
      nickname: null,
      user: bob,
      since: "2030-01-01T00:00:00Z",
    }),
  );
  expect(state.suggestions).toEqual([]);
});

test("a mention joins the inbox live and leaves it when its message is deleted", () => {
  const loaded = after(
    start,
    { type: "mentions_loaded", messages: [] },
    say("200", { mentions: [self] }),
    say("201"),
  );
  expect(loaded.mentions?.map((message) => message.id)).toEqual(["200"]);
  expect(after(loaded, dispatch("MESSAGE_DELETE", { id: "200", channel_id: "10" })).mentions).toEqual([]);
});

test("logging out leaves nothing behind", () => {
  expect(after(opened(3), { type: "signed_out" })).toEqual({ ...initialState, connection: { state: "out" } });
});

test("what a bot tells one alone stands beside the history: changed, taken back, never unread, bounded", () => {
  const alone = (id: string, content: string) =>
    dispatch("MESSAGE_CREATE", messageOf(id, "10", bob, { flags: 64, content, mentions: [self] }));
  const before = opened(3);
  const told = after(before, alone("900", "psst"), alone("900", "psst"));
  expect(told.told.map(({ content }) => content)).toEqual(["psst"]);
  expect(told.windows).toBe(before.windows);
  expect(told.privateChannels).toBe(before.privateChannels);
  expect(told.readStates).toBe(before.readStates);
  expect(unreadOf(told, "10")).toEqual(unreadOf(before, "10"));
  const changed = after(
    told,
    dispatch("MESSAGE_UPDATE", { id: "900", channel_id: "10", flags: 64, content: "psst!" }),
    // Of what one dismissed one hears no more.
    dispatch("MESSAGE_UPDATE", { id: "899", channel_id: "10", flags: 64, content: "gone" }),
  );
  expect(changed.told.map(({ content }) => content)).toEqual(["psst!"]);
  expect(after(changed, dispatch("MESSAGE_DELETE", { id: "900", channel_id: "10" })).told).toEqual([]);
  const many = Array.from({ length: 70 }, (_, n) => alone(String(1000 + n), "again"));
  expect(after(changed, ...many).told).toHaveLength(TOLD_KEPT);
});
