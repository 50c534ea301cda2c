import { z } from "zod";
import { COLOR, cut, EMBED, type Embed, firstLine, linked, plain } from "./adapter.ts";

/** What GitHub, Forgejo and Gitea have in common. All texts are theirs to choose: they are cut where they are used. */

export const address = z.string().nullish();

export const person = z.object({
  login: z.string(),
  avatar_url: address,
  html_url: address,
});
export type Person = z.output<typeof person>;

export const repository = z.object({ full_name: z.string(), html_url: address });
export type Repository = z.output<typeof repository>;

export const item = z.object({
  number: z.number().int(),
  title: z.string(),
  html_url: address,
  body: z.string().nullish(),
});
export type Item = z.output<typeof item>;

export const commit = z.object({
  id: z.string(),
  message: z.string(),
  url: address,
  author: z.object({ name: z.string().nullish(), username: z.string().nullish() }).nullish(),
});
export type Commit = z.output<typeof commit>;

/** `refs/heads/main` is the branch main. */
export const refName = (ref: string): string => ref.replace(/^refs\/(heads|tags)\//, "");
export const isTag = (ref: string): boolean => ref.startsWith("refs/tags/");

/** Who did it, at the top of an embed. */
export const by = ({ login, avatar_url, html_url }: Person): NonNullable<Embed["author"]> => ({
  name: login,
  url: html_url,
  icon_url: avatar_url,
});

/** Characters of a text that somebody wrote, as much as an embed should repeat. */
export const EXCERPT = 500;
const COMMITS = 5;

/** The commits of a push, the newest last, each on its line. */
export function pushed(
  repo: string,
  branch: string,
  commits: readonly Commit[],
  {
    author,
    url,
    total = commits.length,
  }: { author: Embed["author"]; url: string | null | undefined; total?: number },
): Embed {
  const shown = commits.slice(-COMMITS);
  const lines = shown.map(({ id, message, url, author }) => {
    const who = author?.username ?? author?.name;
    const words = plain(cut(firstLine(message), 72)) || "…";
    return `${linked(id.slice(0, 7), url)} ${words}${who ? ` – ${plain(cut(who, 40))}` : ""}`;
  });
  return {
    title: cut(`[${repo}:${branch}] ${total} new ${total === 1 ? "commit" : "commits"}`, EMBED.title),
    description: lines.join("\n"),
    url,
    author,
    color: COLOR.neutral,
  };
}

/** An issue, a pull request, a discussion, and what became of it. */
export function told(
  repo: Repository,
  what: string,
  one: Item,
  author: Person,
  { color, body }: { color: number; body?: string | null | undefined },
): Embed {
  return {
    title: cut(`[${repo.full_name}] ${what}: #${one.number} ${one.title}`, EMBED.title),
    url: one.html_url,
    description: body ? cut(body, EXCERPT) : undefined,
    author: by(author),
    color,
  };
}
