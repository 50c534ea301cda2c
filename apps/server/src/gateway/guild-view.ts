import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Dispatch } from "./dispatch.ts";
import { type Fields, fields, text, texts } from "./fields.ts";
import {
  ChannelNode,
  MANAGES_THREADS,
  type MemberClass,
  MemberNode,
  type Place,
  remainsOf,
  SEES,
  ThreadNode,
  WATCHED_BITS,
} from "./guild-nodes.ts";
import type {
  ChannelInfo,
  GuildChannelWire,
  GuildEventWire,
  GuildState,
  GuildThreadWire,
  Membership,
  StageWire,
  VoiceWire,
} from "./hooks.ts";
import type { UserNode } from "./hub.ts";
import { membershipOf } from "./membership.ts";
import { SmallSet } from "./small-set.ts";
import { isGained, isLost, tellGains, tellLosses } from "./tell-differences.ts";
import { type Former, type Outcome, UNCHANGED, Visibility } from "./visibility.ts";

/** What a view needs of whoever keeps it. */
export interface ViewHost {
  find(userId: string): UserNode | undefined;
  deliver(user: UserNode, event: Dispatch): void;
  /** Channels and threads of all views, by id. */
  places: Map<string, Place>;
  /** Milliseconds since 1970: time-outs end by the calendar. */
  today(): number;
  /** It was worked out what a class sees of a shape. */
  evaluated(): void;
  /** The server is gone. */
  drop(view: GuildView): void;
  /** What a user would have to be told is too much: their sessions have to begin anew. */
  lost(user: UserNode): void;
  /** Somebody no longer sees the channel that they are in voice in, by this session's id there. */
  shutOut(voiceId: string): void;
}

/** Dispatches whose `id` is a channel's or a thread's, beside those that change it. */
const NAMES_PLACE_BY_ID: ReadonlySet<string> = new Set([
  "THREAD_MEMBER_UPDATE",
  "VOICE_CHANNEL_STATUS_UPDATE",
  "VOICE_CHANNEL_START_TIME_UPDATE",
]);

/** Of an event's `status`: what is above is over. */
const IS_UNDER_WAY = 2;

/** What is left of the permissions of those in time-out, and of those who have not accepted the rules. */
const RESTRICTED = P.ViewChannel | P.ReadMessageHistory;

/**
 * One server as its connected members see it. It follows what is published for the server before it delivers it, and
 * tells those who begin or cease to see a channel.
 */
export class GuildView {
  readonly id: string;
  /** Starts under way that need it. */
  holds = 0;
  readonly #host: ViewHost;
  readonly #visibility: Visibility;
  readonly #channels = new Map<string, ChannelNode>();
  readonly #bots = new SmallSet<MemberNode>();
  /** Where in voice somebody is, by user. */
  readonly #voices = new Map<string, ChannelNode>();
  /** Closed by those who run the instance: it follows what is published and tells nobody. */
  #isUnavailable: boolean;

  constructor(id: string, state: GuildState, host: ViewHost) {
    this.id = id;
    this.#isUnavailable = state.unavailable === true;
    this.#host = {
      ...host,
      deliver: (user, event) => {
        if (!this.#isUnavailable) host.deliver(user, event);
      },
    };
    this.#visibility = new Visibility(id, state.ownerId, host.evaluated);
    for (const role of state.roles) this.#visibility.putRole(fields(role));
    for (const wire of state.channels) this.#putChannel(wire);
    for (const wire of state.threads) {
      const thread = this.#putThread(wire);
      for (const userId of state.privateThreadMembers[wire.id] ?? []) thread?.members.add(userId);
    }
    for (const wire of state.events) this.#channels.get(wire.channel_id ?? "")?.putEvent(wire);
    for (const wire of state.voices ?? []) this.#putVoice(wire);
    for (const wire of state.stages ?? []) this.#followStage("STAGE_INSTANCE_CREATE", wire);
    for (const info of state.channelInfos ?? []) this.#channels.get(info.id)?.putInfo(info);
    this.#visibility.settle([]);
  }

  get isUnused(): boolean {
    return this.#visibility.members.size === 0 && this.holds === 0;
  }

  get isUnavailable(): boolean {
    return this.#isUnavailable;
  }

  get members(): Iterable<MemberNode> {
    return this.#visibility.members.values();
  }

  get bots(): Iterable<MemberNode> {
    return this.#bots;
  }

  member(userId: string): MemberNode | undefined {
    return this.#visibility.members.get(userId);
  }

  get visibility(): Visibility {
    return this.#visibility;
  }

  isSeen(member: MemberNode, place: Place): boolean {
    if (place instanceof ChannelNode) return (place.shape.heldBy(member.class) & SEES) !== 0;
    return place.isSeenBy(member, place.parent.shape.heldBy(member.class));
  }

  /** Whether members see it who have no role. */
  isOpen(place: Place): boolean {
    const channel = place instanceof ChannelNode ? place : place.parent;
    if (place instanceof ThreadNode && place.isPrivate) return false;
    return (this.#visibility.heldBy("", [], channel.shape) & SEES) !== 0;
  }

  /** Makes the member what `membership` says. One who was here already is told of the channels that come and go. */
  put(user: UserNode, membership: Membership): void {
    this.#tell(this.#putMember(user, membership));
  }

  /** Nothing published later reaches this member. */
  take(userId: string): void {
    const member = this.member(userId);
    if (member === undefined) return;
    this.#visibility.remove(member);
    this.#bots.delete(member);
    forget(member);
  }

  /** Nothing published later reaches anybody. */
  dissolve(): void {
    for (const member of this.members) this.take(member.user.id);
    for (const channel of this.#channels.values()) this.#hidePlaces(channel);
  }

  /** Delivers that somebody came who has left already. */
  tellOfMember(t: string, d: unknown): void {
    this.#deliver(new Dispatch(t, d, this.id));
  }

  /** Delivers what was published on the topic of a channel or thread. */
  hearIn(place: Place, t: string, d: unknown): void {
    if (t === "MESSAGE_CREATE") place.sawMessage(text(fields(d).id));
    if (t.startsWith("CHANNEL_") || t.startsWith("THREAD_")) this.hear(t, d);
    else this.#deliverIn(place, new Dispatch(t, d, this.id));
  }

  /** Applies what was published on the topic of the server, and delivers it to those who may know. */
  hear(t: string, d: unknown, needs?: string): void {
    const event = new Dispatch(t, d, this.id);
    const data = fields(d);
    const deliver = () => this.#deliver(event, needs);
    switch (t) {
      case "GUILD_ROLE_CREATE":
      case "GUILD_ROLE_UPDATE":
        this.#tell(this.#visibility.putRole(fields(data.role)), deliver);
        return;
      case "GUILD_ROLE_DELETE":
        this.#tell(this.#visibility.deleteRole(text(data.role_id) ?? ""), deliver);
        return;
      case "GUILD_UPDATE": {
        const ownerId = text(data.owner_id);
        this.#tell(ownerId === undefined ? UNCHANGED : this.#visibility.changeOwner(ownerId), deliver);
        return;
      }
      case "GUILD_DELETE":
        this.#isUnavailable = false;
        deliver();
        // What is closed opens again, and the members stay.
        if (data.unavailable === true) this.#isUnavailable = true;
        else this.#host.drop(this);
        return;
      case "GUILD_CREATE":
        this.#open();
        return;
      case "GUILD_MEMBER_ADD":
        this.#addMember(event, data);
        return;
      case "GUILD_MEMBER_UPDATE":
        this.#tell(this.#updateMember(data), deliver);
        return;
      case "GUILD_MEMBER_REMOVE": {
        const id = text(fields(data.user).id) ?? "";
        this.take(id);
        this.#takeFromThreads(id);
        deliver();
        return;
      }
      case "CHANNEL_CREATE":
      case "CHANNEL_UPDATE":
        this.#changeChannel(event, d as GuildChannelWire);
        return;
      case "CHANNEL_DELETE":
        this.#deleteChannel(event, text(data.id) ?? "");
        return;
      case "THREAD_CREATE":
      case "THREAD_UPDATE":
        this.#changeThread(event, d as GuildThreadWire);
        return;
      case "THREAD_DELETE":
        this.#deleteThread(event, d as GuildThreadWire);
        return;
      case "THREAD_LIST_SYNC":
        this.#syncThreads(data.threads);
        return;
      case "VOICE_STATE_UPDATE":
        this.#changeVoice(event, d as VoiceWire);
        return;
      case "VOICE_CHANNEL_EFFECT_SEND":
        this.#playIn(event, data);
        return;
      case "THREAD_MEMBERS_UPDATE":
        this.#changeThreadMembers(event, data);
        return;
      default:
        if (t.startsWith("GUILD_SCHEDULED_EVENT_")) this.#followEvent(t, d as GuildEventWire, data);
        if (t.startsWith("STAGE_INSTANCE_")) this.#followStage(t, d as StageWire);
        if (t.startsWith("VOICE_CHANNEL_")) this.#followInfo(t, d as ChannelInfo);
        this.#deliverWhereNamed(event, data, needs);
    }
  }

  /**
   * Delivers what was published before this view was read, to those who see now what it is about. Nothing of it is
   * followed: what is known is as new or newer. What a change made others see or lose is not told again.
   */
  recall(t: string, d: unknown, needs?: string): void {
    const event = new Dispatch(t, d, this.id);
    const data = fields(d);
    const id = text(data.id) ?? "";
    if (t === "GUILD_MEMBER_ADD") {
      const joined = text(fields(data.user).id);
      for (const { user } of this.members) if (user.id !== joined) this.#host.deliver(user, event);
    } else if (t === "CHANNEL_CREATE" || t === "CHANNEL_UPDATE") {
      const channel = this.#channels.get(id);
      if (channel !== undefined) this.#deliverIn(channel, event);
    } else if (t === "CHANNEL_DELETE") {
      // It is there for as long as it takes to see who saw it.
      if (!this.#channels.has(id)) this.#putChannel(d as GuildChannelWire);
      this.#visibility.settle([]);
      this.#deleteChannel(event, id);
    } else if (t === "THREAD_CREATE" || t === "THREAD_UPDATE" || t === "THREAD_DELETE") {
      const known = this.#thread(id);
      const thread = known ?? this.#putThread(d as GuildThreadWire);
      if (thread === undefined) return;
      this.#deliverIn(thread, event);
      if (known === undefined) this.#dropThread(thread);
    } else if (t !== "GUILD_CREATE") {
      this.#deliverWhereNamed(event, data, needs);
    }
  }

  /** The same of what was published on the topic of a channel or thread. */
  recallIn(place: Place, t: string, d: unknown): void {
    if (t.startsWith("CHANNEL_") || t.startsWith("THREAD_")) this.recall(t, d);
    else this.#deliverIn(place, new Dispatch(t, d, this.id));
  }

  /** It is open again. Whoever is connected was not told what happened meanwhile, and begins anew with READY. */
  #open(): void {
    if (!this.#isUnavailable) return;
    this.#isUnavailable = false;
    for (const { user } of Array.from(this.members)) this.#host.lost(user);
  }

  // Members

  #addMember(event: Dispatch, data: Fields): void {
    const id = text(fields(data.user).id) ?? "";
    // Whoever comes was told the server as it is, themselves counted.
    for (const member of this.members) if (member.user.id !== id) this.#host.deliver(member.user, event);
    const user = this.#host.find(id);
    const membership = membershipOf(this.id, data);
    if (user === undefined || membership === undefined) return;
    this.put(user, membership);
    const told = user.introduced.get(this.id);
    user.introduced = new Map(Array.from(user.introduced).filter(([guildId]) => guildId !== this.id));
    const member = this.member(id);
    if (told !== undefined && member !== undefined) this.#catchUp(member, told);
  }

  /** GUILD_CREATE may be older than the view: what changed in between was published before they were a member here. */
  #catchUp(member: MemberNode, told: readonly GuildChannelWire[]): void {
    const known = new Set(told.map((wire) => wire.id));
    const differences = Array.from(this.#channels.values(), (channel) => ({
      channel,
      members: [member],
      before: known.has(channel.id) ? SEES : 0,
      after: channel.shape.heldBy(member.class) & SEES,
    }));
    for (const wire of told) {
      if (this.#channels.has(wire.id)) continue;
      const d = remainsOf(wire, this.id);
      this.#host.deliver(member.user, new Dispatch("CHANNEL_DELETE", d, this.id));
    }
    this.#tell({
      formers: new Map(),
      losses: differences.filter(({ before, after }) => before > after),
      gains: differences.filter(({ before, after }) => after > before),
    });
  }

  #updateMember(data: Fields): Outcome {
    const member = this.member(text(fields(data.user).id) ?? "");
    if (member === undefined) return UNCHANGED;
    const membership = membershipOf(this.id, data, member.membership);
    return membership === undefined ? UNCHANGED : this.#putMember(member.user, membership);
  }

  #putMember(user: UserNode, membership: Membership): Outcome {
    const known = this.member(user.id);
    if (known !== undefined) {
      known.membership = membership;
      return this.#visibility.changeRolesOf(known, membership.roleIds);
    }
    const member = this.#visibility.add(
      user.id,
      membership.roleIds,
      (roles, of) => new MemberNode(user, this, roles, of),
    );
    member.membership = membership;
    if (user.isBot) this.#bots.add(member);
    user.memberships.push(member);
    return UNCHANGED;
  }

  // Channels

  #putChannel(told: GuildChannelWire): { channel: ChannelNode; former: Former } {
    const known = this.#channels.get(told.id);
    const wire = known === undefined ? told : { ...known.wire, ...told };
    // Without overwrites everybody would see it.
    if (wire.permission_overwrites === undefined)
      throw new Error("a channel was told without its overwrites");
    const shape = this.#visibility.shapeOf(wire);
    if (known === undefined) {
      const channel = new ChannelNode(this, wire, shape);
      this.#channels.set(wire.id, channel);
      this.#host.places.set(wire.id, channel);
      this.#visibility.enter(channel);
      return { channel, former: { shape: undefined, remains: {} } };
    }
    const former: Former = { shape: known.shape, remains: known.remains };
    known.wire = wire;
    if (known.shape !== shape) {
      this.#visibility.leave(known);
      known.shape = shape;
      this.#visibility.enter(known);
    }
    return { channel: known, former };
  }

  #changeChannel(event: Dispatch, wire: GuildChannelWire): void {
    const { channel, former } = this.#putChannel(wire);
    const outcome = this.#visibility.settle([], new Map([[channel, former]]));
    if (event.t === "CHANNEL_CREATE") {
      this.#tell({ ...outcome, gains: [] }, () => this.#deliverIn(channel, event));
      return;
    }
    const gaining = new Set<MemberNode>();
    for (const gain of outcome.gains) {
      if (isGained(gain)) for (const member of gain.members) gaining.add(member);
    }
    this.#tell(outcome, () => this.#deliverIn(channel, event, (member) => !gaining.has(member)));
  }

  #deleteChannel(event: Dispatch, id: string): void {
    const channel = this.#channels.get(id);
    if (channel === undefined) return;
    // The sweep that takes them away finds nobody who sees the channel.
    for (const wire of channel.events?.values() ?? []) {
      this.#deliverIn(channel, new Dispatch("GUILD_SCHEDULED_EVENT_DELETE", wire, this.id));
    }
    this.#deliverIn(channel, event);
    for (const userId of channel.voices?.keys() ?? []) this.#voices.delete(userId);
    this.#channels.delete(id);
    this.#hidePlaces(channel);
    this.#visibility.leave(channel);
    this.#visibility.forgetShape(channel.shape);
  }

  #hidePlaces(channel: ChannelNode): void {
    for (const thread of channel.threads) this.#host.places.delete(thread.id);
    this.#host.places.delete(channel.id);
  }

  // Events

  /** Keeps what is planned in channels: whoever comes to see one is told. */
  #followEvent(t: string, wire: GuildEventWire, data: Fields): void {
    const channel = this.#channels.get(text(data.channel_id) ?? "");
    if (channel === undefined) return;
    if (t === "GUILD_SCHEDULED_EVENT_USER_ADD" || t === "GUILD_SCHEDULED_EVENT_USER_REMOVE") {
      const known = channel.events?.get(text(data.guild_scheduled_event_id) ?? "");
      if (known !== undefined) channel.putEvent({ ...known, user_count: data.user_count } as GuildEventWire);
    } else if (t === "GUILD_SCHEDULED_EVENT_DELETE" || Number(data.status) > IS_UNDER_WAY) {
      channel.dropEvent(wire.id);
    } else channel.putEvent(wire);
  }

  // Voice

  /** Keeps who is where: whoever comes to see a channel is told. Gives the channels before and after. */
  #putVoice(wire: VoiceWire): { former: ChannelNode | undefined; next: ChannelNode | undefined } {
    const former = this.#voices.get(wire.user_id);
    const next = this.#channels.get(wire.channel_id ?? "");
    former?.dropVoice(wire.user_id);
    next?.putVoice(wire);
    if (next === undefined) this.#voices.delete(wire.user_id);
    else this.#voices.set(wire.user_id, next);
    return { former, next };
  }

  /** Those who saw where somebody was and do not see where they are now are told that they left. */
  #changeVoice(event: Dispatch, wire: VoiceWire): void {
    const { former, next } = this.#putVoice(wire);
    if (next !== undefined) this.#deliverIn(next, event);
    if (former === undefined || former === next) return;
    const left = new Dispatch("VOICE_STATE_UPDATE", { ...wire, channel_id: null }, this.id);
    this.#deliverIn(former, left, (member) => next === undefined || !this.isSeen(member, next));
  }

  #followStage(t: string, wire: StageWire): void {
    const channel = this.#channels.get(wire.channel_id);
    if (channel !== undefined) channel.stage = t === "STAGE_INSTANCE_DELETE" ? undefined : wire;
  }

  #followInfo(t: string, { id, status, voice_start_time }: ChannelInfo): void {
    this.#channels.get(id)?.putInfo(t === "VOICE_CHANNEL_STATUS_UPDATE" ? { status } : { voice_start_time });
  }

  /** For those who are there, and nobody else. */
  #playIn(event: Dispatch, data: Fields): void {
    const channel = this.#channels.get(text(data.channel_id) ?? "");
    if (channel?.voices === undefined) return;
    this.#deliverIn(channel, event, ({ user }) => channel.voices?.has(user.id) === true);
  }

  // Threads

  #thread(id: string): ThreadNode | undefined {
    const place = this.#host.places.get(id);
    return place instanceof ThreadNode && place.view === this ? place : undefined;
  }

  /** The thread that is meant, kept or not; undefined when its channel is not of this server. */
  #threadOf(wire: GuildThreadWire): ThreadNode | undefined {
    const parent = this.#channels.get(wire.parent_id ?? "");
    return this.#thread(wire.id) ?? (parent && new ThreadNode(parent, wire));
  }

  #putThread(wire: GuildThreadWire): ThreadNode | undefined {
    const thread = this.#threadOf(wire);
    if (thread === undefined) return undefined;
    thread.wire = { ...thread.wire, ...wire };
    if (thread.parent.threads.add(thread)) this.#host.places.set(thread.id, thread);
    return thread;
  }

  #dropThread(thread: ThreadNode): void {
    if (thread.parent.threads.delete(thread)) this.#host.places.delete(thread.id);
  }

  #changeThread(event: Dispatch, wire: GuildThreadWire): void {
    const isNew = event.t === "THREAD_CREATE" && this.#thread(wire.id) === undefined;
    const thread = this.#putThread(wire);
    if (thread === undefined) return;
    // Whoever makes a thread is in it; who is in one that comes back from the archive is published after it.
    if (isNew && wire.owner_id !== undefined) thread.members.add(wire.owner_id);
    this.#deliverIn(thread, event);
    if (fields(fields(wire).thread_metadata).archived === true) this.#dropThread(thread);
  }

  #deleteThread(event: Dispatch, wire: GuildThreadWire): void {
    const thread = this.#threadOf(wire);
    if (thread === undefined) return;
    this.#deliverIn(thread, event);
    this.#dropThread(thread);
  }

  /** Those that were not known are told as new ones. */
  #syncThreads(threads: unknown): void {
    for (const wire of (Array.isArray(threads) ? threads : []) as GuildThreadWire[]) {
      const isKnown = this.#thread(wire.id) !== undefined;
      const thread = this.#putThread(wire);
      if (thread === undefined || isKnown) continue;
      this.#deliverIn(thread, new Dispatch("THREAD_CREATE", thread.wire, this.id));
    }
  }

  #changeThreadMembers(event: Dispatch, data: Fields): void {
    const thread = this.#thread(text(data.id) ?? "");
    if (thread === undefined) return;
    if (thread.isPrivate) {
      this.#changePrivateThread(
        thread,
        texts(data.removed_member_ids),
        texts(
          (Array.isArray(data.added_members) ? data.added_members : []).map((one) => fields(one).user_id),
        ),
      );
    }
    this.#deliverIn(thread, event);
  }

  /** Whoever comes back to the server is in none of the private threads they were in, connected or not. */
  #takeFromThreads(userId: string): void {
    for (const { threads } of this.#channels.values()) {
      for (const thread of threads) thread.members.delete(userId);
    }
  }

  #changePrivateThread(thread: ThreadNode, removed: readonly string[], added: readonly string[]): void {
    const seers = (ids: readonly string[]) =>
      ids
        .map((id) => this.member(id))
        .filter((member) => member !== undefined && this.isSeen(member, thread)) as MemberNode[];
    const before = new Set(seers([...removed, ...added]));
    for (const id of removed) thread.members.delete(id);
    for (const id of added) thread.members.add(id);
    const after = new Set(seers([...removed, ...added]));
    const farewell = new Dispatch("THREAD_DELETE", thread.remains, this.id);
    for (const member of before) if (!after.has(member)) this.#host.deliver(member.user, farewell);
    const welcome = new Dispatch("THREAD_CREATE", thread.wire, this.id);
    for (const member of after) if (!before.has(member)) this.#host.deliver(member.user, welcome);
  }

  // Delivery

  #tell(outcome: Outcome, deliver?: () => void): void {
    for (const difference of outcome.losses) {
      const { voices } = difference.channel;
      if (voices === undefined || !isLost(difference)) continue;
      for (const { user } of difference.members) {
        const voiceId = voices.get(user.id)?.session_id;
        if (voiceId !== undefined) this.#host.shutOut(voiceId);
      }
    }
    tellLosses(outcome, this.#host.deliver);
    deliver?.();
    tellGains(outcome, this.#host.deliver);
  }

  /** What names a channel is for those who see the channel. */
  #deliverWhereNamed(event: Dispatch, data: Fields, needs: string | undefined): void {
    const named = NAMES_PLACE_BY_ID.has(event.t) ? data.id : data.channel_id;
    if (named === undefined || named === null) {
      this.#deliver(event, needs);
      return;
    }
    const place = this.#host.places.get(text(named) ?? "");
    if (place?.view === this) this.#deliverIn(place, event, this.#holding(needs));
  }

  #deliver(event: Dispatch, needs?: string): void {
    const holds = this.#holding(needs);
    for (const member of this.members) {
      if (holds === undefined || holds(member)) this.#host.deliver(member.user, event);
    }
  }

  #deliverIn(place: Place, event: Dispatch, fits?: (member: MemberNode) => boolean): void {
    const deliver = (member: MemberNode) => {
      if (fits === undefined || fits(member)) this.#host.deliver(member.user, event);
    };
    const isPrivate = place instanceof ThreadNode && place.isPrivate;
    const { shape } = place instanceof ThreadNode ? place.parent : place;
    for (const [one, held] of shape.seers) {
      if (!isPrivate || (held & MANAGES_THREADS) !== 0) for (const member of one.members) deliver(member);
    }
    if (!isPrivate) return;
    for (const id of place.members) {
      const member = this.member(id);
      if (member !== undefined && shape.heldBy(member.class) === SEES) deliver(member);
    }
  }

  /**
   * Who holds these permissions in the whole server.
   * @throws Error for those that the view does not follow: nobody gets what needs them
   */
  #holding(needs: string | undefined): ((member: MemberNode) => boolean) | undefined {
    if (needs === undefined) return undefined;
    const bits = BigInt(needs);
    if ((bits & ~WATCHED_BITS) !== 0n)
      throw new Error(`the gateway does not follow the permissions ${needs}`);
    const holding = new Set<MemberClass>();
    for (const one of this.#visibility.classes) {
      if (one.isAdmin || (one.base & bits) === bits) holding.add(one);
    }
    const today = this.#host.today();
    const survivesTimeOut = (bits & ~RESTRICTED) === 0n;
    return (member) =>
      holding.has(member.class) &&
      (survivesTimeOut || member.class.isAdmin || !(member.pending || member.timedOutUntil > today));
  }
}

function forget(member: MemberNode): void {
  const { user } = member;
  user.memberships = user.memberships.filter((other) => other !== member);
}
