import { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { networkOf } from "../../http/address.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { storable } from "../../http/fields.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseQuery } from "../../http/parse.ts";
import { rateLimit, spend } from "../../http/rate-limit.ts";
import type { Mail } from "../../mail/mailer.ts";
import type { AppParts } from "../../parts.ts";
import { IMAGE_BODY } from "../images/store-image.ts";
import { readSelf } from "../users/self.ts";
import { endAuthSessions } from "./auth-sessions.ts";
import { giveCookie, takeCookie } from "./cookie.ts";
import { type Departure, deleteAccount } from "./delete-account.ts";
import { code, email, emailKey, givenPassword, globalName, newPassword, username } from "./fields.ts";
import { deskOf, deviceOf } from "./from-request.ts";
import {
  languageOf,
  writeChangeAsked,
  writeClaim,
  writeDeleted,
  writePasswordChanged,
  writeResets,
} from "./letters.ts";
import { endSessionsByHash, listAuthSessions } from "./list-sessions.ts";
import { logIn, loginKey } from "./log-in.ts";
import { type Arrival, isNameFree, register } from "./register.ts";
import { resetPassword } from "./reset-password.ts";
import { selfPatch, updateSelf } from "./update-self.ts";
import { verifyEmail } from "./verify-email.ts";

const registration = z.object({
  email,
  username,
  password: newPassword,
  global_name: globalName.optional().transform((value) => value ?? null),
  invite: z
    .union([code, z.null()])
    .optional()
    .transform((value) => storable(value ?? "") || undefined),
});

const logInBody = z.object({ login: z.string().max(320), password: givenPassword });
const nameQuery = z.object({ username });
const forgotBody = z.object({ email });
const resetBody = z.object({ token: code, password: newPassword });
const verifyBody = z.object({ token: code });
const endSessionsBody = z.object({ session_id_hashes: z.array(z.string().max(64)).max(200) });
const deleteSelfBody = z.object({ password: givenPassword });

/**
 * Letters that one address is sent a day because accounts claim it. Past it none goes out and nobody is told: whoever
 * claims another's address neither floods it nor keeps its owner from registering.
 */
const CLAIM_LETTERS = 10;
const DAY_MS = 86_400_000;

function postClaim({ postbox, limiter }: Context, email: string, write: () => Promise<Mail[]>): void {
  const { allowed } = limiter.take(`claim-letters:${emailKey(email)}`, CLAIM_LETTERS, DAY_MS);
  if (allowed) postbox.later(write);
}

/** Routes that need no log-in. `arrive` is what an invitation means to servers, for somebody who registers with it. */
export function authRoutes(parts: AppParts, arrive: Arrival): Hono<Env> {
  const { context } = parts;
  const { db, limiter, postbox } = context;
  const app = new Hono<Env>();
  describeRoutes(app, {
    "POST /auth/register": { does: "Make an account", body: registration },
    "POST /auth/login": { does: "Log in with a name or an address and a password", body: logInBody },
    "GET /auth/check-username": { does: "Ask whether a name is free", query: nameQuery },
    "POST /auth/forgot": { does: "Ask for a letter that resets a forgotten password", body: forgotBody },
    "POST /auth/reset": { does: "Set a new password with the code of that letter", body: resetBody },
    "POST /auth/verify": { does: "Confirm an e-mail address", body: verifyBody },
  });
  const byAddress = (bucket: string, max: number, per: number) =>
    rateLimit(limiter, { bucket, max, per, by: "address" });

  /** Counts attempts on one account or mail address, whether or not there is one. */
  const limitTarget = (bucket: string, key: string, max: number, minutes: number) =>
    spend(limiter, key, { bucket, max, per: minutes * 60 }, "shared");

  app.post("/auth/register", byAddress("register", 40, 3600), async (c) => {
    const input = await parseBody(c, registration);
    const base = baseUrl(context.config.publicUrl, c.req.raw);
    const { token, userId } = await register({ ...context, arrive }, { ...input, base }, deviceOf(c));
    const desk = await deskOf(c, context);
    const reader = { id: userId, username: input.username };
    postClaim(context, input.email, () => writeClaim(desk, reader, input.email, "verify"));
    giveCookie(c, parts, token);
    return c.json({ token, user_id: userId }, 201);
  });

  app.post("/auth/login", byAddress("login", 60, 300), async (c) => {
    const input = await parseBody(c, logInBody);
    // From one network few tries, so that a stranger's wrong passwords do not shut the owner out; from all some more.
    const key = loginKey(input.login);
    limitTarget("login-account", `${key}:${networkOf(c.env.address)}`, 20, 5);
    limitTarget("login-account-everywhere", key, 100, 5);
    const { token, userId } = await logIn(context, input, deviceOf(c));
    giveCookie(c, parts, token);
    return c.json({ token, user_id: userId });
  });

  app.get("/auth/check-username", byAddress("check-username", 60, 60), async (c) => {
    const query = parseQuery(c, nameQuery);
    return c.json({ available: await isNameFree(db.read, query.username) });
  });

  app.post("/auth/forgot", byAddress("forgot", 20, 3600), async (c) => {
    const input = await parseBody(c, forgotBody);
    limitTarget("forgot-email", emailKey(input.email), 5, 60);
    const desk = await deskOf(c, context);
    postbox.later(() => writeResets(desk, input.email));
    return c.body(null, 204);
  });

  app.post("/auth/reset", byAddress("reset", 30, 3600), async (c) => {
    const input = await parseBody(c, resetBody);
    const done = await resetPassword(context, input, deviceOf(c));
    const { email: address, userId, username: name } = done;
    const desk = await deskOf(c, context);
    if (address) {
      postbox.later(async () => [await writePasswordChanged(desk, { id: userId, username: name }, address)]);
    }
    giveCookie(c, parts, done.token);
    return c.json({ token: done.token, user_id: userId });
  });

  app.post("/auth/verify", byAddress("verify", 60, 3600), async (c) => {
    const input = await parseBody(c, verifyBody);
    await verifyEmail(context, input.token);
    return c.body(null, 204);
  });

  return app;
}

/** Routes of one's own account and its log-ins. `departures` is what other features do when somebody goes for good. */
export function accountRoutes(parts: AppParts, departures: readonly Departure[]): Hono<Env> {
  const { context, gateway } = parts;
  const { db, limiter, postbox } = context;
  const app = new Hono<Env>();
  describeRoutes(app, {
    "POST /auth/logout": { does: "End the log-in that asks" },
    "GET /auth/sessions": { does: "List where one is logged in" },
    "POST /auth/sessions/logout": { does: "End some of one's log-ins", body: endSessionsBody },
    "POST /auth/verify/resend": { does: "Ask for another letter of confirmation" },
    "PATCH /users/@me": { does: "Change one's own account", body: selfPatch },
    "POST /users/@me/delete": { does: "Delete one's own account", body: deleteSelfBody },
  });
  const presencesOf = gateway.presencesOf.bind(gateway);

  app.post("/auth/logout", rateLimit(limiter, { bucket: "logout", max: 30, per: 60 }), async (c) => {
    const { userId, authSessionId } = c.get("actor");
    await db.transaction((tx) =>
      endAuthSessions({ tx, bus: context.bus }, userId, { only: [authSessionId] }),
    );
    takeCookie(c, parts);
    return c.body(null, 204);
  });

  app.get("/auth/sessions", async (c) =>
    c.json({ user_sessions: await listAuthSessions(db.read, c.get("actor")) }),
  );

  app.post(
    "/auth/sessions/logout",
    rateLimit(limiter, { bucket: "sessions-logout", max: 30, per: 60 }),
    async (c) => {
      const { session_id_hashes } = await parseBody(c, endSessionsBody);
      await endSessionsByHash(context, c.get("actor").userId, session_id_hashes);
      return c.body(null, 204);
    },
  );

  app.post(
    "/auth/verify/resend",
    rateLimit(limiter, { bucket: "verify-resend", max: 3, per: 600 }),
    async (c) => {
      const self = await readSelf(db.read, c.get("actor").userId);
      const { email: address } = self;
      const desk = await deskOf(c, context);
      if (address && !self.verified) {
        postClaim(context, address, () => writeClaim(desk, self, address, "verify"));
      }
      return c.body(null, 204);
    },
  );

  app.patch("/users/@me", rateLimit(limiter, { bucket: "update-self", max: 20, per: 60 }), async (c) => {
    const patch = await parseBody(c, selfPatch, IMAGE_BODY);
    const actor = c.get("actor");
    const { self, claimed, passwordChanged } = await updateSelf({ ...context, presencesOf }, actor, patch);
    const desk = await deskOf(c, context);
    const { email: address } = self;
    if (claimed !== undefined) {
      const changes = address !== null && emailKey(address) !== emailKey(claimed);
      postClaim(context, claimed, () => writeClaim(desk, self, claimed, changes ? "change" : "verify"));
      if (changes) postbox.later(async () => [await writeChangeAsked(desk, self, address, claimed)]);
    }
    if (passwordChanged && address)
      postbox.later(async () => [await writePasswordChanged(desk, self, address)]);
    return c.json(self);
  });

  app.post(
    "/users/@me/delete",
    rateLimit(limiter, { bucket: "delete-self", max: 10, per: 600 }),
    async (c) => {
      const { password } = await parseBody(c, deleteSelfBody);
      const { userId } = c.get("actor");
      const desk = await deskOf(c, context);
      const language = await languageOf(db.read, userId, desk.acceptLanguage);
      const gone = await deleteAccount({ ...context, presencesOf, departures }, userId, password);
      const { email: address } = gone;
      if (address) postbox.later(async () => [await writeDeleted(desk, gone.username, address, language)]);
      takeCookie(c, parts);
      return c.body(null, 204);
    },
  );

  return app;
}
