import type { APIUser } from "@palabre/protocol";
import type { DispatchMessage, Topic } from "../bus/bus.ts";
import { Dispatch } from "./dispatch.ts";
import { type Fields, fields, text } from "./fields.ts";
import { type MemberNode, ThreadNode } from "./guild-nodes.ts";
import { GuildViews, type GuildViewsInit, type Joining } from "./guild-views.ts";
import type { GuildChannelWire, SavedPresence } from "./hooks.ts";
import type { Announced } from "./presence.ts";
import type { Session } from "./session.ts";
import { SmallSet } from "./small-set.ts";

export interface HubInit
  extends Pick<GuildViewsInit, "hooks" | "lost" | "shutOut" | "failed" | "heard" | "today"> {
  /** Gets each event once for each session that may see it. */
  deliver(session: Session, event: Dispatch): void;
}

/** Who sees a topic. */
class TopicNode {
  readonly topic: Topic;
  readonly users = new SmallSet<UserNode>();

  constructor(topic: Topic) {
    this.topic = topic;
  }
}

const NOTHING_INTRODUCED: ReadonlyMap<string, readonly GuildChannelWire[]> = new Map();

/** What an account hears of its servers without a connection. */
export interface Heard {
  t: string;
  /** JSON. */
  data: string;
  guildId: string;
  /** The channel or thread that it is about. */
  channelId: string | undefined;
  /** The channel, of a thread the one that it is in. */
  parentId: string | undefined;
  /** Of a thread that is for those who are in it. */
  isPrivate: boolean;
  /** Whether members see that channel who have no role. True of what is about no channel. */
  isOpen: boolean;
  /** The message whose content is in it, and the one that this answers. */
  messageId: string | undefined;
  quotedId: string | undefined;
  /** What was written down of it with the change. */
  record: string | undefined;
}

/**
 * A session without a socket: it hears of the servers of its account what a session of the same account would be told,
 * through the same views, and nothing of what is the account's own (private conversations, answers for its eyes alone).
 */
export interface Listener extends Pick<Session, "bot"> {
  readonly userId: string;
  /** The only server that it is about; absent: all of them. */
  readonly guildId?: string | undefined;
  /** Names of the dispatches that it is about. */
  readonly types: ReadonlySet<string>;
  hear(event: Heard): void;
}

/** Of what goes to an account itself: where its servers begin and end. */
const OF_SERVERS: ReadonlySet<string> = new Set(["GUILD_CREATE", "GUILD_DELETE"]);

const NOBODY: readonly string[] = [];

/** A user who has a session here, or had one a moment ago. */
export class UserNode {
  readonly id: string;
  readonly isBot: boolean;
  sessions: Session[] = [];
  listeners: Listener[] = [];
  /** What it may see. A list: most people see few topics, and a Set would cost each of them a kilobyte. */
  topics: TopicNode[] = [];
  /** The servers it is in, as far as views of them have been read. */
  memberships: MemberNode[] = [];
  /** Why the node stays although it has no session: starts under way, and the presence that is about to be told. */
  holds = 0;
  loading: { done: Promise<void>; changes: { topic: Topic; open: boolean }[] } | undefined;
  /** The channels that GUILD_CREATE told of servers it is about to be in. */
  introduced = NOTHING_INTRODUCED;
  /** Its memberships are being read. */
  joining: Joining | undefined;
  /** As others may see them; known once they were READY. */
  profile: APIUser | undefined;
  saved: SavedPresence | undefined;
  /** Counts changes of {@link saved}, so that a slow read cannot undo a newer one. */
  savedVersion = 0;
  /** Changes of presence by its devices in the current window. */
  presenceStart = 0;
  presenceChanges = 0;
  /** The presence that others were told; undefined when offline. */
  announced: Announced | undefined;
  /** Cancels the announcement that is waiting. */
  cancelAnnouncement: (() => void) | undefined;
  /** Cancels the list of devices that is waiting to be told. */
  cancelDevices: (() => void) | undefined;

  constructor(id: string, isBot: boolean) {
    this.id = id;
    this.isBot = isBot;
  }
}

/**
 * Who sees what, in memory: topic → users → sessions, and for servers the views. Fanning out touches nothing else.
 */
export class Hub {
  readonly #topics = new Map<Topic, TopicNode>();
  readonly #users = new Map<string, UserNode>();
  /** Who listens for a name. */
  readonly #listening = new Map<string, Set<UserNode>>();
  /** Of what is being handed out. */
  #record: string | undefined;
  /** What is handed out was published before: it is for those who listen alone. */
  #recalls = false;
  readonly #deliver: (session: Session, event: Dispatch) => void;
  readonly guilds: GuildViews;

  constructor({ deliver, ...guilds }: HubInit) {
    this.#deliver = deliver;
    this.guilds = new GuildViews({
      ...guilds,
      find: (userId) => this.find(userId),
      deliver: (user, event) => {
        if (!this.#recalls) this.#deliverTo(user, event);
        this.#letHear(user, event);
      },
    });
  }

  get users(): Iterable<UserNode> {
    return this.#users.values();
  }

  get userCount(): number {
    return this.#users.size;
  }

  find(userId: string): UserNode | undefined {
    return this.#users.get(userId);
  }

  /** The user's node, held until {@link release}. */
  hold(userId: string, isBot = false): UserNode {
    let user = this.#users.get(userId);
    if (user === undefined) {
      user = new UserNode(userId, isBot);
      this.#users.set(userId, user);
    }
    user.holds++;
    return user;
  }

  release(user: UserNode): void {
    user.holds--;
    this.#forgetUnused(user);
  }

  add(session: Session): void {
    session.user.sessions.push(session);
  }

  remove(session: Session): void {
    const user = session.user;
    user.sessions = user.sessions.filter((other) => other !== session);
    this.#forgetUnused(user);
  }

  /** Hands out what was published. `record` is what was written down of it. */
  dispatch(topic: Topic, t: string, d: unknown, needs?: string, record?: string): void {
    this.#record = record;
    try {
      this.#handOut(topic, t, d, needs);
    } finally {
      this.#record = undefined;
    }
  }

  #handOut(topic: Topic, t: string, d: unknown, needs: string | undefined): void {
    if (topic === "everyone") {
      const event = new Dispatch(t, d);
      for (const user of this.#users.values()) this.#deliverTo(user, event);
      return;
    }
    const id = topic.slice(topic.indexOf(":") + 1);
    if (topic.startsWith("guild:")) {
      this.guilds.hear(id, t, d, needs);
      return;
    }
    if (topic.startsWith("user:")) {
      const user = this.#users.get(id);
      if (user === undefined) return;
      if (t === "GUILD_CREATE") this.#introduce(user, fields(d));
      const event = new Dispatch(t, d);
      this.#deliverTo(user, event);
      if (OF_SERVERS.has(t)) this.#letHear(user, event);
      return;
    }
    if (topic.startsWith("channel:") && this.guilds.hearIn(id, t, d)) return;
    const node = this.#topics.get(topic);
    if (node !== undefined) {
      const event = new Dispatch(t, d);
      for (const user of node.users) this.#deliverTo(user, event);
    }
    if (topic.startsWith("presence:")) this.#tellBots(id, t, d);
  }

  /** What a server looked like to somebody who joins, until the view knows them. */
  #introduce(user: UserNode, { id, channels }: Fields): void {
    const guildId = text(id);
    if (guildId === undefined || !Array.isArray(channels)) return;
    user.introduced = new Map(user.introduced).set(guildId, channels as GuildChannelWire[]);
  }

  /** Presences reach bots for each server that they share with the user. */
  #tellBots(userId: string, t: string, d: unknown): void {
    for (const { view } of this.#users.get(userId)?.memberships ?? []) {
      let event: Dispatch | undefined;
      if (view.isUnavailable) continue;
      for (const bot of view.bots) {
        event ??= new Dispatch(t, { ...fields(d), guild_id: view.id }, view.id);
        this.#deliverTo(bot.user, event);
      }
    }
  }

  #deliverTo(user: UserNode, event: Dispatch): void {
    for (const session of user.sessions) this.#deliver(session, event);
  }

  #letHear(user: UserNode, event: Dispatch): void {
    for (const listener of user.listeners) {
      if (!listener.types.has(event.t)) continue;
      const payload = event.payloadFor({ bot: listener.bot, user });
      const { guildId, channelId } = event;
      if (payload === undefined || guildId === undefined) continue;
      const place = channelId === undefined ? undefined : this.guilds.place(channelId);
      const thread = place instanceof ThreadNode ? place : undefined;
      listener.hear({
        t: event.t,
        data: payload.data,
        guildId,
        channelId,
        parentId: thread?.parent.id ?? event.parentId ?? channelId,
        // What is not known here any more may have been private.
        isPrivate: channelId !== undefined && (place === undefined || thread?.isPrivate === true),
        isOpen: channelId === undefined || (place?.view.isOpen(place) ?? false),
        messageId: event.messageId,
        quotedId: event.quotedId,
        record: this.#record,
      });
    }
  }

  /** Who listens and may have to be told of this, as far as is known without looking at who sees it. */
  listenersOf({ topic, t, d }: DispatchMessage): readonly string[] {
    const users = this.#listening.get(t);
    if (users === undefined) return NOBODY;
    const [kind, id = ""] = topic.split(":");
    if (kind === "user") {
      const user = this.#users.get(id);
      return user !== undefined && OF_SERVERS.has(t) && users.has(user) ? [id] : NOBODY;
    }
    const guildId =
      kind === "guild" ? id : kind === "channel" ? this.guilds.guildOf(id, fields(d)) : undefined;
    if (guildId === undefined) return NOBODY;
    const ids: string[] = [];
    for (const user of users) {
      const isMeant = user.listeners.some(
        (one) => one.types.has(t) && (one.guildId === undefined || one.guildId === guildId),
      );
      if (isMeant && this.guilds.hasMember(guildId, user.id)) ids.push(user.id);
    }
    return ids;
  }

  /**
   * Lets those who listen hear what was published when nobody of this process could. They hear it as far as they see now
   * what it is about. `audience` is who was to be told then, for what nobody is in any more.
   */
  recall({ topic, t, d, needs, record }: DispatchMessage, audience: readonly string[]): void {
    this.#record = record;
    this.#recalls = true;
    const [kind, id = ""] = topic.split(":");
    try {
      if (kind === "user" || (kind === "guild" && t === "GUILD_DELETE")) {
        for (const userId of kind === "user" ? [id] : audience) {
          const user = this.#users.get(userId);
          if (user !== undefined) this.#letHear(user, new Dispatch(t, d));
        }
      } else if (kind === "guild") this.guilds.recall(id, t, d, needs);
      else this.guilds.recallIn(id, t, d);
    } finally {
      this.#recalls = false;
      this.#record = undefined;
    }
  }

  addListener(user: UserNode, listener: Listener): void {
    user.listeners = [...user.listeners, listener];
    for (const t of listener.types) {
      const users = this.#listening.get(t);
      if (users === undefined) this.#listening.set(t, new Set([user]));
      else users.add(user);
    }
  }

  removeListener(user: UserNode, listener: Listener): void {
    user.listeners = user.listeners.filter((other) => other !== listener);
    for (const t of listener.types) {
      const users = this.#listening.get(t);
      if (users === undefined || user.listeners.some(({ types }) => types.has(t))) continue;
      users.delete(user);
      if (users.size === 0) this.#listening.delete(t);
    }
    this.#forgetUnused(user);
  }

  /** Applies a change of who sees what. True when it changed anything. */
  tap(userId: string, topic: Topic, open: boolean): boolean {
    const user = this.#users.get(userId);
    if (user === undefined) return false;
    user.loading?.changes.push({ topic, open });
    return open ? this.#open(user, topic) : this.#close(user, topic);
  }

  topicsOf(user: UserNode): Topic[] {
    return user.topics.map((node) => node.topic);
  }

  /**
   * Makes the user's taps what `load` says. Changes that come while it reads are applied at once and again on top of
   * what was read, which may be older than they are. Starts of one user at the same time share one read.
   */
  async loadTopics(user: UserNode, load: () => Promise<Topic[]>): Promise<void> {
    user.loading ??= this.#load(user, load);
    await user.loading.done;
  }

  #load(user: UserNode, load: () => Promise<Topic[]>): NonNullable<UserNode["loading"]> {
    const changes: { topic: Topic; open: boolean }[] = [];
    const done = (async () => {
      try {
        const wanted = new Set(await load());
        for (const { topic, open } of changes) {
          if (open) wanted.add(topic);
          else wanted.delete(topic);
        }
        for (const node of user.topics) if (!wanted.has(node.topic)) this.#close(user, node.topic);
        for (const topic of wanted) this.#open(user, topic);
      } finally {
        user.loading = undefined;
      }
    })();
    return { done, changes };
  }

  #open(user: UserNode, topic: Topic): boolean {
    // Reached through the user itself.
    if (topic.startsWith("user:")) return false;
    let node = this.#topics.get(topic);
    if (node === undefined) {
      node = new TopicNode(topic);
      this.#topics.set(topic, node);
    }
    if (!node.users.add(user)) return false;
    user.topics.push(node);
    return true;
  }

  #close(user: UserNode, topic: Topic): boolean {
    const node = this.#topics.get(topic);
    if (node === undefined || !node.users.delete(user)) return false;
    user.topics = user.topics.filter((other) => other !== node);
    if (node.users.size === 0) this.#topics.delete(topic);
    return true;
  }

  #forgetUnused(user: UserNode): void {
    if (user.holds > 0 || user.sessions.length > 0 || user.listeners.length > 0) return;
    if (this.#users.get(user.id) !== user) return;
    for (const node of user.topics) {
      node.users.delete(user);
      if (node.users.size === 0) this.#topics.delete(node.topic);
    }
    user.topics = [];
    this.guilds.leave(user);
    this.#users.delete(user.id);
  }
}
