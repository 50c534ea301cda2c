import assert from "node:assert/strict";
import {
  type AnyInteractionGateway,
  ApplicationCommandOptionTypes,
  ApplicationCommandTypes,
  type AutocompleteInteraction,
  ButtonStyles,
  type CommandInteraction,
  type ComponentInteraction,
  ComponentTypes,
  InteractionTypes,
  type Message,
  MessageFlags,
  type ModalSubmitInteraction,
  type TextChannel,
  TextInputStyles,
} from "oceanic.js";
import { clientFor } from "./oceanic-client.ts";
import { cutConnections, once, play, step } from "./stage.ts";

await play(async (stage) => {
  const { channels, people, guildId } = stage;
  const client = clientFor(stage);
  client.on("error", () => {});
  const ready = once(client, "ready");
  await client.connect();
  await ready;
  const general = client.getChannel<TextChannel>(channels.general);
  assert.ok(general);
  const next = <T>(type: InteractionTypes) =>
    once<T>(client, "interactionCreate", (one: AnyInteractionGateway) => one.type === type);

  const build = { type: ApplicationCommandOptionTypes.STRING, name: "build" } as const;
  const options = [{ ...build, description: "Which", required: true, autocomplete: true } as const];
  const [deploy, greet] = await client.application.bulkEditGlobalCommands([
    { type: ApplicationCommandTypes.CHAT_INPUT, name: "deploy", description: "Ships it", options },
    { type: ApplicationCommandTypes.USER, name: "Greet" },
  ]);
  assert.ok(deploy && greet);
  const here = { type: ApplicationCommandTypes.CHAT_INPUT, name: "here", description: "Here alone" } as const;
  assert.equal((await client.application.bulkEditGuildCommands(guildId, [here]))[0]?.name, "here");
  step("registers commands, for all and for a server");

  const own = { id: deploy.id, name: "deploy", type: ApplicationCommandTypes.CHAT_INPUT };
  const asked = next<AutocompleteInteraction>(InteractionTypes.APPLICATION_COMMAND_AUTOCOMPLETE);
  await stage.interact("bob", InteractionTypes.APPLICATION_COMMAND_AUTOCOMPLETE, {
    ...own,
    options: [{ ...build, value: "v1", focused: true }],
  });
  const typing = await asked;
  assert.equal(typing.data.options.getFocused()?.value, "v1");
  await typing.result([{ name: "v1.2", value: "v1.2" }]);
  step("completes what is typed");

  const used = next<CommandInteraction>(InteractionTypes.APPLICATION_COMMAND);
  const given = [{ ...build, value: "v1.2" }];
  await stage.interact("bob", InteractionTypes.APPLICATION_COMMAND, { ...own, options: given });
  const command = await used;
  assert.equal(command.data.options.getString("build", true), "v1.2");
  assert.equal(command.user.id, people.bob.id);
  await command.defer();
  const button = (label: string, customID: string) =>
    ({ type: ComponentTypes.BUTTON, style: ButtonStyles.PRIMARY, label, customID }) as const;
  const reply = await command.editOriginal({
    content: "Ship it?",
    components: [
      { type: ComponentTypes.ACTION_ROW, components: [button("Yes", "yes"), button("Say why", "why")] },
    ],
  });
  const followUp = await command.createFollowup({ content: "Only you", flags: MessageFlags.EPHEMERAL });
  assert.equal((await followUp.getMessage()).content, "Only you");
  step("answers a command later, and follows up for one person");

  const press = async (custom_id: string) => {
    const heard = next<ComponentInteraction>(InteractionTypes.MESSAGE_COMPONENT);
    const data = { component_type: ComponentTypes.BUTTON, custom_id };
    await stage.interact("bob", InteractionTypes.MESSAGE_COMPONENT, data, { message_id: reply.id });
    return heard;
  };
  await (await press("yes")).editParent({ content: "Shipping" });
  assert.equal((await general.getMessage(reply.id)).content, "Shipping");
  step("hears buttons");

  const why = await press("why");
  await why.createModal({
    title: "Why?",
    customID: "reasons",
    components: [
      {
        type: ComponentTypes.ACTION_ROW,
        components: [
          {
            type: ComponentTypes.TEXT_INPUT,
            customID: "reason",
            label: "Reason",
            style: TextInputStyles.PARAGRAPH,
          },
        ],
      },
    ],
  });
  const sent = next<ModalSubmitInteraction>(InteractionTypes.MODAL_SUBMIT);
  const input = { type: ComponentTypes.TEXT_INPUT, custom_id: "reason", value: "It is Friday" };
  await stage.interact("bob", InteractionTypes.MODAL_SUBMIT, {
    id: why.id,
    custom_id: "reasons",
    components: [{ type: ComponentTypes.ACTION_ROW, components: [input] }],
  });
  const submitted = await sent;
  assert.equal(submitted.data.components.getTextInput("reason", true), "It is Friday");
  await submitted.createMessage({ content: "Noted", flags: MessageFlags.EPHEMERAL });
  step("opens a form and reads it");

  const greeted = next<CommandInteraction>(InteractionTypes.APPLICATION_COMMAND);
  await stage.interact("bob", InteractionTypes.APPLICATION_COMMAND, {
    id: greet.id,
    name: "Greet",
    type: ApplicationCommandTypes.USER,
    target_id: people.ada.id,
  });
  const greeting = await greeted;
  assert.equal(greeting.data.target?.id, people.ada.id);
  await greeting.createMessage({
    flags: MessageFlags.IS_COMPONENTS_V2,
    components: [
      {
        type: ComponentTypes.CONTAINER,
        accentColor: 0x336699,
        components: [{ type: ComponentTypes.TEXT_DISPLAY, content: "## Hello" }],
      },
    ],
  });
  step("answers from a person's menu with a layout");

  const { guild } = general;
  const there = once(client, "voiceChannelJoin");
  guild.shard.updateVoiceState(guildId, channels.voice, { selfDeaf: true, selfMute: false });
  await there;
  assert.equal(guild.voiceStates.get(stage.applicationId)?.channelID, channels.voice);
  const gone = once(client, "voiceChannelLeave");
  await guild.editMember(stage.applicationId, { channelID: null });
  await gone;
  step("enters a voice channel and leaves");

  const { webhooks } = client.rest;
  const hook = await webhooks.create(general.id, { name: "Builds" });
  assert.ok(hook.token);
  const said = await webhooks.execute(hook.id, hook.token, {
    wait: true,
    content: "green",
    username: "CI",
    files: [{ name: "build.log", contents: Buffer.from("log") }],
  });
  assert.equal(said.author.username, "CI");
  const red = await webhooks.editMessage(hook.id, hook.token, said.id, { content: "red" });
  assert.equal(red.content, "red");
  await webhooks.deleteMessage(hook.id, hook.token, said.id);
  await webhooks.delete(hook.id);
  step("makes, uses and ends a webhook");

  const began = Date.now();
  const texts = Array.from({ length: 14 }, (_, n) => `message ${n}`);
  const many = await Promise.all(texts.map((content) => general.createMessage({ content })));
  assert.equal(new Set(many.map(({ id }) => id)).size, 14);
  assert.ok(Date.now() - began > 1_000, "the library was not held back");
  step("waits as long as rate limits say, and loses nothing");

  const resumed = once(client, "shardResume");
  const missed = once<Message>(client, "messageCreate", (m: Message) => m.content === "in the gap");
  cutConnections(stage);
  await stage.person("bob", "POST", `/channels/${general.id}/messages`, { content: "in the gap" });
  await resumed;
  await missed;
  step("resumes after its connection broke, and hears what it missed");
  client.disconnect(false);
});
