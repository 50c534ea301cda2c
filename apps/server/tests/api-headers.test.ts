import { expect, test } from "bun:test";
import { startTestServer } from "./harness.ts";

const THEIRS = { Origin: "https://tool.example" };

test("answers of the API are kept nowhere and taken for nothing else, refusals included", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  for (const answer of [
    await alice.get("/users/@me"),
    await alice.get("/channels/1"),
    await server.request("GET", "/users/@me"),
    await server.request("GET", "/no/such/thing"),
    await server.request("POST", "/auth/login", {}),
  ]) {
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("[AUTH2] another site's page may call the API with a token, never with the cookie", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const preflight = await fetch(`${server.url}/api/v10/channels/1/messages`, {
    method: "OPTIONS",
    headers: {
      ...THEIRS,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "authorization,content-type",
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
  expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();

  for (const path of ["/users/@me", "/channels/1"]) {
    const answer = await alice.request("GET", path, undefined, THEIRS);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-expose-headers")).toContain("X-RateLimit-Remaining");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  }
  const cookie = { ...THEIRS, Cookie: `palabre_session=${alice.token}` };
  expect((await server.request("PATCH", "/users/@me", { bio: "theirs" }, cookie)).status).toBe(403);
  const login = { login: "alice", password: alice.password };
  const loggedIn = await server.request("POST", "/auth/login", login, THEIRS);
  expect(loggedIn.headers.get("set-cookie")).toBeNull();
  expect(loggedIn.headers.get("access-control-allow-origin")).toBeNull();
});

test("every route that changes something is limited, and says how much remains", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const changing = server.running.routes.filter(
    ({ method, path }) => path.startsWith("/api/v10/") && /^(POST|PUT|PATCH|DELETE)$/.test(method),
  );
  const routes = new Set(changing.map(({ method, path }) => `${method} ${path.slice("/api/v10".length)}`));
  expect(routes.size).toBeGreaterThan(40);
  // Last, since it ends the log-in with which the others are asked.
  routes.delete("POST /auth/logout");
  // Those asked with a token in their address are limited by it: whoever has none spends nothing, and is not told.
  for (const route of routes) if (/:(webhook_)?token\b/.test(route)) routes.delete(route);
  for (const route of [...routes, "POST /auth/logout"]) {
    const [method = "", path = ""] = route.split(" ");
    const { headers, status } = await alice.request(method, path.replace(/:\w+/g, "1"), {});
    expect([route, status < 500]).toEqual([route, true]);
    for (const name of ["limit", "remaining", "reset", "reset-after", "bucket"]) {
      expect([route, name, headers.get(`x-ratelimit-${name}`)]).toEqual([route, name, expect.any(String)]);
    }
  }
});
