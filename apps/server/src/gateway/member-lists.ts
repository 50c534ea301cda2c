import type { APIUser } from "@palabre/protocol";
import type { APIGuildMember } from "discord-api-types/v10";
import type { Clock } from "./clock.ts";
import { fields, text } from "./fields.ts";
import type { ListRequest } from "./frames.ts";
import { ChannelNode, type MemberNode, type Place, type RoleSet, SEES, type Shape } from "./guild-nodes.ts";
import type { GuildView } from "./guild-view.ts";
import type { GatewayHooks } from "./hooks.ts";
import type { Hub } from "./hub.ts";
import type { GatewayOptions } from "./options.ts";
import { Payload } from "./payload.ts";
import type { PresenceBook } from "./presence.ts";
import type { Session } from "./session.ts";

/** Servers with more members show only those who are not offline. */
const MAX_ROSTER = 1_000;

/** A member as a row: who is connected stands in the view, the others in the roster. */
type Row = MemberNode | APIGuildMember;

interface Group {
  id: string;
  rows: readonly Row[];
}

/** What one session looks at. */
interface Subscription {
  session: Session;
  watched: WatchedGuild;
  place: Place;
  ranges: ListRequest["ranges"];
  /** The version of each range, and of what stands above them, that it was sent. */
  sent: Map<string, number>;
}

/** A thing that is sent when it is another than before. */
interface Versioned {
  hash: number | bigint;
  version: number;
}

/** The list of those who see channels of one shape. */
interface MemberList {
  id: string;
  groups: readonly Group[];
  head: { member_count: number; online_count: number; groups: { id: string; count: number }[] };
  versions: Map<string, Versioned>;
  madeAt: number;
  isStale: boolean;
}

/** A server that somebody looks at the members of. */
interface WatchedGuild {
  view: GuildView;
  subscriptions: Set<Subscription>;
  lists: Map<Shape, MemberList>;
  memberCount: number;
  /** All members, in servers where they are few. */
  roster: Map<string, APIGuildMember> | undefined;
  /** What happened while the roster was read; undefined once it was. */
  kept: { t: string; d: unknown }[] | undefined;
  ready: Promise<void>;
  sentAt: number;
  cancel: (() => void) | undefined;
}

export interface MemberLists {
  /** The session looks at these rows from now on, and at no others. */
  look(session: Session, request: ListRequest): void;
  leave(session: Session): void;
  heard(view: GuildView, t: string, d: unknown): void;
  /** The user came, went, or looks different. */
  changed(userId: string): void;
  close(): void;
}

const HEAD = "head";

/** Ranges of a list that are remembered, whoever looked at them. */
const MAX_VERSIONS = 200;

/** Lists of members for people's clients. They are made only for those who look, and once for all who see the same. */
export function createMemberLists(init: {
  hub: Hub;
  hooks: Pick<GatewayHooks, "findMembers" | "memberCount">;
  presence: PresenceBook;
  clock: Clock;
  options: Pick<GatewayOptions, "listMs">;
  deliver(session: Session, payload: Payload): void;
  failed(err: unknown, message: string): void;
}): MemberLists {
  const { hub, hooks, presence, clock, options, deliver } = init;
  const bySession = new Map<Session, Subscription>();
  const byGuild = new Map<string, WatchedGuild>();
  let versions = 0;

  function watch(view: GuildView): WatchedGuild {
    const known = byGuild.get(view.id);
    if (known?.view === view) return known;
    const watched: WatchedGuild = {
      view,
      subscriptions: new Set(),
      lists: new Map(),
      memberCount: 0,
      roster: undefined,
      kept: [],
      ready: Promise.resolve(),
      sentAt: Number.NEGATIVE_INFINITY,
      cancel: undefined,
    };
    byGuild.set(view.id, watched);
    watched.ready = load(watched);
    watched.ready.catch((err) => {
      init.failed(err, "the members of a server could not be read");
      for (const one of watched.subscriptions) drop(one);
    });
    return watched;
  }

  async function load(watched: WatchedGuild): Promise<void> {
    const guildId = watched.view.id;
    watched.memberCount = await hooks.memberCount(guildId);
    if (watched.memberCount <= MAX_ROSTER) {
      const all = await hooks.findMembers(guildId, { after: "0", limit: MAX_ROSTER });
      watched.roster = new Map(all.map((member) => [member.user.id, member]));
    }
    const kept = watched.kept ?? [];
    watched.kept = undefined;
    for (const { t, d } of kept) follow(watched, t, d);
  }

  function drop(one: Subscription): void {
    if (bySession.get(one.session) === one) bySession.delete(one.session);
    one.watched.subscriptions.delete(one);
    if (one.watched.subscriptions.size > 0) return;
    one.watched.cancel?.();
    if (byGuild.get(one.watched.view.id) === one.watched) byGuild.delete(one.watched.view.id);
  }

  /** The channel whose list this is, if the session's user sees it. */
  function shapeFor({ session, watched, place }: Subscription): Shape | undefined {
    const { view } = watched;
    const member = view.member(session.user.id);
    if (session.socket === undefined || hub.guilds.get(view.id) !== view || member === undefined)
      return undefined;
    if (hub.guilds.place(place.id) !== place || !view.isSeen(member, place)) return undefined;
    return place instanceof ChannelNode ? place.shape : place.parent.shape;
  }

  function follow(watched: WatchedGuild, t: string, d: unknown): void {
    const { roster } = watched;
    const member = d as APIGuildMember;
    const { id } = member.user;
    if (t === "GUILD_MEMBER_REMOVE") {
      watched.memberCount--;
      roster?.delete(id);
    } else {
      if (t === "GUILD_MEMBER_ADD") watched.memberCount++;
      roster?.set(id, { ...roster.get(id), ...member });
    }
    if (roster === undefined) return;
    watched.memberCount = roster.size;
    if (roster.size > MAX_ROSTER) watched.roster = undefined;
  }

  /** Something in its lists is not as it was. */
  function touch(watched: WatchedGuild): void {
    for (const list of watched.lists.values()) list.isStale = true;
    if (watched.cancel !== undefined || watched.kept !== undefined) return;
    const wait = Math.max(0, watched.sentAt + options.listMs - clock.now());
    watched.cancel = clock.after(wait, () => {
      watched.cancel = undefined;
      sendAll(watched);
    });
  }

  function sendAll(watched: WatchedGuild): void {
    watched.sentAt = clock.now();
    const shapes = new Map<Subscription, Shape>();
    for (const one of watched.subscriptions) {
      const shape = shapeFor(one);
      if (shape === undefined) drop(one);
      else shapes.set(one, shape);
    }
    const used = new Set(shapes.values());
    for (const shape of watched.lists.keys()) if (!used.has(shape)) watched.lists.delete(shape);
    const payloads = new Map<string, Payload>();
    for (const shape of used) {
      const list = watched.lists.get(shape);
      if (list === undefined || list.isStale) watched.lists.set(shape, makeList(watched, shape, list));
    }
    for (const [one, shape] of shapes) send(one, shape, payloads);
  }

  /** Sends what is not as it was last sent. Those who were sent the same share a payload. */
  function send(one: Subscription, shape: Shape, payloads = new Map<string, Payload>()): void {
    const { watched, session, ranges, sent } = one;
    const list = listOf(watched, shape);
    // Another list, because the channel has other overwrites, is all new.
    const keyed = (name: string) => `${list.id} ${name}`;
    const news = ranges.filter((range) => sent.get(keyed(range.join())) !== versionOf(list, range));
    const head = list.versions.get(HEAD)?.version;
    if (news.length === 0 && sent.get(keyed(HEAD)) === head) return;
    sent.clear();
    for (const range of ranges) sent.set(keyed(range.join()), versionOf(list, range));
    sent.set(keyed(HEAD), head ?? 0);
    const key = keyed(news.join(" "));
    const payload =
      payloads.get(key) ??
      new Payload("GUILD_MEMBER_LIST_UPDATE", {
        guild_id: watched.view.id,
        id: list.id,
        ...list.head,
        ops: news.map((range) => ({ op: "SYNC", range, items: itemsIn(list, range) })),
      });
    payloads.set(key, payload);
    deliver(session, payload);
  }

  function listOf(watched: WatchedGuild, shape: Shape): MemberList {
    const known = watched.lists.get(shape);
    // What is not told to others more often is not made more often for whoever comes to look.
    if (known !== undefined && (!known.isStale || clock.now() - known.madeAt < options.listMs)) return known;
    const list = makeList(watched, shape, known);
    watched.lists.set(shape, list);
    return list;
  }

  function makeList(watched: WatchedGuild, shape: Shape, before: MemberList | undefined): MemberList {
    const { online, offline } = rowsOf(watched, shape);
    const groups = groupRows(watched.view, online, offline);
    const counts = groups.map(({ id, rows }) => ({ id, count: rows.length }));
    const head = {
      member_count: watched.roster === undefined ? watched.memberCount : online.length + offline.length,
      online_count: online.length,
      groups: counts,
    };
    const list: MemberList = {
      id: shape.key === "" ? "everyone" : Bun.hash(shape.key).toString(),
      groups,
      head,
      versions: new Map(),
      madeAt: clock.now(),
      isStale: false,
    };
    list.versions.set(HEAD, next(before?.versions.get(HEAD), head));
    for (const { ranges } of watched.subscriptions) {
      for (const range of ranges) {
        const known = before?.versions.get(range.join());
        // What nobody looks at any more is forgotten, and counts as new when somebody does.
        if (known !== undefined) list.versions.set(range.join(), next(known, itemsIn(list, range)));
      }
    }
    return list;
  }

  function next(before: Versioned | undefined, content: unknown): Versioned {
    const hash = Bun.hash(JSON.stringify(content));
    return before?.hash === hash ? before : { hash, version: ++versions };
  }

  function versionOf(list: MemberList, range: readonly [number, number]): number {
    const name = range.join();
    let known = list.versions.get(name);
    if (known === undefined) {
      if (list.versions.size > MAX_VERSIONS) list.isStale = true;
      known = next(undefined, itemsIn(list, range));
      list.versions.set(name, known);
    }
    return known.version;
  }

  function rowsOf(
    { view, roster }: WatchedGuild,
    shape: Shape,
  ): { online: MemberNode[]; offline: APIGuildMember[] } {
    const online: MemberNode[] = [];
    for (const one of shape.seers.keys()) {
      for (const member of one.members) if (isOnline(member)) online.push(member);
    }
    const offline: APIGuildMember[] = [];
    for (const member of roster?.values() ?? []) {
      const connected = view.member(member.user.id);
      if (connected !== undefined && isOnline(connected)) continue;
      const held = view.visibility.heldBy(member.user.id, member.roles, shape);
      if ((held & SEES) !== 0) offline.push(member);
    }
    return { online, offline };
  }

  function itemsIn(list: MemberList, [from, to]: readonly [number, number]): unknown[] {
    const items: unknown[] = [];
    let at = 0;
    for (const { id, rows } of list.groups) {
      if (at >= from && at <= to) items.push({ group: { id, count: rows.length } });
      at++;
      for (let i = Math.max(0, from - at); i < rows.length && at + i <= to; i++) {
        const row = rows[i];
        if (row !== undefined) items.push({ member: present(row) });
      }
      at += rows.length;
    }
    return items;
  }

  function present(row: Row): unknown {
    if (!("class" in row)) return { ...row, presence: { user: { id: row.user.id }, ...OFFLINE } };
    const { user, nick, avatar, roles, joinedAt, pending, timedOutUntil } = row;
    return {
      user: user.profile,
      nick,
      avatar,
      roles: roles.ids,
      joined_at: new Date(joinedAt).toISOString(),
      pending,
      communication_disabled_until: timedOutUntil > 0 ? new Date(timedOutUntil).toISOString() : null,
      presence: presence.one(user.id),
    };
  }

  return {
    look(session, { guildId, channelId, ranges }) {
      const before = bySession.get(session);
      if (channelId === undefined || ranges.length === 0) {
        if (before?.watched.view.id === guildId) drop(before);
        return;
      }
      const view = hub.guilds.get(guildId);
      const place = hub.guilds.place(channelId);
      const member = view?.member(session.user.id);
      if (view === undefined || member === undefined || place?.view !== view || !view.isSeen(member, place)) {
        if (before !== undefined) drop(before);
        return;
      }
      const watched = watch(view);
      const one: Subscription = { session, watched, place, ranges, sent: new Map() };
      bySession.set(session, one);
      watched.subscriptions.add(one);
      if (before !== undefined) drop(before);
      watched.ready.then(
        () => {
          const shape = bySession.get(session) === one ? shapeFor(one) : undefined;
          if (shape !== undefined) send(one, shape);
        },
        () => {},
      );
    },

    leave(session) {
      const one = bySession.get(session);
      if (one !== undefined) drop(one);
    },

    heard(view, t, d) {
      const watched = byGuild.get(view.id);
      if (watched?.view !== view) return;
      if (t.startsWith("GUILD_MEMBER_") && text(fields(fields(d).user).id) !== undefined) {
        if (watched.kept === undefined) follow(watched, t, d);
        else watched.kept.push({ t, d });
      }
      if (MATTERS.test(t)) touch(watched);
    },

    changed(userId) {
      if (byGuild.size === 0) return;
      const user = hub.find(userId);
      for (const member of user?.memberships ?? []) {
        const watched = byGuild.get(member.view.id);
        if (watched === undefined) continue;
        const known = watched.roster?.get(userId);
        if (known !== undefined && user?.profile !== undefined) {
          watched.roster?.set(userId, { ...known, user: user.profile });
        }
        touch(watched);
      }
    },

    close() {
      for (const watched of byGuild.values()) watched.cancel?.();
    },
  };
}

/** What may change a list: members, roles, who sees a channel, the owner. */
const MATTERS = /^(GUILD_MEMBER_|GUILD_ROLE_|GUILD_UPDATE|CHANNEL_|GUILD_DELETE)/;

const OFFLINE = { status: "offline", activities: [], client_status: {} };

export const isOnline = (member: MemberNode): boolean =>
  member.user.announced !== undefined && member.user.profile !== undefined;

/** Those who are not offline below the highest role that stands apart, or together; then those who are. */
function groupRows(
  view: GuildView,
  online: readonly MemberNode[],
  offline: readonly APIGuildMember[],
): Group[] {
  const hoisted = view.visibility.hoistedRoles;
  const groupOf = new Map<RoleSet, string>();
  const of = Map.groupBy(online, ({ roles }) => {
    const group = groupOf.get(roles) ?? hoisted.find((id) => roles.ids.includes(id)) ?? "online";
    groupOf.set(roles, group);
    return group;
  });
  const groups: Group[] = [...hoisted, "online"].map((id) => ({
    id,
    rows: byName(of.get(id) ?? [], (member) => nameOf(member.nick, member.user.profile)),
  }));
  groups.push({ id: "offline", rows: byName(offline, (member) => nameOf(member.nick, member.user)) });
  return groups.filter(({ rows }) => rows.length > 0);
}

const nameOf = (nick: string | null | undefined, user: Partial<APIUser> | undefined): string =>
  (nick ?? user?.global_name ?? user?.username ?? "").toLowerCase();

function byName<T>(rows: readonly T[], name: (row: T) => string): T[] {
  return rows
    .map((row) => ({ row, name: name(row) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ row }) => row);
}
