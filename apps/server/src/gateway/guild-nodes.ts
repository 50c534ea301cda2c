import { computeChannelPermissions, type PermissionGuild, type PermissionOverwrite } from "@palabre/protocol";
import { ChannelType, OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { GuildView } from "./guild-view.ts";
import type {
  ChannelInfo,
  GuildChannelWire,
  GuildEventWire,
  GuildThreadWire,
  Membership,
  StageWire,
  VoiceWire,
} from "./hooks.ts";
import type { UserNode } from "./hub.ts";
import { SmallSet } from "./small-set.ts";

/** What a class may do in a channel, as far as the gateway asks. */
export const SEES = 1;
/** Sees private threads that they are not in. Nobody who does not see the channel. */
export const MANAGES_THREADS = 2;

/** What an overwrite may say that matters here. */
const VIEW_BITS = P.ViewChannel | P.ManageThreads;

/**
 * What a role may give that matters here: who sees a channel is made of it, and a dispatch may need it. A role that
 * changes in other bits changes nothing.
 */
export const WATCHED_BITS =
  VIEW_BITS |
  P.Administrator |
  P.ManageGuild |
  P.ManageChannels |
  P.ManageRoles |
  P.ManageWebhooks |
  P.ManageMessages |
  P.ManageNicknames |
  P.ManageGuildExpressions |
  P.ManageEvents |
  P.KickMembers |
  P.BanMembers |
  P.ModerateMembers |
  P.ViewAuditLog |
  P.ViewGuildInsights |
  P.CreateInstantInvite;

/** A set of roles; members with the same ones share it. */
export class RoleSet {
  readonly key: string;
  readonly ids: readonly string[];
  members = 0;
  /** The class of those who have no more than these; undefined when it has to be worked out. */
  usual: MemberClass | undefined;

  constructor(key: string, ids: readonly string[]) {
    this.key = key;
    this.ids = ids;
  }
}

/** A member who is connected. */
export class MemberNode {
  readonly user: UserNode;
  readonly view: GuildView;
  roles: RoleSet;
  class: MemberClass;
  nick: string | null = null;
  avatar: string | null = null;
  joinedAt = 0;
  pending = false;
  timedOutUntil = 0;

  constructor(user: UserNode, view: GuildView, roles: RoleSet, of: MemberClass) {
    this.user = user;
    this.view = view;
    this.roles = roles;
    this.class = of;
  }

  get membership(): Membership {
    const { nick, avatar, joinedAt, pending } = this;
    return {
      guildId: this.view.id,
      roleIds: this.roles.ids,
      joinedAt,
      nick,
      avatar,
      pending,
      timedOutUntil: this.timedOutUntil || null,
    };
  }

  /** All but the roles, which decide on the class, too. */
  set membership({ nick, avatar, joinedAt, pending, timedOutUntil }: Membership) {
    this.nick = nick;
    this.avatar = avatar;
    this.joinedAt = joinedAt;
    this.pending = pending;
    this.timedOutUntil = timedOutUntil ?? 0;
  }
}

/** Members who see the same, whatever the channel. It never changes: a member takes another one. */
export class MemberClass {
  readonly key: string;
  /** The watched bits they hold in the whole server. */
  readonly base: bigint;
  readonly members = new SmallSet<MemberNode>();
  dropped = false;
  readonly #guild: PermissionGuild;
  readonly #roleIds: readonly string[];
  readonly #userId: string;

  /** `roleIds` are those of their roles that an overwrite names, `userId` is empty unless one names the member. */
  constructor(key: string, guildId: string, base: bigint, roleIds: readonly string[], userId: string) {
    this.key = key;
    this.base = base;
    this.#roleIds = roleIds;
    this.#userId = userId;
    // What the roles give is in `base` already, and the owner's class is another one.
    const roles = new Map(roleIds.map((id) => [id, { id, permissions: 0n }]));
    this.#guild = {
      id: guildId,
      ownerId: "nobody",
      roles: roles.set(guildId, { id: guildId, permissions: base }),
    };
  }

  get isAdmin(): boolean {
    return (this.base & P.Administrator) !== 0n;
  }

  /** Works out what they may do in channels of this shape. */
  evaluate(shape: Shape): number {
    const held = computeChannelPermissions(
      this.#guild,
      { userId: this.#userId, roleIds: this.#roleIds },
      shape.overwrites,
      ChannelType.GuildText,
    );
    if ((held & P.ViewChannel) === 0n) return 0;
    return (held & P.ManageThreads) === 0n ? SEES : SEES | MANAGES_THREADS;
  }
}

/** What overwrites say of seeing; channels where they say the same share it. It never changes: a channel takes another one. */
export class Shape {
  readonly key: string;
  readonly overwrites: readonly PermissionOverwrite[];
  readonly channels = new SmallSet<ChannelNode>();
  /** The classes that see these channels, and what they may do there. Fan-out walks them. */
  readonly seers = new Map<MemberClass, number>();
  /** What members may do of whose class nobody is connected, by its key. */
  readonly absent = new Map<string, number>();

  constructor(key: string, overwrites: readonly PermissionOverwrite[]) {
    this.key = key;
    this.overwrites = overwrites;
  }

  heldBy(one: MemberClass): number {
    return this.seers.get(one) ?? 0;
  }
}

/** The overwrites as far as they matter to what is seen, and a key that is the same for the same. */
export function parseOverwrites(wire: GuildChannelWire): { key: string; overwrites: PermissionOverwrite[] } {
  const overwrites = (wire.permission_overwrites ?? [])
    .map(({ id, type, allow, deny }) => ({
      id,
      type: type === OverwriteType.Member ? OverwriteType.Member : OverwriteType.Role,
      allow: BigInt(allow) & VIEW_BITS,
      deny: BigInt(deny) & VIEW_BITS,
    }))
    .filter(({ allow, deny }) => (allow | deny) !== 0n)
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.type - b.type));
  const key = overwrites.map(({ id, type, allow, deny }) => `${type}:${id}:${allow}:${deny}`).join();
  return { key, overwrites };
}

/** Of two snowflakes the later one. */
function later(a: string | null | undefined, b: string | null | undefined): string | null {
  if (!a || !b) return a || b || null;
  return a.length > b.length || (a.length === b.length && a > b) ? a : b;
}

export class ChannelNode {
  readonly view: GuildView;
  readonly id: string;
  shape: Shape;
  /** Those that are not archived. */
  readonly threads = new SmallSet<ThreadNode>();
  /** What is planned there, by id; undefined for nothing, as in most channels. */
  events: Map<string, GuildEventWire> | undefined;
  /** Who is in voice there, by user; undefined for nobody. */
  voices: Map<string, VoiceWire> | undefined;
  /** What is said on it, while it is open. */
  stage: StageWire | undefined;
  /** What it says of itself, and since when somebody is there; undefined for neither. */
  info: ChannelInfo | undefined;
  #wire: GuildChannelWire;
  #lastMessageId: string | null = null;

  constructor(view: GuildView, wire: GuildChannelWire, shape: Shape) {
    this.view = view;
    this.id = wire.id;
    this.shape = shape;
    this.#wire = wire;
    this.wire = wire;
  }

  /** As CHANNEL_CREATE carries it now. */
  get wire(): GuildChannelWire {
    return { ...this.#wire, last_message_id: this.#lastMessageId };
  }

  set wire(wire: GuildChannelWire) {
    this.#wire = wire;
    this.sawMessage(wire.last_message_id);
  }

  get type(): number {
    return this.#wire.type;
  }

  /** As CHANNEL_DELETE carries it. */
  get remains(): Record<string, unknown> {
    return remainsOf(this.#wire, this.view.id);
  }

  sawMessage(id: string | null | undefined): void {
    this.#lastMessageId = later(this.#lastMessageId, id);
  }

  putEvent(wire: GuildEventWire): void {
    this.events ??= new Map();
    this.events.set(wire.id, wire);
  }

  putVoice(wire: VoiceWire): void {
    this.voices ??= new Map();
    this.voices.set(wire.user_id, wire);
  }

  dropVoice(userId: string): void {
    this.voices?.delete(userId);
    if (this.voices?.size === 0) this.voices = undefined;
  }

  /** Takes over what is told of the one or the other. */
  putInfo(told: Partial<ChannelInfo>): void {
    const info = { status: null, voice_start_time: null, ...this.info, ...told, id: this.id };
    this.info = info.status === null && info.voice_start_time === null ? undefined : info;
  }

  dropEvent(id: string): void {
    this.events?.delete(id);
    if (this.events?.size === 0) this.events = undefined;
  }
}

/** What those who lose a channel are told of it. */
export function remainsOf(
  { id, type, name, position, parent_id }: GuildChannelWire,
  guildId: string,
): Record<string, unknown> {
  return { id, guild_id: guildId, type, name, position, ...(parent_id && { parent_id }) };
}

export class ThreadNode {
  readonly parent: ChannelNode;
  readonly id: string;
  readonly isPrivate: boolean;
  /** Who is in it, connected or not; kept of private threads only. */
  readonly members = new Set<string>();
  #wire: GuildThreadWire;
  #lastMessageId: string | null = null;

  constructor(parent: ChannelNode, wire: GuildThreadWire) {
    this.parent = parent;
    this.id = wire.id;
    // What is neither public nor of an announcement channel is taken for private.
    this.isPrivate = wire.type !== ChannelType.PublicThread && wire.type !== ChannelType.AnnouncementThread;
    this.#wire = wire;
    this.wire = wire;
  }

  /** As THREAD_CREATE carries it now, to those for whom it is not new. */
  get wire(): GuildThreadWire {
    return { ...this.#wire, last_message_id: this.#lastMessageId };
  }

  set wire(wire: GuildThreadWire) {
    const {
      newly_created: _new,
      member: _member,
      ...rest
    } = wire as GuildThreadWire & Record<string, unknown>;
    this.#wire = rest;
    this.sawMessage(wire.last_message_id);
  }

  get view(): GuildView {
    return this.parent.view;
  }

  /** As THREAD_DELETE carries it. */
  get remains(): Record<string, unknown> {
    return { id: this.id, guild_id: this.view.id, parent_id: this.parent.id, type: this.#wire.type };
  }

  sawMessage(id: string | null | undefined): void {
    this.#lastMessageId = later(this.#lastMessageId, id);
  }

  /** Whether the member sees it, who may do `held` in its parent. */
  isSeenBy(member: MemberNode, held: number): boolean {
    if ((held & SEES) === 0) return false;
    return !this.isPrivate || (held & MANAGES_THREADS) !== 0 || this.members.has(member.user.id);
  }
}

/** Where messages are: what a topic `channel:ID` of a server stands for. */
export type Place = ChannelNode | ThreadNode;
