import { z } from "zod";
import { fieldError } from "../../../errors.ts";
import type { DescribedHeader } from "../../../http/describe-routes.ts";
import { parseValue } from "../../../http/parse.ts";
import type { HookMessage } from "../webhook-body.ts";

/** A header of the request, or undefined. */
export type Header = (name: string) => string | undefined;

/**
 * From what a service sends to the message that says it; null for what is not worth one, like an event nobody knows.
 * Pure: the same payload makes the same message. Whatever the payload holds, the message is within the limits of
 * messages.
 * @throws ApiError invalid_form_body naming what the service should have sent and did not
 */
export interface Adapter {
  (payload: unknown, header: Header): HookMessage | null;
  /** What the service sends, as far as it is read; of several events each with its name as title. */
  readonly body: z.ZodType;
  /** What says which event it is. */
  readonly headers: readonly DescribedHeader[];
}

/** One kind of what a service sends. */
export interface Event {
  body: z.ZodType;
  tell(payload: unknown): HookMessage | null;
}

export const event = <S extends z.ZodType>(
  body: S,
  tell: (payload: z.output<S>) => HookMessage | null,
): Event => ({ body, tell: (payload) => tell(expectPayload(body, payload)) });

/** For a service that sends one kind of thing. */
export const always = ({ body, tell }: Event): Adapter => Object.assign(tell, { body, headers: [] });

/**
 * For a service that names its events in a header, the first of `names` that it sends.
 * @param unnamed what comes without that header; left out, the header must be there
 */
export function byHeader(
  names: readonly [string, ...string[]],
  events: Readonly<Record<string, Event>>,
  unnamed?: { title: string; event: Event },
): Adapter {
  const adapt = (payload: unknown, header: Header) => {
    if (unnamed && names.every((name) => !header(name))) return unnamed.event.tell(payload);
    const name = expectHeader(header, names);
    return Object.hasOwn(events, name) ? (events[name]?.tell(payload) ?? null) : null;
  };
  const known = Object.entries(events).map(([title, { body }]) => body.meta({ title }));
  const bodies = unnamed ? [...known, unnamed.event.body.meta({ title: unnamed.title })] : known;
  return Object.assign(adapt, {
    body: z.union(bodies),
    headers: names.map((name) => ({
      name,
      isRequired: names.length === 1 && unnamed === undefined,
      examples: Object.keys(events),
    })),
  });
}

export type Embed = NonNullable<HookMessage["embeds"]>[number];

/** Discord's limits of one embed, in code points. */
export const EMBED = {
  title: 256,
  description: 4_096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1_024,
  footer: 2_048,
  author: 256,
} as const;
/** Of all embeds together. */
const EMBEDS_TEXT = 6_000;

export const COLOR = {
  neutral: 0x7289da,
  good: 0x2da44e,
  bad: 0xcf222e,
  warning: 0xd29922,
  merged: 0x8250df,
  closed: 0x6e7781,
} as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\0-\x08\x0b-\x1f\x7f]/g;

/** The first `max` code points at most, without control characters; an ellipsis says that there was more. */
export function cut(text: string | null | undefined, max: number): string {
  // Cheap for what is enormous: a code point has two units at most.
  const head = (text ?? "")
    .slice(0, max * 2 + 2)
    .toWellFormed()
    .replace(CONTROL, "")
    .trim();
  const points = Array.from(head);
  return points.length <= max
    ? head
    : `${points
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
}

/** The first line. */
export const firstLine = (text: string): string =>
  text.slice(0, 10_000).trimStart().split(/\r?\n/, 1)[0] ?? "";

/** Text that stands as it is: what others wrote must not format, link or mention in our name. */
export const plain = (text: string): string => text.replace(/[\\*_~`|[\]<>#]/g, (mark) => `\\${mark}`);

/** An address that may be linked to, else nothing. */
function link(url: string | null | undefined): string | undefined {
  if (!url || url.length > 2_048 || !/^https?:\/\/[^\s<>]+$/i.test(url) || !URL.canParse(url))
    return undefined;
  return url;
}

/** `[text](url)`, or the text alone. */
export function linked(text: string, url: string | null | undefined): string {
  const to = link(url);
  return to && !/[()]/.test(to) ? `[${plain(text)}](${to})` : plain(text);
}

/** An embed within its limits and without what is empty. */
function bounded(embed: Embed): Embed {
  return {
    ...embed,
    title: cut(embed.title, EMBED.title) || undefined,
    description: cut(embed.description, EMBED.description) || undefined,
    url: link(embed.url),
    footer: embed.footer?.text
      ? { text: cut(embed.footer.text, EMBED.footer), icon_url: link(embed.footer.icon_url) }
      : undefined,
    image: link(embed.image?.url) ? { url: link(embed.image?.url) } : undefined,
    thumbnail: link(embed.thumbnail?.url) ? { url: link(embed.thumbnail?.url) } : undefined,
    author: embed.author?.name
      ? {
          name: cut(embed.author.name, EMBED.author),
          url: link(embed.author.url),
          icon_url: link(embed.author.icon_url),
        }
      : undefined,
    fields: (embed.fields ?? [])
      .map(({ name, value, inline }) => ({
        name: cut(name, EMBED.fieldName),
        value: cut(value, EMBED.fieldValue),
        inline,
      }))
      .filter(({ name, value }) => name !== "" && value !== "")
      .slice(0, EMBED.fields),
  };
}

/** Embeds within their limits, ten at most; those that would make the whole too long are left out, or cut. */
export function boundedAll(embeds: readonly Embed[]): Embed[] {
  let left: number = EMBEDS_TEXT;
  const kept: Embed[] = [];
  for (const one of embeds.slice(0, 10).map(bounded)) {
    const fixed = [one.title, one.footer?.text, one.author?.name].reduce(
      (sum, text) => sum + length(text),
      0,
    );
    if (fixed > left) break;
    left -= fixed;
    const description = left > 0 ? cut(one.description, Math.min(left, EMBED.description)) : "";
    left -= length(description);
    const fields = (one.fields ?? []).filter(({ name, value }) => {
      const size = length(name) + length(value);
      if (size > left) return false;
      left -= size;
      return true;
    });
    kept.push({ ...one, description: description || undefined, fields });
  }
  return kept;
}

const length = (text: string | null | undefined): number => Array.from(text ?? "").length;

/** What a service says, which calls nobody. */
export const say = (...embeds: readonly Embed[]): HookMessage => ({
  embeds: boundedAll(embeds),
  allowed_mentions: { parse: [] },
});

/** The payload, held against what the service documents. @throws ApiError invalid_form_body */
function expectPayload<S extends z.ZodType>(schema: S, payload: unknown): z.output<S> {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
    throw fieldError("_body", "BASE_TYPE_INVALID", "Must be an object");
  }
  return parseValue(schema, payload);
}

/** The event of a header that a service always sends. @throws ApiError invalid_form_body */
function expectHeader(header: Header, names: readonly string[]): string {
  for (const name of names) {
    const value = header(name);
    if (value) return value;
  }
  throw fieldError(names[0] ?? "", "BASE_TYPE_REQUIRED", "This header is required");
}
