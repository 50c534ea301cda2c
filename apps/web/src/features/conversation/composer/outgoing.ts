import { highlightSource } from "../../../markdown/highlightSource.ts";
import type { Named } from "./nameable.ts";

export interface OutgoingNames {
  /** User names of who can be mentioned here. */
  people: readonly Named[];
  /** Roles of the server. */
  roles?: readonly Named[];
  rooms: readonly Named[];
  /** Turns `:tada:` into 🎉; absent while the names are not loaded. */
  emoji?: (text: string) => string;
}

/** What people type, as the wire wants it: `@maud` → `<@1>`, `#atelier` → `<#2>`, `:tada:` → 🎉. Code is left alone. */
export function toWire(typed: string, names: OutgoingNames): string {
  const people = new Map(names.people.map((person) => [person.name.toLowerCase(), person.id]));
  // The longest first: "#rust" must not take the beginning of "#rust-fr".
  const rooms = longestFirst(names.rooms);
  // Who bears a role's name is meant before the role.
  const roles = longestFirst(names.roles ?? []).filter((role) => !people.has(role.name.toLowerCase()));
  return outsideCode(typed, (text) => {
    let wire = text;
    for (const role of roles) {
      wire = wire.replace(callOf(role.name), (_, before: string) => `${before}<@&${role.id}>`);
    }
    wire = wire.replace(/(^|[^\w@])@([a-z0-9_.]{2,32})/gi, (written, before: string, name: string) => {
      // A full stop may end the sentence rather than the name.
      for (let end = name.length; end >= 2; end -= 1) {
        const id = people.get(name.slice(0, end).toLowerCase());
        if (id) return `${before}<@${id}>${name.slice(end)}`;
        if (name[end - 1] !== ".") break;
      }
      return written;
    });
    for (const room of rooms) wire = wire.replaceAll(`#${room.name}`, `<#${room.id}>`);
    return names.emoji ? names.emoji(wire) : wire;
  });
}

const longestFirst = (all: readonly Named[]) =>
  all.filter((one) => one.name !== "").toSorted((a, b) => b.name.length - a.name.length);

/** `@name` as a word of its own: "@admin" is not the beginning of "@administrator". */
function callOf(name: string): RegExp {
  const literal = name.replace(/^@/, "").replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return new RegExp(`(^|[^\\w@<])@${literal}(?![\\p{L}\\p{N}_])`, "giu");
}

/** The way back, for editing: ids as names one can type. */
export function fromWire(
  content: string,
  names: {
    person(id: string): string | undefined;
    room(id: string): string | undefined;
    role?(id: string): string | undefined;
    /** Whether that name means that custom emoji here. */
    emoji?(name: string, id: string): boolean;
  },
): string {
  return outsideCode(content, (text) =>
    text
      .replace(/<@!?(\d+)>/g, (written, id: string) => {
        const name = names.person(id);
        return name ? `@${name}` : written;
      })
      .replace(/<@&(\d+)>/g, (written, id: string) => {
        const name = names.role?.(id);
        return name ? `@${name}` : written;
      })
      .replace(/<#(\d+)>/g, (written, id: string) => {
        const name = names.room(id);
        return name ? `#${name}` : written;
      })
      .replace(/<a?:(\w+):(\d+)>/g, (written, name: string, id: string) =>
        names.emoji?.(name, id) ? `:${name}:` : written,
      ),
  );
}

/** Neighbouring spans outside code are changed as one text, since a name may hold what reads like a mark. */
function outsideCode(source: string, change: (text: string) => string): string {
  let result = "";
  let plain = "";
  for (const span of highlightSource(source)) {
    if (span.kinds.includes("code") || span.kinds.includes("fence")) {
      result += change(plain) + span.text;
      plain = "";
    } else {
      plain += span.text;
    }
  }
  return result + change(plain);
}
