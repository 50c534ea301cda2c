import { expect, test } from "bun:test";
import fc from "fast-check";
import { asUser, PASSWORD, startTestServer, type TestUser } from "./harness.ts";

/** Every route of accounts, people, settings and the instance that takes a body. */
const ROUTES: [method: string, path: string, fields: string[]][] = [
  ["POST", "/auth/register", ["email", "username", "password", "global_name", "invite"]],
  ["POST", "/auth/login", ["login", "password"]],
  ["POST", "/auth/forgot", ["email"]],
  ["POST", "/auth/reset", ["token", "password"]],
  ["POST", "/auth/verify", ["token"]],
  ["POST", "/auth/sessions/logout", ["session_id_hashes"]],
  [
    "PATCH",
    "/users/@me",
    ["username", "email", "password", "new_password", "global_name", "avatar", "bio", "pronouns"],
  ],
  ["POST", "/users/@me/delete", ["password"]],
  [
    "PATCH",
    "/users/@me/settings",
    [
      "theme",
      "locale",
      "density",
      "status",
      "custom_status",
      "allow_dms",
      "send_with",
      "keys",
      "notifications",
    ],
  ],
  ["PATCH", "/admin/users/:id", ["disabled", "admin", "premium"]],
  ["POST", "/admin/users/:id/password-reset", []],
  ["PATCH", "/admin/settings", ["name", "description", "contact", "registration"]],
  ["POST", "/admin/invites", ["max_uses", "expires_in"]],
];

/** Texts that have broken servers: NUL, lone surrogates, paths, numbers that are none, very long ones. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.constantFrom(
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    "__proto__",
    "../../x",
    "NaN",
    "1e999",
    "%00",
    "'--",
    "",
  ),
  fc.constantFrom("data:image/png;base64,AAAA", "data:image/gif;base64,R0lGODlh", "x".repeat(5_000)),
);
const value = fc.oneof(
  { depthSize: "small" },
  text,
  fc.double(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 5 }),
  fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null)), { maxKeys: 5 }),
);
const call = fc.constantFrom(...ROUTES).chain(([method, path, fields]) =>
  fc.record({
    method: fc.constant(method),
    path: fc.constant(path),
    body: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record(Object.fromEntries(fields.map((field) => [field, value])), { requiredKeys: [] }),
      },
      { weight: 1, arbitrary: value },
    ),
  }),
);

const RUNS = 300;

test("nonsense is never an error of the server's, and changes nothing that it was not told to", async () => {
  await using server = await startTestServer();
  const admin = await server.user("admin");
  const bob = await server.user("bob");
  let victim: TestUser = await server.user("victim");
  await fc.assert(
    fc.asyncProperty(call, async ({ method, path, body }) => {
      const before = await stateOf(admin, victim);
      const actor = path.startsWith("/admin") ? admin : victim;
      const answer = await actor.request(method, path.replace(":id", bob.id), body);
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) {
        expect(answer.body).toMatchObject({ code: expect.any(Number), message: expect.any(String) });
        expect(await stateOf(admin, victim)).toEqual(before);
      }
      if (method === "POST" && path === "/auth/sessions/logout" && answer.status < 300) {
        const back = await server.request<{ token: string }>("POST", "/auth/login", {
          login: "victim",
          password: PASSWORD,
        });
        victim = asUser(server.url, { ...victim, token: back.body.token });
      }
    }),
    { numRuns: RUNS },
  );
  // A good client is still served.
  expect((await server.request("POST", "/auth/login", { login: "victim", password: PASSWORD })).status).toBe(
    200,
  );
}, 60_000);

test("bodies that are no JSON, or of another type, are refused", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  for (const [method, path] of ROUTES) {
    const send = (body: string | Uint8Array, type = "application/json") =>
      fetch(`${server.url}/api/v10${path.replace(":id", alice.id)}`, {
        method,
        body,
        headers: { "Content-Type": type, Authorization: alice.token },
      });
    for (const body of ["{", "[", "nul", '{"a":', new Uint8Array([0xff, 0xfe, 0x00])]) {
      const { status } = await send(body);
      // A route that reads no body takes no offence at one.
      if (path.endsWith("/password-reset")) expect(status).toBeLessThan(500);
      else expect([path, status]).toEqual([path, 400]);
    }
    const { status } = await send("<a/>", "application/xml");
    if (!path.endsWith("/password-reset")) expect([path, status]).toEqual([path, 415]);
  }
});

test("nonsense in addresses and queries is a refusal, too", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  await fc.assert(
    fc.asyncProperty(text, async (word) => {
      const w = encodeURIComponent(word.toWellFormed());
      for (const path of [
        `/users/${w}`,
        `/users/${w}/profile`,
        `/auth/check-username?username=${w}`,
        `/admin/users?query=${w}`,
        `/admin/users?before=${w}&limit=${w}`,
        `${server.url}/avatars/${w}/${w}`,
        `${server.url}/avatars/1/${"0".repeat(32)}.webp?size=${w}`,
      ]) {
        const { status } = await alice.get(path);
        if (status >= 500) throw new Error(`${path} answered ${status}`);
      }
      expect((await alice.patch(`/admin/users/${w}`, {})).status).toBeLessThan(500);
      expect((await alice.delete(`/admin/invites/${w}`)).status).toBeLessThan(500);
    }),
    { numRuns: 60 },
  );
}, 60_000);

async function stateOf(admin: TestUser, victim: TestUser) {
  const read = async (user: TestUser, path: string) => (await user.get(path)).body;
  const { users } = (await read(admin, "/admin/users?limit=100")) as { users: Record<string, unknown>[] };
  return {
    users: users.map(({ last_used_at: _, ...user }) => user),
    self: await read(victim, "/users/@me"),
    settings: await read(victim, "/users/@me/settings"),
    instance: await read(admin, "/admin/settings"),
    invites: await read(admin, "/admin/invites"),
  };
}
