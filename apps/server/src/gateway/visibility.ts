import { compareSnowflakes } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { type Fields, text } from "./fields.ts";
import {
  type ChannelNode,
  MANAGES_THREADS,
  MemberClass,
  type MemberNode,
  parseOverwrites,
  RoleSet,
  SEES,
  Shape,
  WATCHED_BITS,
} from "./guild-nodes.ts";
import type { GuildChannelWire } from "./hooks.ts";

interface Role {
  permissions: bigint;
  position: number;
  hoist: boolean;
}

/** What makes a class; those with one key are the same. */
interface ClassSpec {
  key: string;
  base: bigint;
  named: readonly string[];
  userId: string;
}

/** Nothing that overwrites say matters to them. */
const ADMINISTRATORS: ClassSpec = { key: "administrators", base: P.Administrator, named: [], userId: "" };

/** Members who changed from one class to another. */
interface Move {
  from: MemberClass;
  to: MemberClass;
  members: MemberNode[];
}

/** What a channel was before a change: its shape, undefined for a new one, and what CHANNEL_DELETE says of it. */
export interface Former {
  shape: Shape | undefined;
  remains: Fields;
}

/** What is different for some members in one channel. */
export interface Difference {
  channel: ChannelNode;
  members: Iterable<MemberNode>;
  before: number;
  after: number;
}

/** What a change did to who sees what. A difference in both directions stands in both lists. */
export interface Outcome {
  formers: ReadonlyMap<ChannelNode, Former>;
  losses: readonly Difference[];
  gains: readonly Difference[];
}

const NO_FORMERS: ReadonlyMap<ChannelNode, Former> = new Map();
export const UNCHANGED: Outcome = { formers: NO_FORMERS, losses: [], gains: [] };

const CATEGORY = 4;

/** Classes of members who are not connected that a shape remembers. */
const MAX_ABSENT = 1_000;

/**
 * Who of one server's connected members sees which channels. Members with the same roles, as far as roles matter to
 * seeing, form a class; channels whose overwrites say the same have a shape. What a class sees of a shape is worked out
 * once, when either is new, and stands in the shape; a member changes class in a step of their own.
 */
export class Visibility {
  readonly members = new Map<string, MemberNode>();
  readonly #guildId: string;
  readonly #evaluated: () => void;
  #ownerId: string;
  readonly #roles = new Map<string, Role>();
  readonly #roleSets = new Map<string, RoleSet>();
  readonly #classes = new Map<string, MemberClass>();
  readonly #shapes = new Map<string, Shape>();
  /** The roles and members that shapes name, and how many do. */
  readonly #namedRoles = new Map<string, number>();
  readonly #namedUsers = new Map<string, number>();
  /** Not evaluated yet. */
  readonly #freshShapes = new Set<Shape>();
  readonly #freshClasses = new Set<MemberClass>();
  /** Other names stand in shapes than when classes were made. */
  #namesChanged = false;

  /** `evaluated` is called for each class and shape that are worked out. */
  constructor(guildId: string, ownerId: string, evaluated: () => void) {
    this.#guildId = guildId;
    this.#ownerId = ownerId;
    this.#evaluated = evaluated;
  }

  get classes(): Iterable<MemberClass> {
    return this.#classes.values();
  }

  // Members

  /** Lets `make` make a member with these roles and of their class. */
  add(
    userId: string,
    roleIds: readonly string[],
    make: (roles: RoleSet, of: MemberClass) => MemberNode,
  ): MemberNode {
    const roles = this.#takeRoles(roleIds);
    const of = this.#classFor(userId, roles);
    const member = make(roles, of);
    of.members.add(member);
    this.members.set(userId, member);
    this.settle([]);
    return member;
  }

  remove(member: MemberNode): void {
    this.members.delete(member.user.id);
    member.class.members.delete(member);
    this.#releaseRoles(member.roles);
    this.#dropUnused([member.class], []);
  }

  changeRolesOf(member: MemberNode, roleIds: readonly string[]): Outcome {
    const before = member.roles;
    member.roles = this.#takeRoles(roleIds);
    this.#releaseRoles(before);
    return member.roles === before ? UNCHANGED : this.settle([member]);
  }

  #takeRoles(roleIds: readonly string[]): RoleSet {
    const ids = roleIds.filter((id) => id !== this.#guildId).sort();
    const key = ids.join();
    let roles = this.#roleSets.get(key);
    if (roles === undefined) {
      roles = new RoleSet(key, ids);
      this.#roleSets.set(key, roles);
    }
    roles.members++;
    return roles;
  }

  #releaseRoles(roles: RoleSet): void {
    if (--roles.members === 0) this.#roleSets.delete(roles.key);
  }

  // Roles and owner

  putRole(role: Fields): Outcome {
    const id = text(role.id) ?? "";
    const before = this.#roles.get(id);
    const after: Role = {
      permissions: BigInt(text(role.permissions) ?? "0") & WATCHED_BITS,
      position: typeof role.position === "number" ? role.position : 0,
      hoist: role.hoist === true,
    };
    this.#roles.set(id, after);
    return before?.permissions === after.permissions ? UNCHANGED : this.#regroup(id);
  }

  deleteRole(id: string): Outcome {
    return this.#roles.delete(id) ? this.#regroup(id) : UNCHANGED;
  }

  /** After a change of the role. */
  #regroup(roleId: string): Outcome {
    const touched = new Set<RoleSet>();
    for (const roles of this.#roleSets.values()) {
      if (roleId !== this.#guildId && !roles.ids.includes(roleId)) continue;
      roles.usual = undefined;
      touched.add(roles);
    }
    if (touched.size === 0) return UNCHANGED;
    return this.settle(Array.from(this.members.values()).filter((member) => touched.has(member.roles)));
  }

  changeOwner(ownerId: string): Outcome {
    const both = [this.members.get(this.#ownerId), this.members.get(ownerId)];
    this.#ownerId = ownerId;
    return this.settle(both.filter((member) => member !== undefined));
  }

  /** The roles whose members stand together in lists, from the top. */
  get hoistedRoles(): string[] {
    return Array.from(this.#roles)
      .filter(([id, role]) => role.hoist && id !== this.#guildId)
      .sort(([a, x], [b, y]) => y.position - x.position || compareSnowflakes(a, b))
      .map(([id]) => id);
  }

  /** What somebody may do in channels of this shape who is a member, connected or not. */
  heldBy(userId: string, roleIds: readonly string[], shape: Shape): number {
    const known = this.members.get(userId);
    if (known !== undefined) return shape.heldBy(known.class);
    if (userId === this.#ownerId) return SEES | MANAGES_THREADS;
    const spec = this.#specOf(roleIds, this.#namedUsers.has(userId) ? userId : "");
    const of = this.#classes.get(spec.key);
    if (of !== undefined) return shape.heldBy(of);
    let held = shape.absent.get(spec.key);
    if (held === undefined) {
      this.#evaluated();
      held = this.#make(spec).evaluate(shape);
      if (shape.absent.size >= MAX_ABSENT) shape.absent.clear();
      shape.absent.set(spec.key, held);
    }
    return held;
  }

  // Shapes

  /** The shape that a channel with these overwrites has to {@link enter}. */
  shapeOf(wire: GuildChannelWire): Shape {
    const { key, overwrites } = parseOverwrites(wire);
    let shape = this.#shapes.get(key);
    if (shape === undefined) {
      shape = new Shape(key, overwrites);
      this.#shapes.set(key, shape);
      this.#freshShapes.add(shape);
    }
    return shape;
  }

  /** The channel has its shape from now on. To be settled. */
  enter(channel: ChannelNode): void {
    const { shape } = channel;
    if (shape.channels.size === 0) this.#countNames(shape, 1);
    shape.channels.add(channel);
  }

  /** The channel has its shape no longer. To be settled, with the shape among the formers. */
  leave(channel: ChannelNode): void {
    const { shape } = channel;
    shape.channels.delete(channel);
    if (shape.channels.size === 0) this.#countNames(shape, -1);
  }

  /** No channel has it any more. */
  forgetShape(shape: Shape): void {
    this.settle([]);
    this.#dropUnused([], [shape]);
  }

  #countNames(shape: Shape, by: 1 | -1): void {
    for (const { id, type } of shape.overwrites) {
      if (id === this.#guildId) continue;
      const named = type === 1 ? this.#namedUsers : this.#namedRoles;
      const count = (named.get(id) ?? 0) + by;
      if (count === 0) named.delete(id);
      else named.set(id, count);
      if (count === 0 || (count === 1 && by === 1)) this.#namesChanged = true;
    }
  }

  // Classes

  #classFor(userId: string, roles: RoleSet): MemberClass {
    if (userId === this.#ownerId) return this.#classOf(ADMINISTRATORS);
    if (this.#namedUsers.has(userId)) return this.#classOf(this.#specOf(roles.ids, userId));
    if (roles.usual === undefined || roles.usual.dropped)
      roles.usual = this.#classOf(this.#specOf(roles.ids, ""));
    return roles.usual;
  }

  #specOf(roleIds: readonly string[], userId: string): ClassSpec {
    let base = this.#roles.get(this.#guildId)?.permissions ?? 0n;
    for (const id of roleIds) base |= this.#roles.get(id)?.permissions ?? 0n;
    if ((base & P.Administrator) !== 0n) return ADMINISTRATORS;
    const named = roleIds.filter((id) => this.#namedRoles.has(id) && this.#roles.has(id));
    return { key: `${base}:${named.join()}:${userId}`, base, named, userId };
  }

  #classOf(spec: ClassSpec): MemberClass {
    let one = this.#classes.get(spec.key);
    if (one === undefined) {
      one = this.#make(spec);
      this.#classes.set(spec.key, one);
      this.#freshClasses.add(one);
    }
    return one;
  }

  #make({ key, base, named, userId }: ClassSpec): MemberClass {
    return new MemberClass(key, this.#guildId, base, named, userId);
  }

  // Changes

  /**
   * Brings classes and visibility up to date, and says what that makes different. From here on nobody gets what they
   * may not see.
   * @param members those whose class may be another one now
   * @param formers channels that changed, as they were
   */
  settle(members: Iterable<MemberNode>, formers = NO_FORMERS): Outcome {
    let candidates = members;
    if (this.#namesChanged) {
      this.#namesChanged = false;
      for (const roles of this.#roleSets.values()) roles.usual = undefined;
      candidates = this.members.values();
    }
    const { moves, moved } = this.#move(candidates);
    this.#evaluateFresh();
    const outcome = moves.length + formers.size === 0 ? UNCHANGED : this.#compare(moves, moved, formers);
    this.#dropUnused(
      moves.map((move) => move.from),
      Array.from(formers.values(), (former) => former.shape),
    );
    return outcome;
  }

  #move(candidates: Iterable<MemberNode>): { moves: Move[]; moved: ReadonlySet<MemberNode> } {
    const moves = new Map<MemberClass, Map<MemberClass, Move>>();
    const moved = new Set<MemberNode>();
    for (const member of candidates) {
      const from = member.class;
      const to = this.#classFor(member.user.id, member.roles);
      if (from === to) continue;
      from.members.delete(member);
      to.members.add(member);
      member.class = to;
      moved.add(member);
      const there = moves.get(from) ?? new Map<MemberClass, Move>();
      moves.set(from, there);
      const move = there.get(to);
      if (move === undefined) there.set(to, { from, to, members: [member] });
      else move.members.push(member);
    }
    return { moves: Array.from(moves.values()).flatMap((there) => Array.from(there.values())), moved };
  }

  #evaluateFresh(): void {
    if (this.#freshShapes.size + this.#freshClasses.size === 0) return;
    for (const one of this.#classes.values()) {
      if (one.members.size === 0) continue;
      const isFresh = this.#freshClasses.delete(one);
      for (const shape of isFresh ? this.#shapes.values() : this.#freshShapes) {
        // What no channel has any more is kept for the comparison alone.
        if (shape.channels.size === 0) continue;
        this.#evaluated();
        const held = one.evaluate(shape);
        if (held !== 0) shape.seers.set(one, held);
      }
    }
    this.#freshShapes.clear();
  }

  #compare(
    moves: readonly Move[],
    moved: ReadonlySet<MemberNode>,
    formers: ReadonlyMap<ChannelNode, Former>,
  ): Outcome {
    const differences: Difference[] = [];
    const note = (channel: ChannelNode, members: Iterable<MemberNode>, before: number, after: number) => {
      if (before !== after) differences.push({ channel, members, before, after });
    };
    for (const { from, to, members } of moves) {
      for (const shape of this.#shapes.values()) {
        const [before, after] = [shape.heldBy(from), shape.heldBy(to)];
        if (before === after) continue;
        for (const channel of shape.channels) {
          if (!formers.has(channel)) note(channel, members, before, after);
        }
      }
    }
    for (const [channel, { shape }] of formers) {
      for (const { from, to, members } of moves) {
        note(channel, members, shape?.heldBy(from) ?? 0, channel.shape.heldBy(to));
      }
      for (const one of this.#classes.values()) {
        const stayed = moved.size === 0 ? one.members : Array.from(one.members).filter((m) => !moved.has(m));
        note(channel, stayed, shape?.heldBy(one) ?? 0, channel.shape.heldBy(one));
      }
    }
    // Channels come after their category and go before it.
    const isCategory = ({ channel }: Difference) => (channel.type === CATEGORY ? 1 : 0);
    return {
      formers,
      losses: differences
        .filter(({ before, after }) => (before & ~after) !== 0)
        .sort((a, b) => isCategory(a) - isCategory(b)),
      gains: differences
        .filter(({ before, after }) => (after & ~before) !== 0)
        .sort((a, b) => isCategory(b) - isCategory(a)),
    };
  }

  #dropUnused(classes: Iterable<MemberClass>, shapes: Iterable<Shape | undefined>): void {
    for (const one of classes) {
      if (one.members.size > 0 || one.dropped) continue;
      one.dropped = true;
      this.#classes.delete(one.key);
      this.#freshClasses.delete(one);
      for (const shape of this.#shapes.values()) shape.seers.delete(one);
    }
    for (const shape of shapes) {
      if (shape?.channels.size === 0) this.#shapes.delete(shape.key);
    }
  }
}
