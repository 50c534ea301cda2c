import { LIMITS } from "@palabre/protocol";
import { z } from "zod";
import { fieldError } from "../../../errors.ts";
import { name } from "../../../http/fields.ts";
import { always, boundedAll, cut, EMBED, type Embed, event } from "./adapter.ts";
import { address } from "./forge.ts";

const textObject = z.object({ type: z.string().nullish(), text: z.string().nullish() });
const block = z.object({
  type: z.string(),
  text: z.union([textObject, z.string()]).nullish(),
  fields: z.array(textObject).max(100).nullish(),
  elements: z.array(z.unknown()).max(1_000).nullish(),
  image_url: address,
  alt_text: z.string().nullish(),
});
type Block = z.output<typeof block>;

const attachment = z.object({
  fallback: z.string().nullish(),
  color: z.string().nullish(),
  pretext: z.string().nullish(),
  author_name: z.string().nullish(),
  author_link: address,
  author_icon: address,
  title: z.string().nullish(),
  title_link: address,
  text: z.string().nullish(),
  fields: z
    .array(
      z.object({ title: z.string().nullish(), value: z.string().nullish(), short: z.boolean().nullish() }),
    )
    .max(100)
    .nullish(),
  image_url: address,
  thumb_url: address,
  footer: z.string().nullish(),
  footer_icon: address,
  ts: z.union([z.number(), z.string()]).nullish(),
  blocks: z.array(block).max(100).nullish(),
});

const slackBody = z.object({
  text: z.string().nullish(),
  username: z.string().nullish(),
  icon_url: address,
  attachments: z.array(attachment).max(100).nullish(),
  blocks: z.array(block).max(100).nullish(),
});

/** What Slack's incoming webhooks take: text, attachments, and of blocks their text. */
export const slack = always(
  event(slackBody, (body) => {
    const pretexts = (body.attachments ?? []).flatMap(({ pretext }) => pretext || []);
    const said = [textOf(body.blocks) || body.text || "", ...pretexts].filter(Boolean).join("\n");
    const content = cut(translate(said), LIMITS.messageLength);
    const embeds = boundedAll([...imagesOf(body.blocks), ...(body.attachments ?? []).map(embedOf)]).filter(
      (one) => Object.entries(one).some(([key, value]) => key !== "color" && !isEmpty(value)),
    );
    if (content === "" && embeds.length === 0) {
      throw fieldError("text", "BASE_TYPE_REQUIRED", "This field is required");
    }
    const username = name(1, LIMITS.webhookName).safeParse(cut(body.username, LIMITS.webhookName)).data;
    // There everybody is called by a mark of its own, and by nothing else.
    const calls = /<!(everyone|channel|here)(\|[^>]*)?>/.test(said);
    return {
      content,
      embeds,
      ...(username && { username }),
      ...(body.icon_url && { avatar_url: cut(body.icon_url, 2_048) }),
      allowed_mentions: { parse: calls ? ["everyone"] : [] },
    };
  }),
);

function embedOf(one: z.output<typeof attachment>): Embed {
  const text = textOf(one.blocks) || one.text || "";
  const isBare = !text && !one.title && !one.author_name && !one.fields?.length && !one.image_url;
  return {
    title: one.title ? translate(one.title) : undefined,
    url: one.title_link,
    description: translate(text || (isBare && !one.pretext ? (one.fallback ?? "") : "")) || undefined,
    color: colorOf(one.color),
    author: one.author_name
      ? { name: one.author_name, url: one.author_link, icon_url: one.author_icon }
      : undefined,
    fields: (one.fields ?? [])
      .map(({ title, value, short }) => ({
        // Both are needed here; there either may be left out.
        name: translate(title ?? "") || "\u2013",
        value: translate(value ?? "") || "\u2013",
        inline: short ?? false,
      }))
      .slice(0, EMBED.fields),
    image: one.image_url ? { url: one.image_url } : undefined,
    thumbnail: one.thumb_url ? { url: one.thumb_url } : undefined,
    footer: one.footer ? { text: one.footer, icon_url: one.footer_icon } : undefined,
    timestamp: timeOf(one.ts),
  };
}

function colorOf(color: string | null | undefined): number | undefined {
  const named = { good: 0x2eb886, warning: 0xdaa038, danger: 0xa30200 }[color ?? ""];
  if (named !== undefined) return named;
  const [, hex] = /^#?([0-9a-f]{6})$/i.exec(color ?? "") ?? [];
  return hex === undefined ? undefined : Number.parseInt(hex, 16);
}

/** Seconds since 1970, as a number or as text. */
function timeOf(ts: number | string | null | undefined): string | undefined {
  const seconds = Number(ts ?? Number.NaN);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 253_402_300_799) return undefined;
  return new Date(seconds * 1_000).toISOString();
}

/** The text of blocks, one a paragraph; what is pressed or chosen there has none. */
function textOf(blocks: readonly Block[] | null | undefined): string {
  return (blocks ?? [])
    .map((one) => {
      const text = typeof one.text === "string" ? one.text : (one.text?.text ?? "");
      if (one.type === "header") return text && `*${text}*`;
      if (one.type === "context" || one.type === "rich_text") return richText(one.elements ?? []);
      const fields = (one.fields ?? []).map((field) => field.text ?? "");
      return [text, ...fields].filter(Boolean).join("\n");
    })
    .filter(Boolean)
    .join("\n");
}

/** Texts within elements within elements, as deep as Slack nests them. */
function richText(elements: readonly unknown[], depth = 0): string {
  return elements
    .map((element) => {
      if (typeof element !== "object" || element === null) return "";
      const { type, text, url, elements: inner } = element as Record<string, unknown>;
      if (type === "link" && typeof url === "string")
        return `<${url}${typeof text === "string" ? `|${text}` : ""}>`;
      if (typeof text === "string") return text;
      if (Array.isArray(inner) && depth < 4) return richText(inner, depth + 1);
      return "";
    })
    .join("");
}

const imagesOf = (blocks: readonly Block[] | null | undefined): Embed[] =>
  (blocks ?? []).flatMap((one) =>
    one.type === "image" && one.image_url ? [{ image: { url: one.image_url } }] : [],
  );

/** Slack's marks as ours; what stands in code is only unescaped. */
export function translate(text: string): string {
  return text
    .slice(0, 40_000)
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, n) => (n % 2 === 1 ? unescaped(part) : unescaped(marks(part))))
    .join("");
}

function marks(text: string): string {
  return text
    .replace(/<([^<>\n]{1,3000})>/g, (whole, inside: string) => {
      const bar = inside.indexOf("|");
      const target = bar < 0 ? inside : inside.slice(0, bar);
      const label = bar < 0 ? "" : inside.slice(bar + 1);
      if (/^!(everyone|channel)$/.test(target)) return "@everyone";
      if (target === "!here") return "@here";
      // A date comes with how to write it for who cannot.
      if (target.startsWith("!")) return label;
      if (/^[@#]/.test(target)) return label ? `${target[0]}${label}` : target;
      if (!/^(https?:\/\/|mailto:)/i.test(target)) return whole;
      if (label === "" || label === target) return target;
      return /^https?:/i.test(target) ? `[${label}](${target})` : label;
    })
    .replace(/(^|[\s(>[])\*([^\s*][^*\n]{0,2000}?)\*(?=$|[\s.,;:!?)\]<])/gm, "$1**$2**")
    .replace(/(^|[\s(>[])~([^\s~][^~\n]{0,2000}?)~(?=$|[\s.,;:!?)\]<])/gm, "$1~~$2~~");
}

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
