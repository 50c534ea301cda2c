import { expect, test } from "bun:test";
import type { FriendSuggestion } from "@palabre/protocol";
import { startTestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { befriend, makeRoom, register } from "./people.ts";

const HERE = "/users/@me/relationships/suggestions";
const suggestions = async (user: TestUser) => (await user.get<FriendSuggestion[]>(HERE)).body;
const names = async (user: TestUser) => (await suggestions(user)).map((one) => one.user.username);

test("[SUGGEST1] friends of friends and room mates are suggested, most in common first, each with its reason", async () => {
  await using server = await startTestServer();
  const { me, anna, ben, far, near, mate } = await register(
    server,
    "me",
    "anna",
    "ben",
    "far",
    "near",
    "mate",
  );
  await befriend(me, anna);
  await befriend(me, ben);
  await befriend(anna, near);
  await befriend(ben, near);
  await befriend(anna, far);
  await befriend(ben, mate);
  expect(await names(me)).toEqual(["near", "far", "mate"]);
  await ben.delete(`/users/@me/relationships/${mate.id}`);
  await befriend(ben, mate);
  await makeRoom(ben, [me, mate], "Garden");
  await ben.delete(`/users/@me/relationships/${mate.id}`);

  expect(await suggestions(me)).toMatchObject([
    {
      user: { username: "near" },
      mutual_friends: 2,
      mutual_channels: 0,
      mutual_guilds: 0,
      reason: { type: "mutual_friends", names: ["anna", "ben"] },
    },
    { user: { username: "far" }, mutual_friends: 1, reason: { type: "mutual_friends", names: ["anna"] } },
    {
      user: { username: "mate" },
      mutual_friends: 0,
      mutual_channels: 1,
      reason: { type: "mutual_channels", names: ["Garden"] },
    },
  ]);
});

test("[SUGGEST1] nobody is suggested who is asked, blocked either way, dismissed, or gone", async () => {
  await using server = await startTestServer();
  const { me, anna, one, two, three, four, five } = await register(
    server,
    "me",
    "anna",
    "one",
    "two",
    "three",
    "four",
    "five",
  );
  await befriend(me, anna);
  for (const user of [one, two, three, four, five]) await befriend(anna, user);
  expect((await names(me)).toSorted()).toEqual(["five", "four", "one", "three", "two"]);

  await me.put(`/users/@me/relationships/${one.id}`, {});
  await two.put(`/users/@me/relationships/${me.id}`, { type: 2 });
  await me.put(`/users/@me/relationships/${three.id}`, { type: 2 });
  expect((await names(me)).toSorted()).toEqual(["five", "four"]);
  expect(await names(one)).not.toContain("me");

  await using session = await listen(server, me);
  expect((await me.delete(`${HERE}/${four.id}`)).status).toBe(204);
  expect(await session.next("SUGGESTION_REMOVE")).toEqual({ user_id: four.id });
  expect(await names(me)).toEqual(["five"]);
  expect(await names(four)).toContain("me");

  expect((await five.post("/users/@me/delete", { password: five.password })).status).toBe(204);
  expect(await names(me)).toEqual([]);
  expect((await me.delete(`${HERE}/${five.id}`)).body).toMatchObject({ code: 10013 });
});
