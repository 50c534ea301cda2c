import assert from "node:assert/strict";
import type { Message } from "eris";
import { clientFor } from "./eris-client.ts";
import { once, play, step } from "./stage.ts";

await play(async (stage) => {
  const { guildId, channels, people } = stage;
  const client = clientFor(stage);
  client.on("error", () => {});
  const ready = once(client, "ready");
  await client.connect();
  await ready;
  assert.equal(client.user.id, stage.applicationId);
  const guild = client.guilds.get(guildId);
  assert.ok(guild);
  assert.equal(guild.name, "Tessera");
  assert.ok(guild.channels.has(channels.general));
  step("logs in and fills its cache");

  const heard = once<Message>(client, "messageCreate", (m: Message) => m.author.id === people.bob.id);
  await stage.person("bob", "POST", `/channels/${channels.general}/messages`, { content: "hello" });
  const hello = await heard;
  assert.equal(hello.content, "hello");
  const sent = await client.createMessage(
    channels.general,
    {
      content: "hello yourself",
      messageReference: { messageID: hello.id },
      embeds: [{ title: "Build", color: 0xc65d3b, fields: [{ name: "took", value: "41 s" }] }],
    },
    { name: "build.log", file: Buffer.from("log line") },
  );
  assert.equal(sent.attachments[0]?.filename, "build.log");
  assert.equal(sent.embeds[0]?.title, "Build");
  const edited = await sent.edit({ content: "edited" });
  assert.equal(edited.content, "edited");
  const history = await client.getMessages(channels.general, { limit: 5 });
  assert.ok(history.some(({ id }) => id === sent.id));
  await sent.addReaction("👍");
  const seen = once(client, "messageReactionAdd");
  await stage.person(
    "bob",
    "PUT",
    `/channels/${channels.general}/messages/${sent.id}/reactions/${encodeURIComponent("🎉")}/@me`,
  );
  await seen;
  assert.equal((await sent.getReaction("🎉"))[0]?.id, people.bob.id);
  await sent.pin();
  assert.ok((await client.getPins(channels.general)).some(({ id }) => id === sent.id));
  await sent.unpin();
  await client.sendChannelTyping(channels.general);
  const two = await Promise.all(
    ["one", "two"].map((content) => client.createMessage(channels.general, content)),
  );
  await client.deleteMessages(
    channels.general,
    two.map(({ id }) => id),
  );
  step("talks, reacts, pins, deletes");

  const thread = await client.createThreadWithMessage(channels.general, hello.id, {
    name: "about that",
    autoArchiveDuration: 60,
  });
  await client.createMessage(thread.id, "in the thread");
  await client.joinThread(thread.id, people.bob.id);
  assert.ok((await client.getThreadMembers(thread.id)).length >= 2);
  step("opens threads");

  const role = await guild.createRole({ name: "deployer", color: 0x336699, hoist: true });
  await guild.addMemberRole(people.bob.id, role.id, "tests");
  const bob = await guild.getRESTMember(people.bob.id);
  assert.ok(bob.roles.includes(role.id));
  await guild.editMember(people.bob.id, { nick: "Bobby" });
  const channel = await guild.createChannel("secret", 0, { topic: "not for all" });
  await channel.editPermission(guildId, 0n, 1024n, 0, "tests");
  await channel.editPermission(role.id, 1024n, 0n, 0);
  await channel.delete();
  await role.delete();
  step("manages roles, overwrites, channels");

  const members = await guild.fetchMembers({ limit: 0 });
  assert.ok(members.length >= 3);
  await guild.banMember(people.bob.id, { deleteMessageSeconds: 0, reason: "tests" });
  assert.ok((await guild.getBans()).some(({ user }) => user.id === people.bob.id));
  await guild.unbanMember(people.bob.id);
  assert.ok((await guild.getAuditLog({ limit: 5 })).entries.length > 0);
  const invite = await client.createChannelInvite(channels.general, { maxAge: 60 });
  assert.equal((await client.getInvite(invite.code)).guild?.id, guildId);
  await invite.delete();
  step("asks for members, bans, reads the audit log, invites");

  const back = Promise.race([once(client, "shardResume").catch(() => {}), once(client, "shardReady")]);
  await stage.restart();
  await back;
  const after = once(client, "messageCreate", (m: Message) => m.content === "back again");
  await stage.person("ada", "POST", `/channels/${channels.general}/messages`, { content: "back again" });
  await after;
  step("carries on after the server restarts");
  client.disconnect({ reconnect: false });

  const sharded = clientFor(stage, { maxShards: 2 });
  sharded.on("error", () => {});
  const both = once(sharded, "ready");
  await sharded.connect();
  await both;
  assert.equal(sharded.shards.size, 2);
  assert.ok(sharded.guilds.has(guildId));
  step("runs in two shards");
  sharded.disconnect({ reconnect: false });
});
