import { expect, test } from "bun:test";
import type { APIUser } from "@palabre/protocol";
import { startTestServer, type TestUser } from "./harness.ts";
import { befriend, register } from "./people.ts";
import { makeServer } from "./servers.ts";

const find = async (user: TestUser, query: string) =>
  (await user.get<APIUser[]>(`/users/@me/people?query=${encodeURIComponent(query)}`)).body.map(
    ({ username }) => username,
  );

test("[PEOPLE1] friends, members of servers in common and exact user names are found, and nobody else", async () => {
  await using server = await startTestServer();
  const { me, maria, marta, marco, marius } = await register(
    server,
    "me",
    "maria",
    "marta",
    "marco",
    "marius",
  );
  await befriend(me, marta);
  await makeServer(maria, [me], { channels: [{ id: 10, name: "general" }] });
  expect(await find(me, "mar")).toEqual(["marta", "maria"]);
  // Whoever is a stranger is found by the whole name alone, however it is written.
  expect(await find(me, "marc")).toEqual([]);
  expect(await find(me, "@Marco")).toEqual(["marco"]);
  await marius.patch("/users/@me", { global_name: "Été" });
  await befriend(me, marius);
  expect(await find(me, "ÉT")).toEqual(["marius"]);
  expect(await find(me, "me")).toEqual([]);
  expect(await find(me, "%")).toEqual([]);

  for (const gone of [maria, marco, marius]) {
    expect((await me.put(`/users/@me/relationships/${gone.id}`, { type: 2 })).status).toBe(204);
  }
  expect(await find(me, "mar")).toEqual(["marta"]);
  expect(await find(me, "marco")).toEqual([]);
  for (const query of ["", "query=", `query=${"x".repeat(101)}`, "query=a&limit=26"]) {
    expect((await me.get(`/users/@me/people?${query}`)).status).toBe(400);
  }
});

test("[PEOPLE1] a closed server gives nobody away", async () => {
  await using server = await startTestServer();
  const operator = await server.user("operator");
  const { me, maria } = await register(server, "me", "maria");
  const guild = await makeServer(maria, [me], { channels: [{ id: 10, name: "general" }] });
  expect(await find(me, "mar")).toEqual(["maria"]);
  await operator.patch(`/admin/guilds/${guild.id}`, { disabled: true });
  expect(await find(me, "mar")).toEqual([]);
});
