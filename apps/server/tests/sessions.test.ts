import { expect, test } from "bun:test";
import type { AuthSession } from "@palabre/protocol";
import { asUser, PASSWORD, startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { receiveMails } from "./mailbox.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async function logIn(server: TestServer, user: TestUser, userAgent = FIREFOX): Promise<TestUser> {
  const answer = await server.request<{ token: string }>(
    "POST",
    "/auth/login",
    { login: user.username, password: user.password },
    { "User-Agent": userAgent },
  );
  expect(answer.status).toBe(200);
  return asUser(server.url, { ...user, token: answer.body.token });
}

const sessionsOf = async (user: TestUser): Promise<AuthSession[]> =>
  (await user.get<{ user_sessions: AuthSession[] }>("/auth/sessions")).body.user_sessions;

test("each log-in is listed with its device, and one ended from another is over at once", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const phone = await logIn(server, alice);
  await using socket = await listen(server, phone);
  const listed = await sessionsOf(alice);
  expect(listed).toHaveLength(2);
  expect(listed.filter((one) => one.current)).toHaveLength(1);
  const other = listed.find((one) => !one.current);
  expect(other?.client_info).toEqual({ os: "Linux", platform: "Firefox", location: null });
  expect(Date.parse(other?.approx_last_used_time ?? "")).toBeGreaterThan(Date.now() - 60_000);

  expect((await phone.get("/users/@me")).status).toBe(200);
  await alice.post("/auth/sessions/logout", { session_id_hashes: [other?.id_hash] });
  expect(await socket.closed).toBe(4004);
  expect((await phone.get("/users/@me")).status).toBe(401);
  expect((await alice.get("/users/@me")).status).toBe(200);
  expect(await sessionsOf(alice)).toHaveLength(1);
});

test("nobody ends another's log-in", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const [hers] = await sessionsOf(alice);
  expect((await bob.post("/auth/sessions/logout", { session_id_hashes: [hers?.id_hash] })).status).toBe(204);
  expect((await alice.get("/users/@me")).status).toBe(200);
});

test("logging out ends this log-in alone", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const phone = await logIn(server, alice);
  await using socket = await listen(server, alice);
  await using kept = await listen(server, phone);
  expect((await alice.post("/auth/logout")).status).toBe(204);
  expect(await socket.closed).toBe(4004);
  expect((await alice.get("/users/@me")).status).toBe(401);
  await phone.patch("/users/@me", { bio: "still here" });
  await kept.next("USER_UPDATE");
});

test("a new password ends every other log-in, and the old password", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const phone = await logIn(server, alice);
  await using socket = await listen(server, phone);
  await using own = await listen(server, alice);
  const answer = await alice.patch("/users/@me", { password: PASSWORD, new_password: "a brand new one" });
  expect(answer.status).toBe(200);
  expect(await socket.closed).toBe(4004);
  await own.next("USER_UPDATE");
  expect((await phone.get("/users/@me")).status).toBe(401);
  const login = (password: string) => server.request("POST", "/auth/login", { login: "alice", password });
  expect((await login(PASSWORD)).status).toBe(400);
  expect((await login("a brand new one")).status).toBe(200);
});

test("a new password ends the links that an earlier one asked for", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  await alice.patch("/users/@me", { email: "thief@example.org", password: PASSWORD });
  const [claim] = await receiveMails(server, "thief@example.org", 1);
  await alice.patch("/users/@me", { password: PASSWORD, new_password: "a brand new one" });
  expect((await server.request("POST", "/auth/verify", { token: claim?.token })).status).toBe(400);
});

test("tokens that are none are refused alike", async () => {
  await using server = await startTestServer();
  for (const token of ["x", "a.b.c", "x".repeat(5_000), "Bot x", " "]) {
    const answer = await server.request("GET", "/users/@me", undefined, { Authorization: token });
    expect(answer.status).toBe(401);
  }
});
