import { expect, test } from "bun:test";
import { send } from "./chat.ts";
import { enrol, makeGuild, USUAL } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { register } from "./people.ts";
import { startSmtpServer } from "./smtp.ts";

async function start(server: TestServer) {
  const people = await register(server, "alice", "bob", "carol", "dave");
  const { alice, bob, carol, dave } = people;
  const guild = await makeGuild(alice, USUAL);
  for (const user of [bob, dave]) await enrol(server, guild.id, user);
  await enrol(server, guild.id, carol, [guild.role("callable")]);
  const general = guild.channel("general");
  const message = await send(alice, general, "hello");
  await send(bob, general, "before");
  const level = (verification_level: number) => alice.patch(`/guilds/${guild.id}`, { verification_level });
  const write = (user: TestUser) =>
    user.post<{ code?: number }>(`/channels/${general}/messages`, { content: "x" });
  const react = (user: TestUser) =>
    user.put<{ code?: number }>(`/channels/${general}/messages/${message.id}/reactions/👍/@me`);
  /** What they come to who write and react. */
  const tries = async (user: TestUser) => {
    const [written, reacted] = [await write(user), await react(user)];
    return [written.body?.code ?? written.status, reacted.body?.code ?? reacted.status];
  };
  return { ...people, guild, general, level, tries };
}

test("[VERIFY1] a server asks for a proven address, if mail leaves, and then for patience", async () => {
  using smtp = startSmtpServer();
  await using server = await startTestServer({
    SMTP_URL: smtp.url,
    PALABRE_MAIL_FROM: "palabre@example.org",
  });
  const { bob, dave, general, level, tries } = await start(server);
  expect(await tries(bob)).toEqual([200, 204]);
  await level(1);
  expect(await tries(bob)).toEqual([40002, 40002]);
  expect((await bob.get(`/channels/${general}/messages`)).status).toBe(200);
  await server.seed(async ({ sql }) => {
    await sql.updateTable("users").set({ email_verified: 1 }).where("id", "in", [bob.id, dave.id]).execute();
  });
  expect(await tries(bob)).toEqual([200, 204]);
  for (const n of [2, 3, 4]) {
    await level(n);
    expect(await tries(bob)).toEqual([50009, 50009]);
  }
  await level(0);
  expect(await tries(bob)).toEqual([200, 204]);
});

test("[VERIFY1] where no mail leaves nobody is asked for an address", async () => {
  await using server = await startTestServer();
  const { bob, level, tries } = await start(server);
  await level(1);
  expect(await tries(bob)).toEqual([200, 204]);
  await level(2);
  expect(await tries(bob)).toEqual([50009, 50009]);
});

test("[VERIFY2] of the owner and of those with a role nothing is asked, and an edit is held to it, too", async () => {
  await using server = await startTestServer();
  const { alice, bob, carol, guild, general, level, tries } = await start(server);
  const message = await send(bob, general, "mine");
  await level(4);
  for (const user of [alice, carol]) expect(await tries(user)).toEqual([200, 204]);
  const edit = await bob.patch(`/channels/${general}/messages/${message.id}`, { content: "other words" });
  expect(edit.body).toMatchObject({ code: 50009 });
  const post = { name: "help me", message: { content: "please" } };
  expect((await bob.post(`/channels/${guild.channel("help")}/threads`, post)).body).toMatchObject({
    code: 50009,
  });
  await alice.patch(`/guilds/${guild.id}/members/${bob.id}`, { flags: 4 });
  expect(await tries(bob)).toEqual([200, 204]);
});
