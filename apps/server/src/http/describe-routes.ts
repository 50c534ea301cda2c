import type { Hono } from "hono";
import type { z } from "zod";
import type { Env, Http } from "./env.ts";
import { mark } from "./marks.ts";

/** What the API's document says of a route besides what its middleware tells. */
export interface RouteDescription {
  /** In a few words, beginning with a verb. */
  does: string;
  /** The schema that the handler gives to `parseQuery`. */
  query?: z.ZodType;
  /** The schema that the handler gives to `parseBody`, or to `forms.read`. */
  body?: z.ZodType;
  /** Whether the body may be a form with files. */
  files?: true;
  /**
   * Whether the body may be a form in text. `"fields"`: it is meant to be one with a field for each property, though JSON is
   * taken, too. `"payload"`: the JSON may stand in its field `payload`.
   */
  form?: "fields" | "payload";
  headers?: readonly DescribedHeader[];
  /** Permissions in the channel or server, by their names. */
  needs?: readonly string[];
}

/** A header that says what the body is. */
export interface DescribedHeader {
  name: string;
  isRequired: boolean;
  /** Values that mean something. */
  examples: readonly string[];
}

type Address = `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`;

/** Whether a description that does not hold is an error: for tests. Whoever asks a server in use gets their answer. */
let isHeld = false;

/** From now on a route whose handler does not check what is described fails. */
export function holdDescriptions(): void {
  isHeld = true;
}

/**
 * Describes routes by their address, before they are mounted. What is said is held: a handler that checks a body or a
 * query against another schema than the one that stands here, or against none, fails at its first request in any test.
 */
export function describeRoutes(routes: Hono<Env>, descriptions: Record<Address, RouteDescription>): void {
  for (const [address, route] of Object.entries(descriptions)) {
    const [method = "", path = ""] = address.split(" ");
    const names = path.split("/:").length;
    routes.on(
      method,
      path,
      mark(
        async (c, next) => {
          // `/members/:user_id` is not what answers at `/members/@me`.
          if ((c.get("description")?.names ?? names) < names) return next();
          const held: Held = { route, names, used: new Set() };
          c.set("description", held);
          await next();
          // A handler that passed the request on is not the one that was described.
          if (!isHeld || !c.res.ok || c.get("description") !== held) return;
          for (const part of ["query", "body"] as const) {
            if (route[part] && !held.used.has(part)) {
              throw new Error(`${address} is described with a ${part} that its handler does not check`);
            }
          }
        },
        { route },
      ),
    );
  }
}

/** What was said of the route that answers, and what of it was checked. */
export interface Held {
  route: RouteDescription;
  /** Parameters of its path, and one. */
  names: number;
  used: Set<"query" | "body">;
}

/** Called wherever a body or a query is checked. */
export function holdDescription(c: Http, part: "query" | "body", schema: z.ZodType): void {
  const held = c.get("description");
  if (!held) return;
  held.used.add(part);
  if (isHeld && held.route[part] !== schema) {
    throw new Error(
      `${c.req.method} ${c.req.path} checks its ${part} against what is not in its description`,
    );
  }
}
