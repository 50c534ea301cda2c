import { Hono } from "hono";
import { z } from "zod";
import type { Env, Http } from "../../http/env.ts";
import { parseBody } from "../../http/parse.ts";
import { rateLimit, rateLimited } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import type { Device } from "./auth-sessions.ts";
import { giveCookie } from "./cookie.ts";
import { code, email, emailKey, givenPassword, globalName, newPassword, username } from "./fields.ts";
import { logIn } from "./log-in.ts";
import { register } from "./register.ts";

const registration = z.object({
  email,
  username,
  password: newPassword,
  global_name: globalName.optional().transform((value) => value ?? null),
  invite: z
    .union([code, z.null()])
    .optional()
    .transform((value) => value?.toWellFormed().replaceAll("\0", "") || undefined),
});

/** Routes that need no log-in. */
export function authRoutes(parts: AppParts): Hono<Env> {
  const { context } = parts;
  const { limiter } = context;
  const app = new Hono<Env>();

  /** Counts attempts on one account or address (hashed keys are bounded in length by their fields). */
  const limitAccount = (bucket: string, key: string, max: number, minutes: number) => {
    const { allowed, resetAfter } = limiter.take(`${bucket}:${key}`, max, minutes * 60_000);
    if (!allowed) throw rateLimited(resetAfter, "shared");
  };

  app.post(
    "/auth/register",
    rateLimit(limiter, { bucket: "register", max: 10, per: 3600, by: "address" }),
    async (c) => {
      const input = await parseBody(c, registration);
      // Counted for known and unknown addresses alike.
      limitAccount("register-email", emailKey(input.email), 3, 24 * 60);
      const { token, userId } = await register(context, input, deviceOf(c));
      giveCookie(c, parts, token);
      return c.json({ token, user_id: userId }, 201);
    },
  );

  app.post(
    "/auth/login",
    rateLimit(limiter, { bucket: "login", max: 30, per: 300, by: "address" }),
    async (c) => {
      const input = await parseBody(c, z.object({ login: z.string().max(320), password: givenPassword }));
      limitAccount("login-account", input.login.trim().toLowerCase(), 10, 5);
      const { token, userId } = await logIn(context, input, deviceOf(c));
      giveCookie(c, parts, token);
      return c.json({ token, user_id: userId });
    },
  );

  return app;
}

function deviceOf(c: Http): Device {
  return { userAgent: (c.req.header("user-agent") ?? "").toWellFormed().replaceAll("\0", "").slice(0, 300) };
}
