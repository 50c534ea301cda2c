import assert from "node:assert/strict";
import type { Message, TextChannel, Uncached } from "oceanic.js";
import { clientFor } from "./oceanic-client.ts";
import { once, play, step } from "./stage.ts";

await play(async (stage) => {
  const { guildId, channels, people } = stage;
  const client = clientFor(stage);
  client.on("error", () => {});
  const ready = once(client, "ready");
  await client.connect();
  await ready;
  assert.equal(client.user.id, stage.applicationId);
  assert.equal(client.application.id, stage.applicationId);
  const guild = client.guilds.get(guildId);
  assert.ok(guild);
  assert.equal(guild.name, "Tessera");
  const general = client.getChannel<TextChannel>(channels.general);
  assert.ok(general);
  step("logs in and fills its cache");

  const heard = once<Message>(client, "messageCreate", (m: Message) => m.author.id === people.bob.id);
  await stage.person("bob", "POST", `/channels/${general.id}/messages`, { content: "hello" });
  const hello = await heard;
  assert.equal(hello.content, "hello");
  const sent = await general.createMessage({
    content: "hello yourself",
    messageReference: { messageID: hello.id },
    embeds: [{ title: "Build", color: 0xc65d3b, fields: [{ name: "took", value: "41 s" }] }],
    files: [{ name: "build.log", contents: Buffer.from("log line") }],
  });
  assert.equal(sent.attachments.first()?.filename, "build.log");
  assert.equal((await sent.edit({ content: "edited" })).content, "edited");
  assert.ok((await general.getMessages({ limit: 5 })).some(({ id }) => id === sent.id));
  await sent.createReaction("👍");
  const seen = once(
    client,
    "messageReactionAdd",
    (m: Uncached, who: { id: string }) => m.id === sent.id && who.id === people.bob.id,
  );
  await stage.person(
    "bob",
    "PUT",
    `/channels/${general.id}/messages/${sent.id}/reactions/${encodeURIComponent("🎉")}/@me`,
  );
  await seen;
  assert.equal((await sent.getReactions("🎉"))[0]?.id, people.bob.id);
  await sent.pin();
  await sent.unpin();
  await general.sendTyping();
  const two = await Promise.all(["one", "two"].map((content) => general.createMessage({ content })));
  await general.deleteMessages(two.map(({ id }) => id));
  step("talks, reacts, pins, deletes");

  const thread = await general.startThreadFromMessage(hello.id, {
    name: "about that",
    autoArchiveDuration: 60,
  });
  await thread.createMessage({ content: "in the thread" });
  await thread.addMember(people.bob.id);
  assert.ok((await thread.getMembers()).length >= 2);
  step("opens threads");

  const role = await guild.createRole({ name: "deployer", color: 0x336699, hoist: true });
  await guild.addMemberRole(people.bob.id, role.id, "tests");
  assert.ok((await guild.getMember(people.bob.id)).roles.includes(role.id));
  await guild.editMember(people.bob.id, { nick: "Bobby" });
  const secret = await guild.createChannel(0, { name: "secret", topic: "not for all" });
  await secret.editPermission(guildId, { type: 0, allow: 0n, deny: 1024n });
  await secret.delete();
  await guild.deleteRole(role.id);
  step("manages roles, overwrites, channels");

  assert.ok((await guild.fetchMembers({ limit: 0 })).length >= 3);
  await guild.createBan(people.bob.id, { deleteMessageSeconds: 0, reason: "tests" });
  assert.ok((await guild.getBans()).some(({ user }) => user.id === people.bob.id));
  await guild.removeBan(people.bob.id);
  assert.ok((await guild.getAuditLog({ limit: 5 })).entries.length > 0);
  const invite = await general.createInvite({ maxAge: 60 });
  await client.rest.channels.deleteInvite(invite.code);
  step("asks for members, bans, reads the audit log, invites");

  const back = Promise.race([once(client, "shardResume").catch(() => {}), once(client, "shardReady")]);
  await stage.restart();
  await back;
  const after = once(client, "messageCreate", (m: Message) => m.content === "back again");
  await stage.person("ada", "POST", `/channels/${general.id}/messages`, { content: "back again" });
  await after;
  step("carries on after the server restarts");
  client.disconnect(false);

  const sharded = clientFor(stage, { maxShards: 2 });
  sharded.on("error", () => {});
  const both = once(sharded, "ready");
  await sharded.connect();
  await both;
  assert.equal(sharded.shards.size, 2);
  assert.ok(sharded.guilds.has(guildId));
  step("runs in two shards");
  sharded.disconnect(false);
});
