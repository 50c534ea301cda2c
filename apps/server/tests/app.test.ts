import { expect, test } from "bun:test";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

test("[AUTH3] an unknown path below /api is a JSON 404 for everybody, and needs no log-in", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  for (const who of [server, alice]) {
    for (const path of ["/no/such/thing", `${server.url}/api/v9/nothing`, `${server.url}/api/nothing`]) {
      const answer = await who.request("GET", path);
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({ code: 0, message: "404: Not Found" });
    }
  }
});

test("[AUTH1][AUTH3] a known path without a log-in is refused with 401, under every alias", async () => {
  await using server = await startTestServer();
  for (const base of ["/api/v10", "/api/v9", "/api"]) {
    const answer = await server.request("GET", `${server.url}${base}/users/@me`);
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ code: 0, message: "401: Unauthorized" });
  }
});

test("operators can ask whether it lives, whether it serves, and what it does", async () => {
  await using server = await startTestServer();
  expect((await server.request("GET", `${server.url}/healthz`)).body).toBe("ok");
  expect((await server.request("GET", `${server.url}/readyz`)).status).toBe(200);
  const metrics = await server.request<string>("GET", `${server.url}/metrics`);
  expect(metrics.body).toContain("palabre_http_requests_total");
  expect(metrics.body).toContain("palabre_gateway_sessions 0");
});

test("every answer carries a request id", async () => {
  await using server = await startTestServer();
  const first = await server.request("GET", `${server.url}/healthz`);
  const second = await server.request("GET", `${server.url}/healthz`);
  expect(first.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(second.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
});

test("a path that points outside the web client's folder gets its page, never a file", async () => {
  await using server = await startTestServer({}, { webRoot: `${import.meta.dirname}/fixtures/web` });
  for (const path of ["/..%2f..%2fharness.ts", "/%2e%2e/%2e%2e/harness.ts", "/%00", "/%"]) {
    const answer = await server.request<string>("GET", `${server.url}${path}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain("<title>Palabre</title>");
  }
  const asset = await server.request<string>("GET", `${server.url}/assets/app-1a2b.js`);
  expect(asset.headers.get("cache-control")).toContain("immutable");
  expect(asset.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await server.request("GET", `${server.url}/assets/gone.js`)).status).toBe(404);
});

test("below the addresses of files there are files or nothing, never the web client's page", async () => {
  await using server = await startTestServer({}, { webRoot: `${import.meta.dirname}/fixtures/web` });
  for (const path of [
    "/avatars//",
    "/avatars/x",
    "/attachments/1",
    "/attachments/1/2/3/4",
    "/channel-icons/a/b/c",
  ]) {
    expect((await server.request("GET", `${server.url}${path}`)).status).toBe(404);
  }
});

test("libraries learn where the gateway is, and can connect there", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const open = await server.request<{ url: string }>("GET", "/gateway");
  expect(open.body.url).toBe(server.gatewayUrl);
  const bot = await alice.get<{ url: string; shards: number }>("/gateway/bot");
  expect(bot.body).toMatchObject({ url: server.gatewayUrl, shards: 1 });
  expect((await server.request("GET", "/gateway/bot")).status).toBe(401);
  await using session = await listen({ gatewayUrl: open.body.url }, alice);
  expect(session.ready).toHaveProperty("resume_gateway_url");
});

test("a request whose Host is none or nonsense is refused, and nobody calls it the server's fault", async () => {
  await using server = await startTestServer();
  const ask = async (request: string) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    await Bun.connect({
      hostname: "127.0.0.1",
      port: server.running.port,
      socket: {
        open: (socket) => void socket.write(request),
        data: (_, bytes) => resolve(bytes.toString().split("\r\n")[0] ?? ""),
        close: () => resolve("closed"),
      },
    });
    return promise;
  };
  for (const host of ["", "Host: \r\n", "Host: a b\r\n", "Host: [::\r\n", "Host: x/y?z=\r\n"]) {
    const version = host === "" ? "1.0" : "1.1";
    for (const path of ["/api/v10/instance", "/gateway"]) {
      expect(await ask(`GET ${path} HTTP/${version}\r\n${host}\r\n`)).toContain(" 400 ");
    }
  }
});

test("what the server keeps is its own: nobody else on the machine may look into the folder", async () => {
  const parent = await mkdtemp(join(tmpdir(), "palabre-test-"));
  const data = join(parent, "data");
  {
    await using _server = await startTestServer({ PALABRE_DATA: data });
    expect((await stat(data)).mode & 0o777).toBe(0o700);
  }
  await rm(parent, { recursive: true });
});

test("a body may be large for its image alone", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const many = await alice.post("/users/@me/channels", { recipients: Array(600_000).fill(0) });
  expect(many.status).toBe(413);
  const image = `data:image/png;base64,${"A".repeat(1_500_000)}`;
  const beside = await alice.patch("/users/@me", { avatar: image, more: Array(600_000).fill(0) });
  expect(beside.status).toBe(413);
  const alone = await alice.patch<{ errors: object }>("/users/@me", { avatar: image });
  expect(alone.body.errors).toHaveProperty("avatar");
});
