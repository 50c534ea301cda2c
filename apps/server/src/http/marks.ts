import type { MiddlewareHandler } from "hono";
import type { RouteDescription } from "./describe-routes.ts";
import type { RouteLimit } from "./rate-limit.ts";

/** What a middleware tells the API's document about the routes it stands before. */
interface Mark {
  /** Whom it lets through: those who are logged in, people among them, those who run the instance. */
  asks?: "actor" | "person" | "admin";
  limit?: RouteLimit;
  route?: RouteDescription;
}

const marks = new WeakMap<object, Mark>();

/** Marks a middleware where it is made, so that what the document says of it is what it does. */
export function mark<M extends MiddlewareHandler>(middleware: M, what: Mark): M {
  marks.set(middleware, what);
  return middleware;
}

export const markOf = (handler: object): Mark => marks.get(handler) ?? {};
