import { expect, test } from "bun:test";
import { TargetUsersJobStatusResponseSchema } from "discord-api-spec/zod";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { startTestServer, type TestUser } from "./harness.ts";
import { register } from "./people.ts";
import { bits, giveRoles, invite, makeServer } from "./servers.ts";

const PLAN = {
  roles: [
    { id: 0, permissions: bits(P.ViewChannel, P.CreateInstantInvite) },
    { id: 1, name: "Readers of the log", permissions: bits(P.ViewAuditLog) },
  ],
  channels: [{ id: 10, name: "general" }],
};

const fileOf = (ids: readonly string[], more: Record<string, unknown> = {}) => {
  const form = new FormData();
  form.set("payload_json", JSON.stringify(more));
  form.set(
    "target_users_file",
    new File([["user_id", ...ids].join("\r\n")], "people.csv", { type: "text/csv" }),
  );
  return form;
};

test("[INVITE9] an invitation for some people lets those in alone, and says to others that it is for others", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave } = await register(server, "alice", "bob", "carol", "dave");
  const { id, general } = await makeServer(alice, [], PLAN);
  const made = await alice.post<{ code: string }>(
    `/channels/${general}/invites`,
    fileOf([bob.id], { max_age: 0, max_uses: 5 }),
  );
  expect(made).toMatchObject({ status: 200, body: { is_targeted: true, max_age: 0, max_uses: 5 } });
  const { code } = made.body;
  const at = `/invites/${code}/target-users`;
  // Seen by everybody who has the link, without who it is for.
  const preview = await server.request("GET", `/invites/${code}`);
  expect(preview.body).toMatchObject({ guild: { id }, is_targeted: true });
  expect(JSON.stringify(preview.body)).not.toContain(bob.id);
  expect(await carol.post(`/invites/${code}`)).toMatchObject({ status: 403, body: { code: 900_044 } });
  expect((await bob.post(`/invites/${code}`)).status).toBe(200);
  expect((await alice.get<unknown[]>(`/guilds/${id}/invites`)).body[0]).toMatchObject({ uses: 1 });

  expect((await alice.put(`${at}/${carol.id}`)).status).toBe(204);
  expect((await alice.get(at)).body).toBe(`user_id\n${[bob.id, carol.id].join("\n")}\n`);
  expect((await alice.get(`${at}?format=json&limit=1`)).body).toMatchObject([{ username: "bob" }]);
  expect((await alice.get(`${at}?format=json&after=${bob.id}`)).body).toMatchObject([{ username: "carol" }]);
  expect((await carol.get(`${at}?format=json`)).status).toBe(403);
  expect((await carol.post(`/invites/${code}`)).status).toBe(200);
  expect((await alice.post(`${at}/bulk-delete`, { user_ids: [bob.id, carol.id] })).status).toBe(204);
  // Without the last name it is for nobody, not for everybody.
  expect((await dave.post(`/invites/${code}`)).body).toMatchObject({ code: 900_044 });
  expect((await alice.post(`${at}/bulk-add`, { user_ids: [dave.id] })).status).toBe(204);
  expect((await alice.delete(`${at}/${dave.id}`)).status).toBe(204);
  expect((await dave.post(`/invites/${code}`)).body).toMatchObject({ code: 900_044 });
  expect((await alice.put(at, fileOf([dave.id]))).status).toBe(204);
  const job = await alice.get(`${at}/job-status`);
  expect(TargetUsersJobStatusResponseSchema.safeParse(job.body).error).toBeUndefined();
  expect(job.body).toMatchObject({ status: 2, total_users: 1, processed_users: 1 });
  expect((await dave.post(`/invites/${code}`)).status).toBe(200);
});

test("[INVITE10] who made it and who manages the server say whom it is for; who reads the log reads that", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, dave, erin } = await register(server, "alice", "bob", "carol", "dave", "erin");
  const { id, general, roles } = await makeServer(alice, [bob, carol, dave], PLAN);
  await giveRoles(server, id, dave, roles["Readers of the log"]);
  const code = await invite(bob, general);
  const at = `/invites/${code}/target-users`;
  const all = (user: TestUser) => [
    user.get(at),
    user.get(`${at}/job-status`),
    user.put(at, fileOf([erin.id])),
    user.post(`${at}/bulk-add`, { user_ids: [erin.id] }),
    user.post(`${at}/bulk-delete`, { user_ids: [erin.id] }),
    user.put(`${at}/${erin.id}`),
    user.delete(`${at}/${erin.id}`),
  ];
  const codes = async (user: TestUser) => (await Promise.all(all(user))).map(({ status }) => status);
  expect(await codes(carol)).toEqual([403, 403, 403, 403, 403, 403, 403]);
  expect(await codes(erin)).toEqual([403, 403, 403, 403, 403, 403, 403]);
  expect(await codes(dave)).toEqual([200, 200, 403, 403, 403, 403, 403]);
  // Nobody has been named: it is for everybody still.
  expect((await bob.get(`${at}/job-status`)).body).toMatchObject({ status: 0, total_users: 0 });
  expect((await erin.post(`/invites/${code}`)).status).toBe(200);
  expect((await bob.put(`${at}/${erin.id}`)).status).toBe(204);
  expect((await alice.get(at)).status).toBe(200);
  expect((await alice.get("/invites/nothing/target-users")).body).toMatchObject({ code: 10006 });
});

test("[INVITE11] a list that names nobody, somebody unknown, or too many changes nothing", async () => {
  await using server = await startTestServer();
  const { alice, bob } = await register(server, "alice", "bob");
  const { general } = await makeServer(alice, [], PLAN);
  const code = await invite(alice, general);
  const at = `/invites/${code}/target-users`;
  const many = Array.from({ length: 1_001 }, (_, n) => String(1_000_000 + n));
  for (const ids of [[], ["alice"], ["1234567890"], many, [bob.id, "-1"]]) {
    const answer = await alice.put(at, fileOf(ids));
    expect(answer.status).toBe(400);
    expect(answer.body).toHaveProperty("errors.target_users_file");
  }
  expect((await alice.put(at, {})).body).toHaveProperty("errors.target_users_file");
  expect((await alice.post(`${at}/bulk-add`, { user_ids: [] })).body).toHaveProperty("errors.user_ids");
  expect((await alice.put(`${at}/1234567890`)).body).toHaveProperty("errors.user_id");
  const broken = await alice.request("PUT", at, undefined, {
    "Content-Type": "multipart/form-data; boundary=x",
  });
  expect(broken.status).toBe(400);
  expect((await alice.post(`/channels/${general}/invites`, fileOf(["nobody"]))).status).toBe(400);
  expect((await alice.get<unknown[]>(`/channels/${general}/invites`)).body).toHaveLength(1);
  expect((await bob.post(`/invites/${code}`)).status).toBe(200);
});

test("[INVITE12] an application does not lead past the list", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  const { id, general } = await makeServer(alice, [], PLAN);
  await alice.put(`/guilds/${id}/member-verification`, { manual_approval: true });
  const { code } = (await alice.post<{ code: string }>(`/channels/${general}/invites`, fileOf([bob.id])))
    .body;
  const apply = (user: TestUser) => user.put(`/guilds/${id}/requests/@me`, { invite_code: code });
  expect((await carol.put(`/guilds/${id}/requests/@me`, {})).body).toMatchObject({ code: 10004 });
  expect((await apply(carol)).body).toMatchObject({ code: 900_044 });
  expect((await apply(bob)).status).toBe(200);
});

test("[INVITE3] a code is tried sixty times a minute, whichever route would tell that there is one", async () => {
  await using server = await startTestServer({ PALABRE_RATE_LIMITS: "on" });
  const { alice, bob } = await register(server, "alice", "bob");
  const { id } = await makeServer(alice, [], PLAN);
  for (let n = 0; n < 20; n++) {
    expect((await bob.get(`/invites/try${n}`)).status).toBe(404);
    expect((await bob.get(`/invites/try${n}/target-users`)).status).toBe(404);
    // Of a server that is none the code would tell as much.
    expect((await bob.get(`/guilds/${n + 1}/member-verification?invite_code=try${n}`)).status).toBe(404);
  }
  for (const path of [
    "/invites/one-more",
    "/invites/one-more/target-users",
    "/invites/one-more/target-users/job-status",
    `/guilds/${id}/member-verification?invite_code=one-more`,
  ]) {
    expect((await bob.get(path)).status).toBe(429);
  }
  const applied = await bob.put(`/guilds/${id}/requests/@me`, { invite_code: "one-more" });
  expect(applied.status).toBe(429);
  // The form itself is not counted.
  expect((await alice.get(`/guilds/${id}/member-verification`)).status).toBe(200);
});
