import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import {
  OAuth2GetAuthorizationResponseSchema,
  OAuth2GetKeysSchema,
  OAuth2GetOpenIDConnectUserInfoResponseSchema,
} from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { makeBot } from "./bots.ts";
import { makeGuild } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";

const BACK = "https://wiki.example.org/back";

interface Tokens {
  access_token: string;
  refresh_token: string;
  id_token?: string;
  scope: string;
}

/** Ada's application, its secret, and what it asks with. */
async function makeClient(server: TestServer, ada: TestUser) {
  const { id } = await makeBot(server, ada, "Wiki");
  await ada.patch(`/applications/${id}`, { redirect_uris: [BACK] });
  const { secret } = (await ada.post<{ secret: string }>(`/applications/${id}/reset`)).body;
  const query = (more: Record<string, string>) =>
    `/oauth2/authorize?${new URLSearchParams({ client_id: id, response_type: "code", redirect_uri: BACK, ...more })}`;
  const token = async (fields: Record<string, string>, basic = `${id}:${secret}`) => {
    const response = await fetch(`${server.url}/api/v10/oauth2/token`, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(basic)}` },
      body: new URLSearchParams(fields),
    });
    return { status: response.status, body: (await response.json()) as Tokens & { error?: string } };
  };
  const as = (access: string, path: string, method = "GET") =>
    server.request(method, path, undefined, { Authorization: `Bearer ${access}` });
  return { id, secret, query, token, as };
}

async function consent(person: TestUser, address: string): Promise<URL> {
  const { body } = await person.post<{ location: string }>(address, { authorize: true });
  return new URL(body.location);
}

test("[OAUTH1] whoever agrees is sent back with a code, which is exchanged once, by PKCE and with the secret", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const { query, token, as } = await makeClient(server, ada);
  const verifier = "v".repeat(50);
  const code_challenge = createHash("sha256").update(verifier).digest("base64url");
  const ask = query({
    scope: "identify email openid",
    state: "s/1",
    nonce: "n1",
    code_challenge,
    code_challenge_method: "S256",
  });
  expect((await bob.get(ask)).body).toMatchObject({
    application: { name: "Wiki" },
    user: { id: bob.id },
    scopes: ["identify", "email", "openid"],
  });
  const back = await consent(bob, ask);
  expect(back.origin + back.pathname).toBe(BACK);
  expect(back.searchParams.get("state")).toBe("s/1");
  const code = back.searchParams.get("code") ?? "";
  const exchange = { grant_type: "authorization_code", code, redirect_uri: BACK, code_verifier: verifier };
  expect((await token(exchange, "1:wrong")).body.error).toBe("invalid_client");
  const { status, body: tokens } = await token(exchange);
  expect(status).toBe(200);
  expect(tokens).toMatchObject({ token_type: "Bearer", expires_in: 604_800, scope: "identify email openid" });
  expect((await token(exchange)).body.error).toBe("invalid_grant");

  expect((await as(tokens.access_token, "/users/@me")).body).toMatchObject({
    id: bob.id,
    email: "bob@example.org",
  });
  const info = (await as(tokens.access_token, "/oauth2/userinfo")).body;
  expect(info).toMatchObject({ sub: bob.id, preferred_username: "bob", email: "bob@example.org" });
  expect(OAuth2GetOpenIDConnectUserInfoResponseSchema.safeParse(info).error).toBeUndefined();
  const mine = (await as(tokens.access_token, "/oauth2/@me")).body;
  expect(mine).toMatchObject({ user: { id: bob.id }, scopes: ["identify", "email", "openid"] });
  expect(OAuth2GetAuthorizationResponseSchema.safeParse(mine).error).toBeUndefined();

  // As a client of OpenID Connect checks it.
  const found = await fetch(`${server.url}/.well-known/openid-configuration`);
  const discovery = (await found.json()) as { jwks_uri: string; issuer: string };
  const keys = createRemoteJWKSet(new URL(discovery.jwks_uri));
  const { payload } = await jwtVerify(tokens.id_token ?? "", keys, { issuer: discovery.issuer });
  expect(payload).toMatchObject({ sub: bob.id, nonce: "n1" });
  const published = await server.request("GET", "/oauth2/keys");
  expect(OAuth2GetKeysSchema.safeParse(published.body).error).toBeUndefined();
});

test("[OAUTH2] a bearer does what was agreed to and nothing else; a refresh ends what was before", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  await makeGuild(bob);
  const { query, token, as, id, secret } = await makeClient(server, ada);
  const code = (await consent(bob, query({ scope: "identify guilds" }))).searchParams.get("code") ?? "";
  const first = (await token({ grant_type: "authorization_code", code, redirect_uri: BACK })).body;
  const self = (await as(first.access_token, "/users/@me")).body as Record<string, unknown>;
  expect(self).toMatchObject({ id: bob.id, username: "bob" });
  expect(self.email).toBeUndefined();
  expect((await as(first.access_token, "/users/@me/guilds")).body).toMatchObject([{ name: "Tessera" }]);
  for (const [path, method] of [
    ["/users/@me/relationships", "GET"],
    ["/users/@me", "PATCH"],
    ["/users/@me/guilds/1/member", "GET"],
    ["/oauth2/userinfo", "GET"],
    ["/oauth2/tokens", "GET"],
    ["/applications", "POST"],
    ["/auth/logout", "POST"],
    ["/admin/accounts", "GET"],
  ] as const) {
    expect((await as(first.access_token, path, method)).body).toMatchObject({ code: 50026 });
  }
  // It is no log-in: neither by another scheme nor at the gateway.
  for (const scheme of ["", "Bot "]) {
    const answer = await server.request("GET", "/users/@me", undefined, {
      Authorization: `${scheme}${first.access_token}`,
    });
    expect(answer.status).toBe(401);
  }
  const again = await token({ grant_type: "refresh_token", refresh_token: first.refresh_token });
  expect(again.status).toBe(200);
  expect((await as(first.access_token, "/users/@me")).status).toBe(401);
  const used = await token({ grant_type: "refresh_token", refresh_token: first.refresh_token });
  expect(used.body.error).toBe("invalid_grant");

  const revoked = await fetch(`${server.url}/api/v10/oauth2/token/revoke`, {
    method: "POST",
    body: new URLSearchParams({ client_id: id, client_secret: secret, token: again.body.access_token }),
  });
  expect(revoked.status).toBe(200);
  expect((await as(again.body.access_token, "/users/@me")).status).toBe(401);
  const own = await token({ grant_type: "client_credentials", scope: "identify" });
  expect((await as(own.body.access_token, "/users/@me")).body).toMatchObject({ id: ada.id });
  expect((await token({ grant_type: "password" })).body.error).toBe("unsupported_grant_type");
});

test("[OAUTH3] nothing goes to an address that the application does not name; a refusal goes back as one", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const { query, id, token } = await makeClient(server, ada);
  for (const more of [
    { scope: "identify", redirect_uri: "https://evil.example.org/back" },
    { scope: "identify", redirect_uri: `${BACK}/` },
    { scope: "identify", redirect_uri: `${BACK}?x=1` },
    { scope: "identify all" },
    { scope: "identify", response_type: "token" },
    { scope: "identify", code_challenge: "short" },
  ] as Record<string, string>[]) {
    expect((await bob.post(query(more), { authorize: true })).status).toBe(400);
  }
  expect((await bob.get(`/oauth2/authorize?client_id=${id}&scope=identify`)).body).toMatchObject({
    errors: { redirect_uri: {} },
  });
  const { body } = await bob.post<{ location: string }>(query({ scope: "identify", state: "x" }), {
    authorize: false,
  });
  expect(new URL(body.location).searchParams.get("error")).toBe("access_denied");
  // A code of one redirect is good for that one, and one made with a challenge needs the word.
  const challenge = createHash("sha256").update("w".repeat(50)).digest("base64url");
  const ask = query({ scope: "identify", code_challenge: challenge, code_challenge_method: "S256" });
  for (const wrong of [
    { redirect_uri: "https://wiki.example.org/other", code_verifier: "w".repeat(50) },
    { redirect_uri: BACK, code_verifier: "x".repeat(50) },
    { redirect_uri: BACK },
  ] as Record<string, string>[]) {
    const code = (await consent(bob, ask)).searchParams.get("code") ?? "";
    expect((await token({ grant_type: "authorization_code", code, ...wrong })).body.error).toBe(
      "invalid_grant",
    );
  }
});

test("[OAUTH4] one sees what one agreed to, and ends it; it ends with the account and the application, too", async () => {
  await using server = await startTestServer();
  await server.user("root");
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const { query, token, as, id } = await makeClient(server, ada);
  const agreed = async (person: TestUser) => {
    const code = (await consent(person, query({ scope: "identify" }))).searchParams.get("code") ?? "";
    return (await token({ grant_type: "authorization_code", code, redirect_uri: BACK })).body.access_token;
  };
  const first = await agreed(bob);
  const grants = await bob.get<{ id: string }[]>("/oauth2/tokens");
  expect(grants.body).toMatchObject([{ application: { id, name: "Wiki" }, scopes: ["identify"] }]);
  expect((await ada.delete(`/oauth2/tokens/${grants.body[0]?.id}`)).status).toBe(404);
  expect((await bob.delete(`/oauth2/tokens/${grants.body[0]?.id}`)).status).toBe(204);
  expect((await as(first, "/users/@me")).status).toBe(401);

  const second = await agreed(bob);
  await bob.post("/users/@me/delete", { password: bob.password });
  expect((await as(second, "/users/@me")).status).toBe(401);
  const carol = await server.user("carol");
  const third = await agreed(carol);
  expect((await as(third, "/users/@me")).status).toBe(200);
  await ada.delete(`/applications/${id}`);
  expect((await as(third, "/users/@me")).status).toBe(401);
});

test("[OAUTH5] one consent may bring a bot in and give a code", async () => {
  await using server = await startTestServer();
  const ada = await server.user("ada");
  const guild = await makeGuild(ada);
  const { query } = await makeClient(server, ada);
  const { body } = await ada.post<{ location: string }>(query({ scope: "bot identify" }), {
    authorize: true,
    guild_id: guild.id,
    permissions: String(P.SendMessages),
  });
  const back = new URL(body.location).searchParams;
  expect(back.get("guild_id")).toBe(guild.id);
  expect(back.get("code")).toBeString();
  expect((await ada.get<unknown[]>(`/guilds/${guild.id}/integrations`)).body).toHaveLength(1);
});
