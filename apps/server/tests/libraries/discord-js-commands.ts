import assert from "node:assert/strict";
import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type AutocompleteInteraction,
  ButtonBuilder,
  type ButtonInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  ComponentType,
  ContainerBuilder,
  Events,
  GatewayOpcodes,
  GatewayIntentBits as I,
  type Interaction,
  InteractionType,
  type Message,
  MessageFlags,
  ModalBuilder,
  type ModalSubmitInteraction,
  RESTEvents,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  type StringSelectMenuInteraction,
  type TextChannel,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  type UserContextMenuCommandInteraction,
  type VoiceState,
  WebhookClient,
} from "discord.js";
import { cutConnections, once, play, step } from "./stage.ts";

const { ChatInput, User } = ApplicationCommandType;

await play(async (stage) => {
  const { channels, people, guildId } = stage;
  const rest = { api: `${stage.url}/api`, cdn: stage.url };
  const client = new Client({
    intents: [I.Guilds, I.GuildMessages, I.MessageContent, I.GuildWebhooks, I.GuildVoiceStates],
    rest,
  });
  const ready = once<Client<true>>(client, Events.ClientReady);
  await client.login(stage.token);
  const { application, guilds } = await ready;
  const general = guilds.cache.get(guildId)?.channels.cache.get(channels.general) as TextChannel;
  const next = <T extends Interaction>(is: (one: Interaction) => boolean) =>
    once<T>(client, Events.InteractionCreate, is);

  const deploy = new SlashCommandBuilder()
    .setName("deploy")
    .setDescription("Ships a build")
    .setDescriptionLocalizations({ fr: "Livre une version" })
    .addStringOption((o) =>
      o.setName("build").setDescription("Which").setRequired(true).setAutocomplete(true),
    )
    .addIntegerOption((o) => o.setName("share").setDescription("Percent").setMinValue(1).setMaxValue(100))
    .addUserOption((o) => o.setName("reviewer").setDescription("Who looked at it"));
  const commands = await application.commands.set([deploy, { name: "Greet", type: User }]);
  const idOf = (name: string) => commands.find((one) => one.name === name)?.id ?? "";
  await application.commands.create({ name: "here", description: "Here alone" }, guildId);
  assert.equal((await application.commands.fetch({ guildId })).first()?.name, "here");
  step("registers commands, for all and for a server");

  const asked = next<AutocompleteInteraction>((one) => one.isAutocomplete());
  const build = { type: ApplicationCommandOptionType.String, name: "build", value: "v1" };
  const own = { id: idOf("deploy"), name: "deploy", type: ChatInput };
  await stage.interact("bob", InteractionType.ApplicationCommandAutocomplete, {
    ...own,
    options: [{ ...build, focused: true }],
  });
  const typing = await asked;
  assert.equal(typing.options.getFocused(), "v1");
  await typing.respond([{ name: "v1.2", value: "v1.2" }]);
  step("completes what is typed");

  const used = next<ChatInputCommandInteraction>((one) => one.isChatInputCommand());
  await stage.interact("bob", InteractionType.ApplicationCommand, {
    ...own,
    options: [
      { ...build, value: "v1.2" },
      { type: ApplicationCommandOptionType.Integer, name: "share", value: 50 },
      { type: ApplicationCommandOptionType.User, name: "reviewer", value: people.ada.id },
    ],
  });
  const command = await used;
  assert.equal(command.options.getString("build", true), "v1.2");
  assert.equal(command.options.getInteger("share"), 50);
  assert.equal(command.options.getUser("reviewer")?.id, people.ada.id);
  assert.equal(command.user.id, people.bob.id);
  assert.ok(command.inCachedGuild());
  await command.deferReply();
  await command.editReply({
    content: "Ship it?",
    components: [
      new ActionRowBuilder<ButtonBuilder>().addComponents(
        new ButtonBuilder().setCustomId("yes").setLabel("Yes").setStyle(ButtonStyle.Success),
        new ButtonBuilder().setCustomId("why").setLabel("Say why").setStyle(ButtonStyle.Secondary),
      ),
      new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
        new StringSelectMenuBuilder()
          .setCustomId("where")
          .addOptions({ label: "Stage", value: "stage" }, { label: "Production", value: "production" }),
      ),
    ],
  });
  const reply = await command.fetchReply();
  const whisper = await command.followUp({ content: "Only you", flags: MessageFlags.Ephemeral });
  assert.ok(whisper.flags.has(MessageFlags.Ephemeral));
  step("answers a command later, and follows up for one person");

  const message = { message_id: reply.id };
  const pressed = next<ButtonInteraction>((one) => one.isButton() && one.customId === "yes");
  await stage.interact(
    "bob",
    InteractionType.MessageComponent,
    { component_type: 2, custom_id: "yes" },
    message,
  );
  await (await pressed).update({ content: "Shipping" });
  assert.equal((await general.messages.fetch({ message: reply.id, force: true })).content, "Shipping");
  const chosen = next<StringSelectMenuInteraction>((one) => one.isStringSelectMenu());
  await stage.interact(
    "bob",
    InteractionType.MessageComponent,
    { component_type: 3, custom_id: "where", values: ["stage"] },
    message,
  );
  const select = await chosen;
  assert.deepEqual(select.values, ["stage"]);
  await select.deferUpdate();
  step("hears buttons and selects");

  const wanted = next<ButtonInteraction>((one) => one.isButton() && one.customId === "why");
  await stage.interact(
    "bob",
    InteractionType.MessageComponent,
    { component_type: 2, custom_id: "why" },
    message,
  );
  const why = await wanted;
  const reason = new TextInputBuilder().setCustomId("reason").setStyle(TextInputStyle.Paragraph);
  await why.showModal(
    new ModalBuilder()
      .setCustomId("reasons")
      .setTitle("Why?")
      .addLabelComponents((label) => label.setLabel("Reason").setTextInputComponent(reason)),
  );
  const sent = next<ModalSubmitInteraction>((one) => one.isModalSubmit());
  await stage.interact("bob", InteractionType.ModalSubmit, {
    id: why.id,
    custom_id: "reasons",
    components: [{ type: 18, component: { type: 4, custom_id: "reason", value: "It is Friday" } }],
  });
  const submitted = await sent;
  assert.equal(submitted.fields.getTextInputValue("reason"), "It is Friday");
  await submitted.reply({ content: "Noted", flags: MessageFlags.Ephemeral });
  step("opens a form and reads it");

  const again = next<ButtonInteraction>((one) => one.isButton() && one.customId === "why");
  const press = { component_type: 2, custom_id: "why" };
  await stage.interact("bob", InteractionType.MessageComponent, press, message);
  const asking = await again;
  await asking.showModal(
    new ModalBuilder()
      .setCustomId("evidence")
      .setTitle("Show us")
      .addLabelComponents(
        (label) =>
          label
            .setLabel("Logs")
            .setFileUploadComponent((one) => one.setCustomId("logs").setMinValues(1).setMaxValues(2)),
        (label) =>
          label
            .setLabel("How bad")
            .setRadioGroupComponent((one) =>
              one
                .setCustomId("bad")
                .addOptions({ label: "A little", value: "little" }, { label: "Very", value: "very" }),
            ),
        (label) =>
          label
            .setLabel("Where")
            .setCheckboxGroupComponent((one) =>
              one
                .setCustomId("stages")
                .addOptions({ label: "Stage", value: "stage" }, { label: "Production", value: "production" }),
            ),
        (label) => label.setLabel("Tell me").setCheckboxComponent((one) => one.setCustomId("tell")),
      ),
  );
  const filled = next<ModalSubmitInteraction>((one) => one.isModalSubmit() && one.customId === "evidence");
  const fields = [
    { type: ComponentType.FileUpload, custom_id: "logs", values: ["1", "0"] },
    { type: ComponentType.RadioGroup, custom_id: "bad", value: "very" },
    { type: ComponentType.CheckboxGroup, custom_id: "stages", values: ["stage", "production"] },
    { type: ComponentType.Checkbox, custom_id: "tell", value: true },
  ];
  await stage.interact(
    "bob",
    InteractionType.ModalSubmit,
    {
      id: asking.id,
      custom_id: "evidence",
      components: fields.map((component) => ({ type: ComponentType.Label, component })),
    },
    {},
    [new File(["it rains"], "first.txt"), new File(["it pours"], "second.txt")],
  );
  const evidence = await filled;
  await evidence.reply({ content: "Thank you", flags: MessageFlags.Ephemeral });
  const logs = [...evidence.fields.getUploadedFiles("logs", true).values()];
  assert.deepEqual(
    logs.map(({ name }) => name),
    ["second.txt", "first.txt"],
  );
  assert.equal(await (await fetch(logs[0]?.url ?? "")).text(), "it pours");
  assert.equal(evidence.fields.getRadioGroup("bad"), "very");
  assert.deepEqual(evidence.fields.getCheckboxGroup("stages"), ["stage", "production"]);
  assert.equal(evidence.fields.getCheckbox("tell"), true);
  step("asks for files, radio buttons and boxes in a form, and reads them");

  const greeted = next<UserContextMenuCommandInteraction>((one) => one.isUserContextMenuCommand());
  await stage.interact("bob", InteractionType.ApplicationCommand, {
    id: idOf("Greet"),
    name: "Greet",
    type: User,
    target_id: people.ada.id,
  });
  const greet = await greeted;
  assert.equal(greet.targetUser.id, people.ada.id);
  const text = new TextDisplayBuilder().setContent("## Hello");
  await greet.reply({
    flags: MessageFlags.IsComponentsV2,
    components: [new ContainerBuilder().setAccentColor(0x336699).addTextDisplayComponents(text)],
  });
  assert.ok((await greet.fetchReply()).flags.has(MessageFlags.IsComponentsV2));
  step("answers from a person's menu with a layout");

  const there = once<VoiceState>(client, Events.VoiceStateUpdate, (_: VoiceState, now: VoiceState) =>
    Boolean(now.channelId),
  );
  const { guild } = general;
  const d = { guild_id: guildId, channel_id: channels.voice, self_mute: false, self_deaf: true };
  guild.shard.send({ op: GatewayOpcodes.VoiceStateUpdate, d });
  await there;
  const { voice } = await guild.members.fetchMe();
  assert.equal(voice.channelId, channels.voice);
  assert.equal(voice.selfDeaf, true);
  await voice.setMute(true, "tests");
  const gone = once(client, Events.VoiceStateUpdate, (_: VoiceState, now: VoiceState) => !now.channelId);
  await voice.disconnect();
  await gone;
  assert.equal(guild.voiceStates.cache.get(stage.applicationId)?.channelId ?? null, null);
  step("enters a voice channel, is muted, leaves");

  const hook = await general.createWebhook({ name: "Builds" });
  const said = await hook.send({
    content: "green",
    username: "CI",
    files: [{ attachment: Buffer.from("log"), name: "build.log" }],
  });
  assert.equal(said.author.username, "CI");
  const byToken = new WebhookClient({ id: hook.id, token: hook.token ?? "" }, { rest });
  await byToken.editMessage(said.id, { content: "red", attachments: [] });
  assert.equal((await byToken.fetchMessage(said.id)).content, "red");
  await byToken.deleteMessage(said.id);
  assert.ok((await general.fetchWebhooks()).has(hook.id));
  await hook.delete();
  step("makes, uses and ends a webhook");

  let held = 0;
  client.rest.on(RESTEvents.RateLimited, () => held++);
  const many = await Promise.all(Array.from({ length: 14 }, (_, n) => general.send(`message ${n}`)));
  assert.equal(new Set(many.map(({ id }) => id)).size, 14);
  assert.ok(held > 0, "the library was not held back");
  step("waits as long as rate limits say, and loses nothing");

  const resumed = once(client, Events.ShardResume);
  cutConnections(stage);
  // Said while nobody was listening.
  const missed = once<Message>(client, Events.MessageCreate, (m: Message) => m.content === "in the gap");
  await stage.person("bob", "POST", `/channels/${general.id}/messages`, { content: "in the gap" });
  await resumed;
  await missed;
  step("resumes after its connection broke, and hears what it missed");
  await client.destroy();
});
