import type { Topic } from "../bus/bus.ts";
import type { Dispatch } from "./dispatch.ts";
import { type Fields, fields, text } from "./fields.ts";
import type { Place } from "./guild-nodes.ts";
import { GuildView, type ViewHost } from "./guild-view.ts";
import type { GatewayHooks, GuildState, Membership } from "./hooks.ts";
import type { UserNode } from "./hub.ts";
import { membershipOf } from "./membership.ts";

/** Dispatches that are kept while a view loads; more than these and the load fails. */
const MAX_KEPT = 10_000;

/** A view of a server that is not there: nobody sees anything. */
const NOTHING: GuildState = {
  ownerId: "",
  roles: [],
  channels: [],
  threads: [],
  privateThreadMembers: {},
  events: [],
};

interface Kept {
  topic: Topic;
  t: string;
  d: unknown;
  needs: string | undefined;
  /** Of a GUILD_MEMBER_ADD: they left again before the view was read. */
  left?: true;
}

/** A view that is being read, and what was published for it meanwhile. */
interface Loading {
  done: Promise<void>;
  kept: Kept[];
  /** Starts that wait for it. */
  holds: number;
}

/** A change of somebody's membership: the member as it was published; undefined when it ended. */
interface MembershipChange {
  guildId: string;
  member: Fields | undefined;
}

/** Somebody's memberships while they are read. */
export interface Joining {
  done: Promise<void>;
  changes: MembershipChange[];
}

export interface GuildViewsInit {
  hooks: Pick<GatewayHooks, "memberships" | "guild">;
  find(userId: string): UserNode | undefined;
  deliver(user: UserNode, event: Dispatch): void;
  /** What a user would have to be told cannot be known: their sessions have to begin anew. */
  lost(user: UserNode): void;
  /** Somebody no longer sees the channel that they are in voice in. */
  shutOut?(voiceId: string): void;
  failed(err: unknown, message: string): void;
  /** A view followed something that was published for its server. */
  heard?(view: GuildView, t: string, d: unknown): void;
  today?(): number;
}

/** The views of the servers that somebody who is connected is a member of. */
export class GuildViews {
  readonly #init: GuildViewsInit;
  readonly #host: ViewHost;
  readonly #views = new Map<string, GuildView>();
  readonly #loading = new Map<string, Loading>();
  readonly #places = new Map<string, Place>();
  /** Those whose memberships are being read. */
  readonly #joining = new Set<UserNode>();
  /** How often it was worked out what a class sees of a shape. */
  evaluations = 0;

  constructor(init: GuildViewsInit) {
    this.#init = init;
    this.#host = {
      find: init.find,
      deliver: init.deliver,
      places: this.#places,
      today: init.today ?? Date.now,
      evaluated: () => {
        this.evaluations++;
      },
      drop: (view) => this.#drop(view),
      lost: init.lost,
      shutOut: (voiceId) => init.shutOut?.(voiceId),
    };
  }

  get size(): number {
    return this.#views.size;
  }

  /** One that is closed answers nothing, as if it were not there. */
  get(guildId: string): GuildView | undefined {
    const view = this.#views.get(guildId);
    return view?.isUnavailable ? undefined : view;
  }

  place(channelId: string): Place | undefined {
    const place = this.#places.get(channelId);
    return place?.view.isUnavailable ? undefined : place;
  }

  /** What was published on `guild:ID`. */
  hear(guildId: string, t: string, d: unknown, needs?: string): void {
    this.#noteMembership(guildId, t, d);
    const loading = this.#loading.get(guildId);
    if (loading !== undefined) {
      keep(loading, { topic: `guild:${guildId}`, t, d, needs });
      return;
    }
    const view = this.#views.get(guildId);
    if (view !== undefined) {
      view.hear(t, d, needs);
      this.#init.heard?.(view, t, d);
      this.#dropUnused(view);
      return;
    }
    if (t !== "GUILD_MEMBER_ADD" || this.#init.find(text(fields(fields(d).user).id) ?? "") === undefined)
      return;
    keep(this.#load(guildId), { topic: `guild:${guildId}`, t, d, needs });
  }

  /** What was published on `channel:ID`. False when that is no channel of a server with a view. */
  hearIn(channelId: string, t: string, d: unknown): boolean {
    const place = this.#places.get(channelId);
    if (place !== undefined) {
      place.view.hearIn(place, t, d);
      return true;
    }
    if (this.#loading.size === 0) return false;
    const loading = this.#loading.get(text(fields(d).guild_id) ?? "");
    if (loading === undefined) return false;
    keep(loading, { topic: `channel:${channelId}`, t, d, needs: undefined });
    return true;
  }

  /** Hands out to those who listen what was published on `guild:ID` before; see {@link GuildView.recall}. */
  recall(guildId: string, t: string, d: unknown, needs?: string): void {
    this.#views.get(guildId)?.recall(t, d, needs);
  }

  /** The same of `channel:ID`. */
  recallIn(channelId: string, t: string, d: unknown): void {
    const place = this.#places.get(channelId);
    place?.view.recallIn(place, t, d);
  }

  /** The server of a channel, which `d` names where the channel is not known. */
  guildOf(channelId: string, d: Fields): string | undefined {
    return this.#places.get(channelId)?.view.id ?? text(d.guild_id);
  }

  hasMember(guildId: string, userId: string): boolean {
    return this.#views.get(guildId)?.member(userId) !== undefined;
  }

  /** Nothing of any server is for this user any more. */
  leave(user: UserNode): void {
    for (const { view } of user.memberships) {
      view.take(user.id);
      this.#dropUnused(view);
    }
  }

  /**
   * Reads the user's memberships, and the views that nobody needed until now. What is published meanwhile comes on top
   * of what was read. Starts of one user share one read, those of many users the load of a view.
   */
  async join(user: UserNode): Promise<void> {
    user.joining ??= this.#join(user);
    await user.joining.done;
  }

  #join(user: UserNode): Joining {
    const changes: MembershipChange[] = [];
    this.#joining.add(user);
    const done = (async () => {
      const held: string[] = [];
      try {
        const read = await this.#init.hooks.memberships(user.id);
        const wanted = new Map(read.map((one) => [one.guildId, one]));
        apply(changes, wanted);
        await this.#holdAll(wanted.keys(), held);
        apply(changes, wanted);
        for (const { view } of user.memberships) {
          if (wanted.has(view.id)) continue;
          view.take(user.id);
          this.#dropUnused(view);
        }
        // One that is missing was deleted, or is loading for those who just joined it, this user among them.
        for (const [guildId, membership] of wanted) this.#views.get(guildId)?.put(user, membership);
      } finally {
        user.joining = undefined;
        this.#joining.delete(user);
        for (const guildId of held) this.#release(guildId);
      }
    })();
    return { done, changes };
  }

  async #holdAll(guildIds: Iterable<string>, held: string[]): Promise<void> {
    const waits = Array.from(guildIds, async (guildId) => {
      const view = this.#views.get(guildId);
      if (view !== undefined) view.holds++;
      else {
        const loading = this.#loading.get(guildId) ?? this.#load(guildId);
        loading.holds++;
        await loading.done;
      }
      held.push(guildId);
    });
    for (const result of await Promise.allSettled(waits))
      if (result.status === "rejected") throw result.reason;
  }

  #release(guildId: string): void {
    const view = this.#views.get(guildId);
    if (view === undefined) return;
    view.holds--;
    this.#dropUnused(view);
  }

  #load(guildId: string): Loading {
    const kept: Kept[] = [];
    const loading: Loading = { kept, holds: 0, done: Promise.resolve() };
    this.#loading.set(guildId, loading);
    loading.done = (async () => {
      try {
        const state = await this.#init.hooks.guild(guildId);
        if (kept.length >= MAX_KEPT) throw new Error("too much happened while a server was read");
        const view = new GuildView(guildId, state ?? NOTHING, this.#host);
        view.holds = loading.holds;
        this.#views.set(guildId, view);
      } catch (err) {
        for (const id of joinersIn(kept)) {
          const user = this.#init.find(id);
          if (user !== undefined) this.#init.lost(user);
        }
        throw err;
      } finally {
        this.#loading.delete(guildId);
      }
      this.#replay(guildId, kept);
    })();
    loading.done.catch((err) => this.#init.failed(err, "the view of a server could not be read"));
    return loading;
  }

  #replay(guildId: string, kept: readonly Kept[]): void {
    for (const { topic, t, d, needs, left } of kept) {
      const view = this.#views.get(guildId);
      if (view === undefined) return;
      try {
        if (left === true) view.tellOfMember(t, d);
        else if (topic.startsWith("guild:")) view.hear(t, d, needs);
        else this.hearIn(topic.slice("channel:".length), t, d);
      } catch (err) {
        this.#init.failed(err, "what was kept for a server could not be delivered");
      }
    }
    const view = this.#views.get(guildId);
    if (view !== undefined) this.#dropUnused(view);
  }

  /** A membership that is being read may be older than what is published. */
  #noteMembership(guildId: string, t: string, d: unknown): void {
    if (this.#joining.size === 0) return;
    if (t === "GUILD_DELETE") {
      for (const user of this.#joining) user.joining?.changes.push({ guildId, member: undefined });
      return;
    }
    if (t !== "GUILD_MEMBER_ADD" && t !== "GUILD_MEMBER_UPDATE" && t !== "GUILD_MEMBER_REMOVE") return;
    const data = fields(d);
    const user = this.#init.find(text(fields(data.user).id) ?? "");
    if (user?.joining === undefined) return;
    user.joining.changes.push({ guildId, member: t === "GUILD_MEMBER_REMOVE" ? undefined : data });
  }

  #dropUnused(view: GuildView): void {
    if (view.isUnused) this.#drop(view);
  }

  #drop(view: GuildView): void {
    if (this.#views.get(view.id) !== view) return;
    this.#views.delete(view.id);
    view.dissolve();
  }
}

function apply(changes: readonly MembershipChange[], memberships: Map<string, Membership>): void {
  for (const { guildId, member } of changes) {
    const membership = member && membershipOf(guildId, member, memberships.get(guildId));
    if (membership === undefined) memberships.delete(guildId);
    else memberships.set(guildId, membership);
  }
}

function keep({ kept }: Loading, one: Kept): void {
  const leaves = one.t === "GUILD_MEMBER_REMOVE" ? memberIn(one.d) : undefined;
  if (leaves !== undefined) {
    // They were told that it is over: nothing that came before may follow that.
    for (const earlier of kept) {
      if (earlier.t === "GUILD_MEMBER_ADD" && memberIn(earlier.d) === leaves) earlier.left = true;
    }
  }
  if (kept.length < MAX_KEPT) kept.push(one);
}

const memberIn = (d: unknown): string | undefined => text(fields(fields(d).user).id);

function joinersIn(kept: readonly Kept[]): Set<string> {
  const joiners = new Set<string>();
  for (const { t, d } of kept) {
    const id = memberIn(d);
    if (id === undefined) continue;
    if (t === "GUILD_MEMBER_ADD") joiners.add(id);
    else if (t === "GUILD_MEMBER_REMOVE") joiners.delete(id);
  }
  return joiners;
}
