import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GatewayOpcodes } from "discord-api-types/v10";
import { startChild } from "./child.ts";
import { PASSWORD, registerUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { createTestDatabase } from "./postgres.ts";

async function withChild(
  env: Record<string, string>,
  act: (server: Awaited<ReturnType<typeof startChild>>) => Promise<void>,
) {
  const dataDir = await mkdtemp(join(tmpdir(), "palabre-child-"));
  const database = await createTestDatabase();
  try {
    await using server = await startChild({
      PALABRE_DATA: dataDir,
      ...(database ? { DATABASE_URL: database.url } : {}),
      ...env,
    });
    await act(server);
  } finally {
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

test("SIGTERM sends sessions away to reconnect, finishes what is in flight, and ends within 10 s", async () => {
  await withChild({ PALABRE_LOG_LEVEL: "info" }, async (server) => {
    const alice = await registerUser(server.url, "alice");
    const socket = new WebSocket(`${server.gatewayUrl}?v=10&encoding=json`);
    const ops: number[] = [];
    const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
    const closed = new Promise<number>((resolve) => {
      socket.onclose = (event) => resolve(event.code);
    });
    socket.onmessage = (event) => {
      const frame = JSON.parse(String(event.data)) as { op: number; t: string | null };
      ops.push(frame.op);
      if (frame.op === GatewayOpcodes.Hello) {
        socket.send(
          JSON.stringify({ op: GatewayOpcodes.Identify, d: { token: alice.token, properties: {} } }),
        );
      }
      if (frame.t === "READY") isReady();
    };
    await ready;

    // A request whose body is half sent when the signal comes.
    const body = JSON.stringify({ global_name: "Alice in flight" });
    const request = connect(Number(new URL(server.url).port), "127.0.0.1");
    let answer = "";
    request.on("data", (chunk) => {
      answer += chunk.toString();
    });
    const answered = new Promise<void>((resolve) => request.on("close", () => resolve()));
    const head =
      `PATCH /api/v10/users/@me HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${alice.token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    await new Promise<void>((resolve) => request.write(head + body.slice(0, 10), () => resolve()));
    // One loop takes what arrives in order, a new connection in one turn and its head in the next: once two later
    // requests are answered, the head has been read.
    for (let n = 0; n < 2; n++) expect((await fetch(`${server.url}/readyz`)).ok).toBe(true);

    const began = performance.now();
    server.signal("SIGTERM");
    expect(await closed).toBeGreaterThan(1001);
    expect(ops.at(-1)).toBe(GatewayOpcodes.Reconnect);
    request.write(body.slice(10));
    await answered;
    expect(answer).toStartWith("HTTP/1.1 200");
    expect(answer).toContain("Alice in flight");
    expect(await server.exited).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
}, 30_000);

test("no log line holds a message, a password, a token or an address's signature, however much is logged", async () => {
  await withChild({ PALABRE_LOG_LEVEL: "trace" }, async (server) => {
    const alice = await registerUser(server.url, "alice");
    const bob = await registerUser(server.url, "bob");
    await alice.post("/users/@me/relationships", { username: "bob" });
    await bob.put(`/users/@me/relationships/${alice.id}`, {});
    const { body: chat } = await alice.post<{ id: string }>("/users/@me/channels", { recipient_id: bob.id });
    await using session = await listen(server, bob);
    const secret = "the treasure lies under the third tree";
    const sent = await alice.post<{ id: string }>(`/channels/${chat.id}/messages`, {
      content: secret,
      nonce: "n-1",
    });
    expect(sent.status).toBe(200);
    await session.next("MESSAGE_CREATE");
    await alice.post("/auth/login", { login: "alice", password: `${PASSWORD}?` });
    await alice.post(`/channels/${chat.id}/messages`, { content: `${secret}${"!".repeat(2_000)}` });
    await alice.request("GET", `${server.url}/attachments/1/2/x.txt?ex=1&is=2&hm=feedc0de`);

    // The log is written as things happen: once a later request stands in it, the earlier ones do.
    await alice.get("/users/@me/settings");
    while (!server.log().includes("/users/@me/settings")) await Bun.sleep(10);
    expect(server.log()).toContain('"request":"');
    for (const kept of [secret, PASSWORD, alice.token, bob.token, "feedc0de", alice.email]) {
      expect(server.log()).not.toContain(kept);
    }
  });
}, 30_000);
