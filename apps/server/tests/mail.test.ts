import { expect, test } from "bun:test";
import type { SelfUser } from "@palabre/protocol";
import { asUser, PASSWORD, startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { readOutbox, receiveMails } from "./mailbox.ts";
import { startSmtpServer } from "./smtp.ts";

test("the link in the first mail proves the address, once", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  await using socket = await listen(server, alice);
  const [mail] = await receiveMails(server, alice.email, 1);
  expect(mail?.text).toContain(`${server.url}/verify#token=${mail?.token}`);
  const verify = () => server.request("POST", "/auth/verify", { token: mail?.token });
  expect((await verify()).status).toBe(204);
  expect(await socket.next<SelfUser>("USER_UPDATE")).toMatchObject({ verified: true });
  expect((await verify()).status).toBe(400);
  expect((await alice.get<SelfUser>("/users/@me")).body.verified).toBe(true);
});

test("a link sent again is the one that works", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  await receiveMails(server, alice.email, 1);
  await alice.post("/auth/verify/resend");
  const [first, second] = await receiveMails(server, alice.email, 2);
  expect((await server.request("POST", "/auth/verify", { token: first?.token })).status).toBe(400);
  expect((await server.request("POST", "/auth/verify", { token: second?.token })).status).toBe(204);
});

test("a forgotten password: the same answer for everybody, a link for who is known", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  await receiveMails(server, alice.email, 1);
  await using socket = await listen(server, alice);
  const unknown = await server.request("POST", "/auth/forgot", { email: "nobody@example.org" });
  const known = await server.request("POST", "/auth/forgot", { email: "ALICE@example.org" });
  expect([unknown.status, unknown.body]).toEqual([204, null]);
  expect([known.status, known.body]).toEqual([204, null]);
  const mail = (await receiveMails(server, alice.email, 2))[1];
  expect(mail?.text).toContain(`${server.url}/reset#token=`);

  const reset = (password: string) =>
    server.request<{ token: string; user_id: string }>("POST", "/auth/reset", {
      token: mail?.token,
      password,
    });
  expect((await reset("short")).status).toBe(400);
  const [one, other] = await Promise.all([reset("my new password"), reset("my new password")]);
  expect([one.status, other.status].sort()).toEqual([200, 400]);
  const done = one.status === 200 ? one : other;
  expect(await socket.closed).toBe(4004);
  expect((await alice.get("/users/@me")).status).toBe(401);
  const back = asUser(server.url, { ...alice, token: done.body.token });
  expect((await back.get<SelfUser>("/users/@me")).body).toMatchObject({ id: alice.id, verified: true });
  expect((await server.request("POST", "/auth/login", { login: "alice", password: PASSWORD })).status).toBe(
    400,
  );
  expect((await receiveMails(server, alice.email, 3))[2]?.subject).toContain("was changed");
  expect((await readOutbox(server.dataDir)).filter((sent) => sent.to.startsWith("nobody"))).toEqual([]);
});

test("a new address counts once it is proven; the old one is told", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const [welcome] = await receiveMails(server, alice.email, 1);
  await server.request("POST", "/auth/verify", { token: welcome?.token });
  const asked = await alice.patch<SelfUser>("/users/@me", { email: "new@example.org", password: PASSWORD });
  expect(asked.body).toMatchObject({ email: alice.email, verified: true });
  expect((await receiveMails(server, alice.email, 2))[1]?.text).toContain("new@example.org");
  const [mail] = await receiveMails(server, "new@example.org", 1);
  await server.request("POST", "/auth/verify", { token: mail?.token });
  expect((await alice.get<SelfUser>("/users/@me")).body).toMatchObject({
    email: "new@example.org",
    verified: true,
  });
  const login = (login: string) => server.request("POST", "/auth/login", { login, password: PASSWORD });
  expect((await login("new@example.org")).status).toBe(200);
  expect((await login(alice.email)).status).toBe(400);
});

test("asking for another's proven address looks like any other, and changes nothing", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const [welcome] = await receiveMails(server, bob.email, 1);
  await server.request("POST", "/auth/verify", { token: welcome?.token });
  const taken = await alice.patch("/users/@me", { email: bob.email, password: PASSWORD });
  const free = await alice.patch("/users/@me", { email: "free@example.org", password: PASSWORD });
  expect(taken).toMatchObject({ status: free.status, body: free.body as object });
  expect((await receiveMails(server, bob.email, 2))[1]?.subject).toContain("already have an account");
  expect((await bob.get<SelfUser>("/users/@me")).body).toMatchObject({ email: bob.email, verified: true });
});

test("of two who claim an address, one proves it", async () => {
  await using server = await startTestServer();
  const email = "shared@example.org";
  const register = (username: string) =>
    server.request("POST", "/auth/register", { username, email, password: PASSWORD });
  await register("first");
  await register("second");
  const [one, other] = await receiveMails(server, email, 2);
  const answers = await Promise.all(
    [one, other].map((mail) => server.request("POST", "/auth/verify", { token: mail?.token })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([204, 400]);
});

test("mails are in the reader's language: their choice, else their browser's", async () => {
  await using server = await startTestServer();
  const register = (username: string, language: string) =>
    server.request<{ token: string }>(
      "POST",
      "/auth/register",
      { username, email: `${username}@example.org`, password: PASSWORD },
      { "Accept-Language": language },
    );
  const made = await register("amelie", "fr-CA,fr;q=0.9,en;q=0.8");
  const [french] = await receiveMails(server, "amelie@example.org", 1);
  expect(french?.subject).toBe("Confirmez votre adresse pour Palabre");
  expect(french?.text).toContain("Bonjour amelie");

  const headers = { Authorization: made.body.token };
  await server.request("PATCH", "/users/@me/settings", { locale: "en" }, headers);
  await server.request("POST", "/auth/forgot", { email: "amelie@example.org" }, { "Accept-Language": "fr" });
  expect((await receiveMails(server, "amelie@example.org", 2))[1]?.subject).toBe(
    "A new password for Palabre",
  );
});

test("links lead to the public address, whatever Host a request claims", async () => {
  await using server = await startTestServer({ PALABRE_PUBLIC_URL: "https://chat.example.org" });
  const alice = await server.user("alice");
  await receiveMails(server, alice.email, 1);
  await server.request("POST", "/auth/forgot", { email: alice.email }, { Host: "evil.example" });
  const mail = (await receiveMails(server, alice.email, 2))[1];
  expect(mail?.text).toContain("https://chat.example.org/reset#token=");
  expect(mail?.text).not.toContain("evil");
});

test("mails that leave the machine lead where the first account was made, whatever Host a request claims", async () => {
  using smtp = startSmtpServer();
  await using server = await startTestServer({ SMTP_URL: smtp.url });
  const alice = await server.user("alice");
  await smtp.taken(1);
  const forged = { Host: "evil.example" };
  await server.request("POST", "/auth/forgot", { email: alice.email }, forged);
  await smtp.taken(2);
  expect(smtp.mails[1]).toContain(`${server.url}/reset#token=`);
  expect(smtp.mails[1]).not.toContain("evil.example");
  expect(await readOutbox(server.dataDir)).toEqual([]);
});

test("who claims another's address twice learns nothing by logging in with it", async () => {
  using smtp = startSmtpServer();
  await using server = await startTestServer({ SMTP_URL: smtp.url });
  const alice = await server.user("alice");
  await smtp.taken(1);
  const token = /#token=3D([\w-]+)|#token=([\w-]+)/.exec(smtp.mails[0]?.replace(/=\n/g, "") ?? "");
  const verified = await server.request("POST", "/auth/verify", { token: token?.[1] ?? token?.[2] });
  expect(verified.status).toBe(204);

  const answers: unknown[] = [];
  for (const email of [alice.email, "nobody@example.org"]) {
    for (const n of [1, 2]) {
      const username = `mallory${answers.length}`;
      const password = `mallory's password ${n}`;
      await server.request("POST", "/auth/register", { username, email, password });
      expect((await server.request("POST", "/auth/login", { login: username, password })).status).toBe(200);
      answers.push((await server.request("POST", "/auth/login", { login: email, password })).body);
    }
  }
  // Neither the account made first nor the one made last: the address is nobody's until it is proven.
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const { status } = await server.request("POST", "/auth/login", { login: alice.email, password: PASSWORD });
  expect(status).toBe(200);
});
