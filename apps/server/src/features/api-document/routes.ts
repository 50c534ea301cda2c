import { gzipSync } from "node:zlib";
import { Hono } from "hono";
import { ApiError } from "../../errors.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { buildDocument } from "./build-document.ts";
import { readOperations, type ScopesFor } from "./read-operations.ts";

interface Document {
  plain: string;
  /** The same, compressed: a sixteenth of it. */
  packed: Uint8Array<ArrayBuffer>;
}

function write(document: object): Document {
  const plain = JSON.stringify(document);
  return { plain, packed: new Uint8Array(gzipSync(plain)) };
}

/**
 * The API as OpenAPI 3.1 says it, for everybody.
 * @param app whose routes it tells of: all of them, once everything is mounted
 */
export function apiDocumentRoutes(
  { context }: Pick<AppParts, "context">,
  app: Hono<Env>,
  scopesFor: ScopesFor,
): Hono<Env> {
  const { config, limiter } = context;
  const routes = new Hono<Env>();
  let document: Document | undefined;
  describeRoutes(routes, { "GET /openapi.json": { does: "Read this document" } });
  routes.get(
    "/openapi.json",
    rateLimit(limiter, { bucket: "api-document", max: 30, per: 60, by: "address" }),
    (c) => {
      if (!config.apiDocs) throw new ApiError("not_found");
      // Routes do not change while the server runs, and making it takes longer than sending it.
      document ??= write(buildDocument(readOperations(app, scopesFor)));
      const packed = /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
      c.header("Content-Type", "application/json");
      c.header("Vary", "Accept-Encoding", { append: true });
      if (!packed) return c.body(document.plain);
      return c.body(document.packed, 200, { "Content-Encoding": "gzip" });
    },
  );
  return routes;
}
