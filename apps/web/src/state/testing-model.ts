import {
  type APIUser,
  createSnowflakes,
  DEFAULT_SETTINGS,
  type Presence,
  type PrivateChannel,
  type Relationship,
  type RelationshipType,
  SNOWFLAKE_EPOCH,
  type Snowflake,
  type UserReady,
} from "@palabre/protocol";
import { dispatch, messageOf, readyOf, self, userOf } from "./testing.ts";
import { type ModelMessage, modelGuilds } from "./testing-guilds.ts";
import type { DispatchEvent } from "./types.ts";

/**
 * The server as one person sees it: changes its truth, says which dispatches that sends, and tells a READY of what
 * is true now. Written for clarity, from the rules alone: it shares no code with `apply`.
 */
export function modelServer() {
  const nextId = createSnowflakes(0, () => SNOWFLAKE_EPOCH + 1_000);
  const people = Array.from({ length: 5 }, (_, n) => userOf(n + 1));
  const online = new Map<Snowflake, Presence["status"]>();
  const relationships = new Map<Snowflake, { type: RelationshipType; since: string }>();
  const rooms = new Map<Snowflake, { name: string; members: Set<Snowflake>; type: 1 | 3; hidden: boolean }>();
  const messages: ModelMessage[] = [];
  const lastIds = new Map<Snowflake, Snowflake>();
  const read = new Map<Snowflake, { last: Snowflake | null; count: number }>();
  const drafts = new Map<Snowflake, string>();
  let settings = DEFAULT_SETTINGS;
  let log: DispatchEvent[] = [];
  const say = (event: DispatchEvent) => log.push(event);

  const person = (id: Snowflake): APIUser =>
    (id === self.id ? self : people.find((one) => one.id === id)) ?? self;
  const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];

  const sees = (id: Snowflake) => {
    const type = relationships.get(id)?.type;
    if (type === 2) return false;
    return type === 1 || [...rooms.values()].some((room) => room.type === 3 && room.members.has(id));
  };
  const presence = (id: Snowflake): Presence => ({
    user: { id },
    status: online.get(id) ?? "offline",
    activities: [],
    client_status: {},
  });
  /** What the gateway says when somebody comes into sight. */
  function inSight(id: Snowflake, before: boolean) {
    if (!before && sees(id) && online.has(id)) say(dispatch("PRESENCE_UPDATE", presence(id)));
  }

  function relationship(id: Snowflake): Relationship {
    const { type, since } = relationships.get(id) ?? { type: 1, since: "" };
    return { id, type, nickname: null, user: person(id), since };
  }
  function channel(id: Snowflake): PrivateChannel {
    const room = rooms.get(id);
    const lastId = lastIds.get(id) ?? null;
    const last = messages.find((message) => message.id === lastId);
    return {
      id,
      type: room?.type ?? 1,
      name: room?.type === 3 ? room.name : null,
      icon: null,
      last_message_id: lastId,
      last_pin_timestamp: null,
      recipients: [...(room?.members ?? [])].map(person),
      ...(room?.type === 3 && {
        recipient_roles: {
          [self.id]: "owner" as const,
          ...Object.fromEntries([...room.members].map((one) => [one, "member" as const])),
        },
      }),
      flags: 0,
      last_message: last
        ? { id: last.id, author_id: last.authorId, content: last.content, attachments: 0, type: 0 }
        : null,
    };
  }
  const visible = () => [...rooms].filter(([, room]) => !room.hidden).map(([id]) => id);
  const servers = modelGuilds({ nextId, people, say, lastIds, read, messages });

  const verbs = {
    ...servers.verbs,
    presence(who: number, status: number) {
      const user = pick(people, who);
      if (!user) return;
      const next = (["online", "idle", "dnd", "offline"] as const)[status % 4] ?? "online";
      if (next === "offline") online.delete(user.id);
      else online.set(user.id, next);
      if (sees(user.id)) say(dispatch("PRESENCE_UPDATE", presence(user.id)));
    },
    rename(who: number, n: number) {
      const user = pick(people, who);
      if (!user) return;
      // Of people out of sight one hears at the next READY.
      if (!sees(user.id)) return;
      user.global_name = `Name ${n}`;
      say(dispatch("PRESENCE_UPDATE", { ...presence(user.id), user: { ...user } }));
    },
    relate(who: number, kind: number) {
      const user = pick(people, who);
      if (!user) return;
      const before = sees(user.id);
      const type = ([1, 2, 3, 4, null] as const)[kind % 5] ?? null;
      const had = relationships.get(user.id);
      if (type === null) {
        if (!had) return;
        relationships.delete(user.id);
        say(dispatch("RELATIONSHIP_REMOVE", { id: user.id }));
      } else {
        relationships.set(user.id, { type, since: "2030-01-01T00:00:00.000Z" });
        say(dispatch("RELATIONSHIP_ADD", structuredClone(relationship(user.id))));
      }
      inSight(user.id, before);
    },
    open(who: number, kind: number) {
      const user = pick(people, who);
      if (!user) return;
      const type = kind % 2 === 0 ? 1 : 3;
      const known = [...rooms].find(([, room]) => type === 1 && room.type === 1 && room.members.has(user.id));
      const before = sees(user.id);
      const id = known?.[0] ?? nextId();
      if (known) known[1].hidden = false;
      else rooms.set(id, { name: `Room ${id}`, members: new Set([user.id]), type, hidden: false });
      say(dispatch("CHANNEL_CREATE", structuredClone(channel(id))));
      inSight(user.id, before);
    },
    close(n: number) {
      const id = pick(visible(), n);
      const room = id && rooms.get(id);
      if (!room) return;
      if (room.type === 1) room.hidden = true;
      else {
        rooms.delete(id);
        read.delete(id);
      }
      say(dispatch("CHANNEL_DELETE", { id }));
    },
    nameRoom(n: number, name: number) {
      const id = pick(
        visible().filter((one) => rooms.get(one)?.type === 3),
        n,
      );
      const room = id && rooms.get(id);
      if (!room) return;
      room.name = `Named ${name}`;
      say(dispatch("CHANNEL_UPDATE", { id, name: room.name }));
    },
    member(n: number, who: number) {
      const id = pick(
        visible().filter((one) => rooms.get(one)?.type === 3),
        n,
      );
      const room = id && rooms.get(id);
      const user = pick(people, who);
      if (!room || !user) return;
      const before = sees(user.id);
      if (room.members.has(user.id)) {
        room.members.delete(user.id);
        say(dispatch("CHANNEL_RECIPIENT_REMOVE", { channel_id: id, user: { id: user.id } }));
      } else {
        room.members.add(user.id);
        say(dispatch("CHANNEL_RECIPIENT_ADD", { channel_id: id, user: { ...user }, role: "member" }));
      }
      inSight(user.id, before);
    },
    write(n: number, who: number, call: number) {
      const id = pick([...rooms.keys()], n);
      const room = id && rooms.get(id);
      if (!room) return;
      const author = pick([self, ...[...room.members].map(person)], who);
      if (!author) return;
      if (room.hidden) {
        room.hidden = false;
        say(dispatch("CHANNEL_CREATE", structuredClone(channel(id))));
      }
      const mine = author.id === self.id;
      const mentioned = call % 3 === 0;
      const callsMe = !mine && (room.type === 1 || mentioned);
      const message = { id: nextId(), channelId: id, authorId: author.id, content: `text ${call}`, callsMe };
      messages.push(message);
      lastIds.set(id, message.id);
      const state = read.get(id) ?? { last: null, count: 0 };
      if (mine) read.set(id, { last: message.id, count: 0 });
      else if (callsMe) read.set(id, { ...state, count: state.count + 1 });
      say(
        dispatch(
          "MESSAGE_CREATE",
          messageOf(
            message.id,
            id,
            { ...author },
            { content: message.content, mentions: mentioned ? [self] : [] },
          ),
        ),
      );
    },
    /** A bot tells one alone, changes it or takes it back: READY knows of none of it. */
    tellAlone(n: number, what: number) {
      const id = pick(visible(), n);
      if (!id) return;
      const message = messageOf(nextId(), id, person("1001"), { flags: 64, mentions: [self] });
      say(dispatch("MESSAGE_CREATE", message));
      if (what % 3 === 1) say(dispatch("MESSAGE_UPDATE", { ...message, content: `text ${what}` }));
      if (what % 3 === 2) say(dispatch("MESSAGE_DELETE", { id: message.id, channel_id: id }));
    },
    edit(n: number, text: number) {
      const message = pick(
        messages.filter((one) => visible().includes(one.channelId)),
        n,
      );
      if (!message) return;
      message.content = `edited ${text}`;
      say(
        dispatch("MESSAGE_UPDATE", {
          id: message.id,
          channel_id: message.channelId,
          content: message.content,
        }),
      );
    },
    erase(n: number) {
      const seen = new Set([...visible(), ...servers.visible()]);
      const message = pick(
        messages.filter((one) => seen.has(one.channelId)),
        n,
      );
      // What was counted anew is known by number alone: its deletion cannot be counted back.
      if (!message || message.isRecounted) return;
      messages.splice(messages.indexOf(message), 1);
      const state = read.get(message.channelId);
      const unread = state && (state.last === null || BigInt(message.id) > BigInt(state.last));
      if (unread && message.callsMe) state.count--;
      say(dispatch("MESSAGE_DELETE", { id: message.id, channel_id: message.channelId }));
    },
    read(n: number) {
      const id = pick(visible(), n);
      const last = id && lastIds.get(id);
      if (!last) return;
      read.set(id, { last, count: 0 });
      say(dispatch("MESSAGE_ACK", { channel_id: id, message_id: last, mention_count: 0 }));
    },
    draft(n: number, text: number) {
      const id = pick(visible(), n);
      if (!id) return;
      const content = text % 3 === 0 ? "" : `draft ${text}`;
      if (content) drafts.set(id, content);
      else drafts.delete(id);
      say(dispatch("DRAFT_UPDATE", { channel_id: id, content, updated_at: "2030-01-01T00:00:00.000Z" }));
    },
    theme(n: number) {
      const theme = (["encre", "papier", "contraste"] as const)[n % 3] ?? "encre";
      settings = { ...settings, theme };
      say(dispatch("USER_SETTINGS_UPDATE", { theme }));
    },
  };

  return {
    verbs,
    /** Dispatches since the last call. */
    take() {
      const taken = log;
      log = [];
      return taken;
    },
    ready: (): UserReady =>
      structuredClone(
        readyOf({
          users: people.filter(
            (one) => relationships.has(one.id) || visible().some((id) => rooms.get(id)?.members.has(one.id)),
          ),
          relationships: [...relationships.keys()].map(relationship),
          private_channels: visible().map(channel),
          ...servers.ready(),
          read_state: [...read]
            .filter(([id]) => !servers.unlisted().has(id))
            .map(([id, { last, count }]) => ({
              id,
              last_message_id: last,
              mention_count: count,
            })),
          presences: people
            .filter((one) => sees(one.id) && online.has(one.id))
            .map((one) => presence(one.id)),
          user_settings: settings,
          drafts: [...drafts].map(([channel_id, content]) => ({
            channel_id,
            content,
            updated_at: "2030-01-01T00:00:00.000Z",
          })),
        }),
      ),
  };
}
