import assert from "node:assert/strict";
import {
  AttachmentBuilder,
  ChannelType,
  Client,
  EmbedBuilder,
  Events,
  type GuildTextBasedChannel,
  GatewayIntentBits as I,
  type Message,
  PermissionFlagsBits as P,
  Partials,
  type TextChannel,
} from "discord.js";
import { once, play, type Stage, step } from "./stage.ts";

const intents = [
  I.Guilds,
  I.GuildMembers,
  I.GuildModeration,
  I.GuildMessages,
  I.GuildMessageReactions,
  I.GuildMessageTyping,
  I.GuildPresences,
  I.GuildInvites,
  I.GuildWebhooks,
  I.GuildIntegrations,
  I.GuildVoiceStates,
  I.MessageContent,
  I.DirectMessages,
  I.GuildScheduledEvents,
  I.AutoModerationConfiguration,
];

const clientFor = ({ url }: Stage, more = {}) =>
  new Client({
    intents,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    rest: { api: `${url}/api`, cdn: url },
    ...more,
  });

await play(async (stage) => {
  const { token, guildId, channels, people } = stage;
  const client = clientFor(stage);
  const ready = once<Client<true>>(client, Events.ClientReady);
  await client.login(token);
  const { user, application } = await ready;
  assert.equal(user.id, stage.applicationId);
  assert.equal(application.id, stage.applicationId);
  step("logs in");

  const guild = client.guilds.cache.get(guildId);
  assert.ok(guild);
  assert.equal(guild.name, "Tessera");
  assert.equal(guild.ownerId, people.ada.id);
  assert.ok(guild.channels.cache.size >= 6);
  assert.ok(guild.roles.everyone.permissions.has(P.ViewChannel));
  const general = guild.channels.cache.get(channels.general) as TextChannel;
  assert.equal(general.name, "general");
  assert.equal(guild.members.me?.id, user.id);
  step("fills its cache");

  const heard = once<Message>(client, Events.MessageCreate, (m: Message) => m.author.id === people.bob.id);
  await stage.person("bob", "POST", `/channels/${general.id}/messages`, { content: "hello **bot**" });
  const hello = await heard;
  assert.equal(hello.content, "hello **bot**");
  assert.equal(hello.member?.id, people.bob.id);
  const answer = await hello.reply({
    content: "hello yourself",
    embeds: [
      new EmbedBuilder()
        .setTitle("Build 14")
        .setURL("https://ci.example.org/14")
        .setColor(0xc65d3b)
        .setDescription("all green")
        .setAuthor({ name: "CI" })
        .addFields({ name: "took", value: "41 s", inline: true })
        .setFooter({ text: "palabre" })
        .setTimestamp(new Date(0)),
    ],
    files: [new AttachmentBuilder(Buffer.from("log line"), { name: "build.log", description: "the log" })],
  });
  assert.equal(answer.reference?.messageId, hello.id);
  assert.equal(answer.embeds[0]?.fields[0]?.value, "41 s");
  const file = answer.attachments.first();
  assert.equal(file?.name, "build.log");
  assert.equal(await (await fetch(file.url)).text(), "log line");
  const edited = await answer.edit({ content: "hello again", embeds: [] });
  assert.equal(edited.content, "hello again");
  assert.ok(edited.editedTimestamp);
  const fetched = await general.messages.fetch({ limit: 10 });
  assert.ok(fetched.has(answer.id) && fetched.has(hello.id));
  step("talks: replies, embeds, files, edits, history");

  const collected = answer.awaitReactions({ max: 1, time: 15_000, errors: ["time"] });
  await stage.person(
    "bob",
    "PUT",
    `/channels/${general.id}/messages/${answer.id}/reactions/${encodeURIComponent("👍")}/@me`,
  );
  assert.equal((await collected).first()?.emoji.name, "👍");
  await answer.react("🎉");
  assert.equal(answer.reactions.cache.get("🎉")?.me, true);
  const who = await answer.reactions.cache.get("👍")?.users.fetch();
  assert.ok(who?.has(people.bob.id));
  await answer.reactions.removeAll();
  const waiting = general.awaitMessages({
    filter: (m) => m.content === "yes",
    max: 1,
    time: 15_000,
    errors: ["time"],
  });
  await stage.person("bob", "POST", `/channels/${general.id}/messages`, { content: "no" });
  await stage.person("bob", "POST", `/channels/${general.id}/messages`, { content: "yes" });
  assert.equal((await waiting).size, 1);
  step("collects reactions and messages");

  await answer.pin();
  assert.ok((await general.messages.fetchPins()).items.some(({ message }) => message.id === answer.id));
  await answer.unpin();
  await general.sendTyping();
  const three = await Promise.all(["one", "two", "three"].map((content) => general.send(content)));
  const deleted = await general.bulkDelete(three);
  assert.equal(deleted.size, 3);
  step("pins, types, deletes in bulk");

  const thread = await hello.startThread({ name: "about that", autoArchiveDuration: 60 });
  await thread.send("in the thread");
  await thread.members.add(people.bob.id);
  assert.ok((await thread.members.fetch()).has(people.bob.id));
  await thread.setArchived(true);
  assert.equal(thread.archived, true);
  const forum = guild.channels.cache.get(channels.help);
  assert.equal(forum?.type, ChannelType.GuildForum);
  const post = await forum.threads.create({ name: "how?", message: { content: "like this" } });
  assert.equal((await post.fetchStarterMessage())?.content, "like this");
  step("opens threads and posts");

  const role = await guild.roles.create({
    name: "deployer",
    colors: { primaryColor: 0x336699 },
    hoist: true,
    reason: "tests",
  });
  const bob = await guild.members.fetch(people.bob.id);
  const changed = once(client, Events.GuildMemberUpdate);
  await bob.roles.add(role);
  await changed;
  assert.ok(guild.members.cache.get(people.bob.id)?.roles.cache.has(role.id));
  await bob.setNickname("Bobby", "tests");
  assert.equal((await guild.members.fetch({ user: people.bob.id, force: true })).nickname, "Bobby");
  const secret = await guild.channels.create({
    name: "secret",
    type: ChannelType.GuildText,
    topic: "not for all",
    permissionOverwrites: [
      { id: guild.roles.everyone.id, deny: [P.ViewChannel] },
      { id: user.id, allow: [P.ViewChannel] },
    ],
  });
  assert.equal(secret.permissionsFor(bob)?.has(P.ViewChannel), false);
  const opened = once(client, Events.ChannelUpdate);
  await secret.permissionOverwrites.edit(role, { ViewChannel: true });
  await opened;
  assert.equal(secret.permissionsFor(await bob.fetch())?.has(P.ViewChannel), true);
  await secret.setName("secrets");
  await secret.delete();
  await role.edit({ name: "deployers", permissions: [P.ViewChannel] });
  await role.delete();
  step("manages roles, overwrites, channels, nicknames");

  const all = await guild.members.fetch();
  assert.ok(all.size >= 3);
  assert.equal((await guild.members.fetch({ query: "bo", limit: 5 })).first()?.id, people.bob.id);
  assert.equal((await guild.members.search({ query: "bo", limit: 5 })).first()?.id, people.bob.id);
  step("asks for members in chunks");

  const invite = await guild.invites.create(general.id, { maxAge: 60, maxUses: 1 });
  assert.ok((await guild.invites.fetch()).has(invite.code));
  await invite.delete();
  await bob.timeout(60_000, "tests");
  assert.ok((await bob.fetch(true)).isCommunicationDisabled());
  await bob.timeout(null);
  const banned = once(client, Events.GuildBanAdd);
  await guild.members.ban(people.bob.id, { deleteMessageSeconds: 0, reason: "tests" });
  await banned;
  assert.ok((await guild.bans.fetch()).has(people.bob.id));
  await guild.members.unban(people.bob.id);
  const log = await guild.fetchAuditLogs({ limit: 5 });
  assert.equal(log.entries.first()?.executor?.id, user.id);
  step("moderates, and reads the audit log");

  const resumed = once(client, Events.ShardResume);
  const again = once(client, Events.ClientReady).catch(() => {});
  const reconnected = Promise.race([resumed.catch(() => {}), once(client, Events.ShardReady)]);
  await stage.restart();
  await reconnected;
  void again;
  const after = once<Message>(client, Events.MessageCreate, (m: Message) => m.content === "back again");
  await stage.person("ada", "POST", `/channels/${general.id}/messages`, { content: "back again" });
  await after;
  step("carries on after the server restarts");
  await client.destroy();

  const sharded = clientFor(stage, { shards: [0, 1], shardCount: 2 });
  const both = once<Client<true>>(sharded, Events.ClientReady);
  await sharded.login(token);
  const { ws, guilds } = await both;
  assert.equal(ws.shards.size, 2);
  assert.ok(guilds.cache.has(guildId));
  const home = guilds.cache.get(guildId)?.channels.cache.get(general.id) as GuildTextBasedChannel;
  await home.send("from one of two shards");
  step("runs in two shards");
  await sharded.destroy();
});
