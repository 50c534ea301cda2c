import { Hono } from "hono";
import { z } from "zod";
import { describeRoutes, holdDescription } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { permissionBits, snowflake } from "../../http/fields.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseId, parseJson, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { addMemberBody, addMemberByToken } from "./add-member.ts";
import { type Asked, agree, checkRedirect, refuse } from "./authorize.ts";
import { findForConsent, readConsent } from "./consent.ts";
import { deleteGrant, listGrants } from "./grants.ts";
import { createKeys, signIdToken } from "./keys.ts";
import { OAuth2Error } from "./oauth2-error.ts";
import { ALL_SCOPES, scopeList } from "./scopes.ts";
import { accessClient, clientCredentials, exchangeCode, refresh, revoke } from "./tokens.ts";
import { readAuthorization, readUserinfo } from "./userinfo.ts";

const line = z.string().max(2_048);

const authorizeQuery = z.object({
  client_id: snowflake,
  scope: scopeList.default(["bot", "applications.commands"]),
  response_type: z.literal("code").optional(),
  redirect_uri: line.optional(),
  state: line.optional(),
  nonce: z.string().max(255).optional(),
  code_challenge: z.string().min(43).max(128).optional(),
  code_challenge_method: z.literal("S256").optional(),
});

const consentBody = z.object({
  authorize: z.boolean(),
  guild_id: snowflake.nullish(),
  permissions: permissionBits.default(0n),
});

const GRANT_TYPES = ["authorization_code", "refresh_token", "client_credentials"];

/** `client_id` and `client_secret` stand here, or in the header `Authorization` behind `Basic`. */
const tokenBody = z.object({
  grant_type: z.string().max(50).meta({ examples: GRANT_TYPES }),
  client_id: z.string().max(30).optional(),
  client_secret: z.string().max(200).optional(),
  code: z.string().max(200).optional(),
  redirect_uri: line.optional(),
  code_verifier: z.string().max(128).optional(),
  refresh_token: z.string().max(200).optional(),
  scope: z.string().max(400).optional(),
});

const revokeBody = tokenBody.pick({ client_id: true, client_secret: true }).extend({
  token: z.string().max(200),
});

/** Largest body of the token endpoint, in bytes. */
const MAX_FORM = 16_384;

/** Consent: who is asked agrees that an application acts for them, or comes into a server. */
export function oauth2Routes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { config, db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /oauth2/authorize": { does: "Read what an application asks for", query: authorizeQuery },
    "POST /oauth2/authorize": {
      does: "Agree to what an application asks for",
      query: authorizeQuery,
      body: consentBody,
    },
    "GET /oauth2/@me": { does: "Read what a bearer may" },
    "GET /oauth2/userinfo": { does: "Read who agreed, as OpenID Connect says it" },
    "GET /oauth2/tokens": { does: "List what one has agreed to" },
    "PUT /guilds/:guild_id/members/:user_id": {
      does: "Bring one who agreed to it into a server",
      body: addMemberBody,
      needs: ["CREATE_INSTANT_INVITE"],
    },
    "DELETE /oauth2/tokens/:grant_id": { does: "Withdraw what one has agreed to" },
  });

  async function readAsked(c: Http): Promise<Asked> {
    const query = parseQuery(c, authorizeQuery);
    const application = await findForConsent(db.read, c.get("actor"), query.client_id);
    checkRedirect(application, query.scope, query.redirect_uri);
    return {
      application,
      scopes: query.scope,
      redirectUri: query.redirect_uri,
      state: query.state,
      challenge: query.code_challenge,
      nonce: query.nonce,
    };
  }

  routes.get("/oauth2/authorize", async (c) => {
    const asked = await readAsked(c);
    const consent = await readConsent(db.read, c.get("actor"), asked.application);
    return c.json({ ...consent, scopes: asked.scopes, redirect_uri: asked.redirectUri ?? null });
  });

  routes.post(
    "/oauth2/authorize",
    rateLimit(limiter, { bucket: "authorize", max: 10, per: 60 }),
    async (c) => {
      const asked = await readAsked(c);
      const { authorize, guild_id, permissions } = await parseBody(c, consentBody);
      if (!authorize) return c.json({ location: refuse(asked) });
      const where = { guildId: guild_id ?? undefined, permissions };
      return c.json({ location: await agree(context, c.get("actor"), asked, where) });
    },
  );

  routes.get("/oauth2/@me", async (c) => c.json(await readAuthorization(db.read, c.get("actor"))));

  routes.get("/oauth2/userinfo", async (c) =>
    c.json(await readUserinfo(db.read, c.get("actor"), baseUrl(config.publicUrl, c.req.raw))),
  );

  routes.get("/oauth2/tokens", async (c) => c.json(await listGrants(db.read, c.get("actor"))));
  const ending = rateLimit(limiter, { bucket: "oauth2-grants", max: 30, per: 60 });
  routes.delete("/oauth2/tokens/:grant_id", ending, async (c) => {
    await deleteGrant(context, c.get("actor"), parseId(c, "grant_id"));
    return c.body(null, 204);
  });

  const adding = rateLimit(limiter, { bucket: "add-member", max: 10, per: 10 });
  routes.put("/guilds/:guild_id/members/:user_id", adding, async (c) => {
    const ids = { guildId: parseId(c, "guild_id"), userId: parseId(c, "user_id") };
    const input = await parseBody(c, addMemberBody);
    const member = await addMemberByToken(context, c.get("actor"), ids, input);
    return member ? c.json(member, 201) : c.body(null, 204);
  });

  return routes;
}

/** What programs ask with a secret rather than a log-in: tokens, and how to check what is signed. */
export function openOAuth2Routes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { config, db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /oauth2/token": {
      does: "Exchange a code, or a refresh token, for a bearer's token",
      body: tokenBody,
      form: "fields",
    },
    "POST /oauth2/token/revoke": { does: "Give a bearer's token back", body: revokeBody, form: "fields" },
    "GET /oauth2/keys": { does: "Read the keys that ID tokens are signed with" },
  });
  const keys = createKeys(db);
  const limited = rateLimit(limiter, { bucket: "oauth2-token", max: 60, per: 60, by: "address" });
  const issuerOf = (c: Http) => baseUrl(config.publicUrl, c.req.raw);

  routes.post("/oauth2/token", limited, (c) =>
    answering(c, async () => {
      const form = parseForm(c, tokenBody, await readForm(c));
      const client = await accessClient(db.read, ...credentialsOf(c, form));
      const issued = await issueFor(form);
      const { userId, nonce, ...answer } = issued;
      if (!answer.scope.split(" ").includes("openid")) return c.json(answer);
      const claims = { issuer: issuerOf(c), audience: client.id, subject: userId, nonce };
      return c.json({ ...answer, id_token: await signIdToken(await keys(), claims) });

      function issueFor({
        grant_type,
        code,
        redirect_uri,
        code_verifier,
        refresh_token,
        scope,
      }: typeof form) {
        if (grant_type === "authorization_code") {
          if (!code) throw new OAuth2Error("invalid_request", "code is missing");
          return exchangeCode(context, client, {
            code,
            redirectUri: redirect_uri ?? "",
            verifier: code_verifier,
          });
        }
        if (grant_type === "refresh_token") {
          if (!refresh_token) throw new OAuth2Error("invalid_request", "refresh_token is missing");
          return refresh(context, client, refresh_token);
        }
        if (grant_type !== "client_credentials") {
          throw new OAuth2Error("unsupported_grant_type", GRANT_TYPES.join(", "));
        }
        const scopes = scopeList.safeParse(scope ?? "identify");
        if (!scopes.success) throw new OAuth2Error("invalid_scope", `scopes are ${ALL_SCOPES.join(", ")}`);
        return clientCredentials(context, client, scopes.data);
      }
    }),
  );

  routes.post("/oauth2/token/revoke", limited, (c) =>
    answering(c, async () => {
      const form = parseForm(c, revokeBody, await readForm(c));
      await revoke(context, await accessClient(db.read, ...credentialsOf(c, form)), form.token);
      return c.json({});
    }),
  );

  routes.get("/oauth2/keys", async (c) => c.json({ keys: [(await keys()).open] }));

  return routes;
}

/** Where clients of OpenID Connect look first. Source: OpenID Connect Discovery 1.0, section 3. */
export function discoveryDocumentRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>().get("/.well-known/openid-configuration", (c) => {
    const issuer = baseUrl(context.config.publicUrl, c.req.raw);
    const api = `${issuer}/api/v10/oauth2`;
    c.header("Access-Control-Allow-Origin", "*");
    return c.json({
      issuer,
      authorization_endpoint: `${issuer}/oauth2/authorize`,
      token_endpoint: `${api}/token`,
      revocation_endpoint: `${api}/token/revoke`,
      userinfo_endpoint: `${api}/userinfo`,
      jwks_uri: `${api}/keys`,
      scopes_supported: ALL_SCOPES,
      response_types_supported: ["code"],
      grant_types_supported: GRANT_TYPES,
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      code_challenge_methods_supported: ["S256"],
      claims_supported: [
        "sub",
        "preferred_username",
        "nickname",
        "picture",
        "locale",
        "email",
        "email_verified",
      ],
    });
  });
}

/** Turns refusals into what the standard says; others stay as they are everywhere. */
async function answering(c: Http, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof OAuth2Error)) throw error;
    if (error.status === 401) c.header("WWW-Authenticate", "Basic");
    return c.json({ error: error.error, error_description: error.message }, error.status);
  }
}

/** A form, as the standard has it, or JSON. */
async function readForm(c: Http): Promise<unknown> {
  const text = await readBounded(c.req.raw);
  if (/^application\/json\b/i.test(c.req.header("content-type") ?? "")) return parseJson(text || "{}");
  return Object.fromEntries(new URLSearchParams(text));
}

async function readBounded(request: Request): Promise<string> {
  let size = 0;
  const chunks: Uint8Array[] = [];
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_FORM)
      throw new OAuth2Error("invalid_request", `the body is larger than ${MAX_FORM} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseForm<S extends z.ZodType>(c: Http, schema: S, value: unknown): z.output<S> {
  holdDescription(c, "body", schema);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new OAuth2Error("invalid_request", `${issue?.path.join(".")}: ${issue?.message}`);
}

/** Id and secret, from the header or the form. */
function credentialsOf(
  c: Http,
  form: { client_id?: string | undefined; client_secret?: string | undefined },
): [id: string, secret: string] {
  const [, basic] = /^Basic\s+(.+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  if (basic === undefined) return [form.client_id ?? "", form.client_secret ?? ""];
  const [id = "", ...secret] = Buffer.from(basic, "base64").toString("utf8").split(":");
  return [id, secret.join(":")];
}
