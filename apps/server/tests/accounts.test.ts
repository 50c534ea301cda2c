import { expect, test } from "bun:test";
import type { AdminInvite, ApiErrorBody, SelfUser } from "@palabre/protocol";
import { asUser, PASSWORD, startTestServer } from "./harness.ts";
import { receiveMails } from "./mailbox.ts";

interface LoggedIn {
  token: string;
  user_id: string;
}

const fieldCode = (body: unknown, field: string): string | undefined => {
  const { errors } = body as ApiErrorBody;
  const found = errors?.[field] as { _errors?: { code: string }[] } | undefined;
  return found?._errors?.[0]?.code;
};

const form = (username: string, more: object = {}) => ({
  username,
  email: `${username}@example.org`,
  password: PASSWORD,
  ...more,
});

test("an account is made, its token is a log-in, and one logs in by name or address in any case", async () => {
  await using server = await startTestServer();
  const made = await server.request<LoggedIn>(
    "POST",
    "/auth/register",
    form("Alice.A", { global_name: " Alice ✨ " }),
  );
  expect(made.status).toBe(201);
  const me = await server.request<SelfUser>("GET", "/users/@me", undefined, {
    Authorization: made.body.token,
  });
  expect(me.body).toMatchObject({
    id: made.body.user_id,
    username: "alice.a",
    global_name: "Alice ✨",
    email: "Alice.A@example.org",
    verified: false,
    admin: true,
  });
  for (const login of ["alice.a", "ALICE.A", "alice.a@example.org", " Alice.A@Example.org "]) {
    const again = await server.request<LoggedIn>("POST", "/auth/login", { login, password: PASSWORD });
    expect(again.status).toBe(200);
    expect(again.body.user_id).toBe(made.body.user_id);
    expect(again.body.token).not.toBe(made.body.token);
  }
});

test("only the first account is admin, also when several are made at once", async () => {
  await using server = await startTestServer();
  const made = await Promise.all(["a1", "a2", "a3", "a4"].map((name) => server.user(name)));
  const admins = await Promise.all(
    made.map(async (user) => (await user.get<SelfUser>("/users/@me")).body.admin),
  );
  expect(admins.filter(Boolean)).toHaveLength(1);
});

test("a name is taken once, without regard to case, also by two at once", async () => {
  await using server = await startTestServer();
  const answers = await Promise.all(
    ["sam", "SAM", "Sam", "sAm"].map((username, n) =>
      server.request("POST", "/auth/register", form(username, { email: `sam${n}@example.org` })),
    ),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 400, 400, 400]);
  const refused = answers.find((answer) => answer.status === 400);
  expect(fieldCode(refused?.body, "username")).toBe("USERNAME_ALREADY_TAKEN");
  const check = (name: string) => server.request("GET", `/auth/check-username?username=${name}`);
  expect((await check("SAM")).body).toEqual({ available: false });
  expect((await check("everyone")).body).toEqual({ available: false });
  expect((await check("tom")).body).toEqual({ available: true });
});

const BAD: [field: string, change: object][] = [
  ["username", { username: "a" }],
  ["username", { username: "a".repeat(33) }],
  ["username", { username: "a b" }],
  ["username", { username: "ali\u0000ce" }],
  ["username", { username: "élodie" }],
  ["username", { username: 7 }],
  ["email", { email: "nobody" }],
  ["email", { email: "a@b.c\nBcc: x@y.z" }],
  ["email", { email: `${"a".repeat(250)}@example.org` }],
  ["email", { email: undefined }],
  ["password", { password: "1234567" }],
  ["password", { password: "x".repeat(129) }],
  ["global_name", { global_name: "x".repeat(33) }],
  ["invite", { invite: {} }],
];

test("each bad field is named, and no account is made", async () => {
  await using server = await startTestServer();
  for (const [field, change] of BAD) {
    const answer = await server.request("POST", "/auth/register", form("alice", change));
    expect([answer.status, field, fieldCode(answer.body, field)]).toEqual([400, field, expect.any(String)]);
  }
  expect((await server.request("GET", "/instance")).body).toMatchObject({ first_run: true });
});

test("registering does not tell whether an address is known; whoever owns it is told", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const [welcome] = await receiveMails(server, alice.email, 1);
  await server.request("POST", "/auth/verify", { token: welcome?.token });

  const fresh = await server.request<LoggedIn>(
    "POST",
    "/auth/register",
    form("mallory1", { email: "new@example.org" }),
  );
  const known = await server.request<LoggedIn>(
    "POST",
    "/auth/register",
    form("mallory2", { email: alice.email }),
  );
  expect(known.status).toBe(fresh.status);
  expect(Object.keys(known.body)).toEqual(Object.keys(fresh.body));
  const told = await receiveMails(server, alice.email, 2);
  expect(told[1]?.subject).toContain("already have an account");
  expect(told[1]?.token).toBe("");

  // Both log in by the address they gave, with their own password and no other's.
  const login = (login: string, password: string) =>
    server.request<LoggedIn>("POST", "/auth/login", { login, password });
  expect((await login(alice.email, PASSWORD)).body.user_id).toBe(alice.id);
  const self = asUser(server.url, { ...alice, id: known.body.user_id, token: known.body.token });
  const seen = await self.get<SelfUser>("/users/@me");
  expect(seen.body).toMatchObject({ email: alice.email, verified: false });
  const other = form("mallory3", { email: alice.email, password: "another password" });
  const third = await server.request<LoggedIn>("POST", "/auth/register", other);
  expect((await login(alice.email, "another password")).body.user_id).toBe(third.body.user_id);
  expect((await login(alice.email, PASSWORD)).body.user_id).toBe(alice.id);
});

test("an unknown account and a wrong password get one answer", async () => {
  await using server = await startTestServer();
  await server.user("alice");
  const answers = await Promise.all(
    ["alice", "nobody", "alice@example.org", "nobody@example.org", "\0", "", "a".repeat(300)].map((login) =>
      server.request("POST", "/auth/login", { login, password: "wrong password" }),
    ),
  );
  expect(answers[0]?.status).toBe(400);
  expect(fieldCode(answers[0]?.body, "login")).toBe("INVALID_LOGIN");
  for (const answer of answers) expect(answer.body).toEqual(answers[0]?.body);
  const empty = await server.request("POST", "/auth/login", { login: "alice", password: "" });
  expect(empty.body).toEqual(answers[0]?.body);
});

test("[AUTH2] the cookie is set for our own page alone, and counts for changes from there alone", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const login = (origin?: string) =>
    server.request(
      "POST",
      "/auth/login",
      { login: "alice", password: alice.password },
      origin ? { Origin: origin } : {},
    );
  expect((await login()).headers.get("set-cookie")).toBeNull();
  expect((await login("https://evil.example")).headers.get("set-cookie")).toBeNull();
  const cookie = (await login(server.url)).headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^palabre_session=[^;]+;/);
  expect(cookie).toContain("HttpOnly");
  expect(cookie).toContain("SameSite=Lax");
  expect(cookie).not.toContain("Secure");

  const Cookie = cookie.split(";")[0] ?? "";
  const me = (method: string, body?: unknown, more: Record<string, string> = {}) =>
    server.request(method, "/users/@me", body, { Cookie, ...more });
  expect((await me("GET")).status).toBe(200);
  expect((await me("PATCH", { bio: "x" })).status).toBe(403);
  expect((await me("PATCH", { bio: "x" }, { Origin: "https://evil.example" })).status).toBe(403);
  expect((await me("PATCH", { bio: "x" }, { Origin: server.url })).status).toBe(200);

  const out = await server.request("POST", "/auth/logout", {}, { Cookie, Origin: server.url });
  expect(out.status).toBe(204);
  expect(out.headers.get("set-cookie")).toContain("palabre_session=;");
  expect((await me("GET")).status).toBe(401);
  expect((await alice.get("/users/@me")).status).toBe(200);
});

test("behind https the cookie is secure", async () => {
  await using server = await startTestServer({ PALABRE_PUBLIC_URL: "https://chat.example.org" });
  const made = await server.request("POST", "/auth/register", form("alice"), {
    Origin: "https://chat.example.org",
  });
  expect(made.headers.get("set-cookie")).toContain("Secure");
});

test("a closed server takes the first account, as its admin, and no other", async () => {
  await using server = await startTestServer({ PALABRE_REGISTRATION: "closed" });
  const alice = await server.user("alice");
  const refused = await server.request("POST", "/auth/register", form("bob"));
  expect(refused.status).toBe(403);
  await alice.patch("/admin/settings", { registration: "open" });
  expect((await server.request("POST", "/auth/register", form("bob"))).status).toBe(201);
});

test("by invitation: a code works as often as it says, and a refused form does not use it up", async () => {
  await using server = await startTestServer({ PALABRE_REGISTRATION: "invite" });
  const alice = await server.user("alice");
  const { body: invite } = await alice.post<AdminInvite>("/admin/invites", { max_uses: 2, expires_in: 3600 });
  expect(invite.url).toBe(`${server.url}/register?invite=${invite.code}`);
  const join = (name: string, code?: string) =>
    server.request("POST", "/auth/register", form(name, { invite: code }));
  expect((await join("bob")).status).toBe(403);
  expect((await join("bob", "wrong")).status).toBe(403);
  expect((await join("alice", invite.code)).status).toBe(400);
  expect((await join("bob", invite.code)).status).toBe(201);
  const both = await Promise.all([join("carol", invite.code), join("dave", invite.code)]);
  expect(both.map((answer) => answer.status).sort()).toEqual([201, 403]);
});

test("log-ins are limited by account, and the limit says when to come back", async () => {
  await using server = await startTestServer({ PALABRE_RATE_LIMITS: "on" });
  await server.user("alice");
  const tries = await Promise.all(
    // However one writes it: what is looked up alike is counted alike.
    Array.from({ length: 22 }, (_, n) =>
      server.request("POST", "/auth/login", {
        login: ["Alice", "al\0ice", " alice"][n % 3],
        password: "wrong one",
      }),
    ),
  );
  const refused = tries.filter((answer) => answer.status === 429);
  expect(refused).toHaveLength(2);
  expect(refused[0]?.body).toMatchObject({ global: false, retry_after: expect.any(Number) });
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  // What depends on a body shows in the refusal alone: it is no limit of the address.
  expect(refused[0]?.headers.get("x-ratelimit-limit")).toBe("20");
  expect(refused[0]?.headers.get("x-ratelimit-remaining")).toBe("0");
  const limits = tries
    .filter(({ status }) => status !== 429)
    .map(({ headers }) => headers.get("x-ratelimit-limit"));
  expect(new Set(limits)).toEqual(new Set(["60"]));
});

test("a stranger's wrong passwords shut nobody out but the stranger", async () => {
  await using server = await startTestServer({
    PALABRE_RATE_LIMITS: "on",
    PALABRE_TRUSTED_PROXIES: "1",
  });
  const alice = await server.user("alice");
  const logIn = (address: string, password: string) =>
    server.request("POST", "/auth/login", { login: "alice", password }, { "X-Forwarded-For": address });
  const tries = await Promise.all(Array.from({ length: 21 }, () => logIn("192.0.2.66", "wrong one")));
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(1);
  expect((await logIn("192.0.2.66", alice.password)).status).toBe(429);
  expect((await logIn("192.0.2.1", alice.password)).status).toBe(200);
});

test("name, address and password change with the password alone; a bad field changes nothing", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  await server.user("bob");
  for (const change of [
    { username: "alicia" },
    { email: "x@example.org" },
    { new_password: "a new password" },
  ]) {
    const without = await alice.patch("/users/@me", { bio: "changed", ...change });
    expect(fieldCode(without.body, "password")).toBe("BASE_TYPE_REQUIRED");
    const wrong = await alice.patch("/users/@me", { bio: "changed", password: "not this one", ...change });
    expect(fieldCode(wrong.body, "password")).toBe("PASSWORD_DOES_NOT_MATCH");
  }
  const taken = await alice.patch("/users/@me", { username: "BOB", bio: "changed", password: PASSWORD });
  expect(fieldCode(taken.body, "username")).toBe("USERNAME_ALREADY_TAKEN");
  expect((await alice.get("/users/@me")).body).toMatchObject({ username: "alice", bio: "" });
  const renamed = await alice.patch("/users/@me", { username: "Alicia", password: PASSWORD });
  expect(renamed.body).toMatchObject({ username: "alicia" });
  expect((await server.request("POST", "/auth/login", { login: "alice", password: PASSWORD })).status).toBe(
    400,
  );
  expect((await server.request("POST", "/auth/login", { login: "alicia", password: PASSWORD })).status).toBe(
    200,
  );
});

test("whoever claims another's address neither floods it nor keeps its owner out", async () => {
  await using server = await startTestServer({ PALABRE_RATE_LIMITS: "on" });
  const claim = (username: string, email = "victim@example.org") =>
    server.request("POST", "/auth/register", { username, email, password: PASSWORD });
  for (let n = 0; n < 12; n++) expect((await claim(`mallory${n}`)).status).toBe(201);
  expect((await claim("victim")).status).toBe(201);
  await claim("last", "last@example.org");
  await receiveMails(server, "last@example.org", 1);
  expect(await receiveMails(server, "victim@example.org", 10)).toHaveLength(10);
});
