import assert from "node:assert/strict";
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  GatewayOpcodes,
  InteractionType,
  MessageFlags,
} from "discord-api-types/v10";
import type {
  AnyInteraction,
  AutocompleteInteraction,
  CommandInteraction,
  ComponentInteraction,
  Message,
  ModalSubmitInteraction,
} from "eris";
import { clientFor } from "./eris-client.ts";
import { cutConnections, once, play, step } from "./stage.ts";

await play(async (stage) => {
  const { channels, people, guildId } = stage;
  const client = clientFor(stage);
  client.on("error", () => {});
  const ready = once(client, "ready");
  await client.connect();
  await ready;
  const next = <T>(type: InteractionType) =>
    once<T>(client, "interactionCreate", (one: AnyInteraction) => one.type === type);

  const build = { type: ApplicationCommandOptionType.String, name: "build" } as const;
  const described = { ...build, description: "Which", required: true, autocomplete: true };
  const [deploy, greet] = await client.bulkEditCommands([
    { type: ApplicationCommandType.ChatInput, name: "deploy", description: "Ships it", options: [described] },
    { type: ApplicationCommandType.User, name: "Greet", description: "" },
  ]);
  assert.ok(deploy && greet);
  const here = { type: ApplicationCommandType.ChatInput, name: "here", description: "Here alone" } as const;
  assert.equal((await client.bulkEditGuildCommands(guildId, [here]))[0]?.name, "here");
  step("registers commands, for all and for a server");

  const own = { id: deploy.id, name: "deploy", type: ApplicationCommandType.ChatInput };
  const asked = next<AutocompleteInteraction>(InteractionType.ApplicationCommandAutocomplete);
  await stage.interact("bob", InteractionType.ApplicationCommandAutocomplete, {
    ...own,
    options: [{ ...build, value: "v1", focused: true }],
  });
  await (await asked).result([{ name: "v1.2", value: "v1.2" }]);
  step("completes what is typed");

  const used = next<CommandInteraction>(InteractionType.ApplicationCommand);
  await stage.interact("bob", InteractionType.ApplicationCommand, {
    ...own,
    options: [{ ...build, value: "v1.2" }],
  });
  const command = await used;
  assert.equal(command.data.name, "deploy");
  assert.equal(command.member?.id, people.bob.id);
  await command.defer();
  const button = (label: string, custom_id: string) =>
    ({ type: ComponentType.Button, style: 1, label, custom_id }) as const;
  const reply = await command.editOriginalMessage({
    content: "Ship it?",
    components: [
      { type: ComponentType.ActionRow, components: [button("Yes", "yes"), button("Say why", "why")] },
    ],
  });
  const whisper = await command.createFollowup({ content: "Only you", flags: MessageFlags.Ephemeral });
  assert.equal(whisper.flags & MessageFlags.Ephemeral, MessageFlags.Ephemeral);
  step("answers a command later, and follows up for one person");

  const press = async (custom_id: string) => {
    const heard = next<ComponentInteraction>(InteractionType.MessageComponent);
    const data = { component_type: ComponentType.Button, custom_id };
    await stage.interact("bob", InteractionType.MessageComponent, data, { message_id: reply.id });
    return heard;
  };
  const pressed = await press("yes");
  assert.equal(pressed.data.custom_id, "yes");
  await pressed.editParent({ content: "Shipping" });
  assert.equal((await client.getMessage(channels.general, reply.id)).content, "Shipping");
  step("hears buttons");

  const why = await press("why");
  await why.createModal({
    title: "Why?",
    custom_id: "reasons",
    components: [
      {
        type: ComponentType.ActionRow,
        components: [{ type: ComponentType.TextInput, custom_id: "reason", label: "Reason", style: 2 }],
      },
    ],
  });
  const sent = next<ModalSubmitInteraction>(InteractionType.ModalSubmit);
  const input = { type: ComponentType.TextInput, custom_id: "reason", value: "It is Friday" };
  await stage.interact("bob", InteractionType.ModalSubmit, {
    id: why.id,
    custom_id: "reasons",
    components: [{ type: ComponentType.ActionRow, components: [input] }],
  });
  const submitted = await sent;
  assert.equal(submitted.data.custom_id, "reasons");
  assert.equal(submitted.data.components[0]?.components[0]?.value, "It is Friday");
  await submitted.createMessage({ content: "Noted", flags: MessageFlags.Ephemeral });
  step("opens a form and reads it");

  const greeted = next<CommandInteraction>(InteractionType.ApplicationCommand);
  await stage.interact("bob", InteractionType.ApplicationCommand, {
    id: greet.id,
    name: "Greet",
    type: ApplicationCommandType.User,
    target_id: people.ada.id,
  });
  await (await greeted).createMessage("Hello, Ada");
  step("answers from a person's menu");

  const guild = client.guilds.get(guildId);
  assert.ok(guild);
  const there = once(client, "voiceChannelJoin");
  const d = { guild_id: guildId, channel_id: channels.voice, self_mute: false, self_deaf: true };
  guild.shard.sendWS(GatewayOpcodes.VoiceStateUpdate, d);
  await there;
  assert.equal(guild.voiceStates.get(stage.applicationId)?.channelID, channels.voice);
  const gone = once(client, "voiceChannelLeave");
  await client.editGuildMember(guildId, stage.applicationId, { channelID: null });
  await gone;
  step("enters a voice channel and leaves");

  const hook = await client.createChannelWebhook(channels.general, { name: "Builds" });
  assert.ok(hook.token);
  const said = await client.executeWebhook(hook.id, hook.token, {
    wait: true,
    content: "green",
    username: "CI",
    file: { name: "build.log", file: Buffer.from("log") },
  });
  assert.equal(said.author.username, "CI");
  const red = await client.editWebhookMessage(hook.id, hook.token, said.id, { content: "red" });
  assert.equal(red.content, "red");
  await client.deleteWebhookMessage(hook.id, hook.token, said.id);
  await client.deleteWebhook(hook.id, hook.token);
  step("makes, uses and ends a webhook");

  const began = Date.now();
  const texts = Array.from({ length: 14 }, (_, n) => `message ${n}`);
  const many = await Promise.all(texts.map((text) => client.createMessage(channels.general, text)));
  assert.equal(new Set(many.map(({ id }) => id)).size, 14);
  assert.ok(Date.now() - began > 1_000, "the library was not held back");
  step("waits as long as rate limits say, and loses nothing");

  const resumed = once(client, "shardResume");
  const missed = once<Message>(client, "messageCreate", (m: Message) => m.content === "in the gap");
  cutConnections(stage);
  await stage.person("bob", "POST", `/channels/${channels.general}/messages`, { content: "in the gap" });
  await resumed;
  await missed;
  step("resumes after its connection broke, and hears what it missed");
  client.disconnect({ reconnect: false });
});
