import { GatewayDispatchEvents as E, GatewayIntentBits as I } from "discord-api-types/v10";

/** Every bit that means something; anything else in `intents` closes with 4013. */
export const KNOWN_INTENTS = Object.values(I).reduce<number>(
  (all, bit) => (typeof bit === "number" ? all | bit : all),
  0,
);

/** Those that are switched on in the application's page; asking for another closes with 4014. */
export const PRIVILEGED_INTENTS = I.GuildMembers | I.GuildPresences | I.MessageContent;

/** Which intent lets a dispatch through, in a guild and (second) in a private channel. 0: always; undefined: never. */
type Rule = readonly [guild: number, direct: number | undefined];

const both = (bit: number): Rule => [bit, bit];
const always: Rule = [0, 0];

/** Every dispatch that is documented for bots. What is missing here is for people's clients alone. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  [E.ApplicationCommandPermissionsUpdate, always],
  [E.EntitlementCreate, always],
  [E.EntitlementDelete, always],
  [E.EntitlementUpdate, always],
  [E.InteractionCreate, always],
  [E.RateLimited, always],
  [E.Ready, always],
  [E.Resumed, always],
  [E.GuildMembersChunk, always],
  [E.SoundboardSounds, always],
  [E.SubscriptionCreate, always],
  [E.SubscriptionDelete, always],
  [E.SubscriptionUpdate, always],
  [E.UserUpdate, always],
  [E.VoiceServerUpdate, always],
  [E.ChannelInfo, always],

  [E.GuildCreate, both(I.Guilds)],
  [E.GuildUpdate, both(I.Guilds)],
  [E.GuildDelete, both(I.Guilds)],
  [E.GuildRoleCreate, both(I.Guilds)],
  [E.GuildRoleUpdate, both(I.Guilds)],
  [E.GuildRoleDelete, both(I.Guilds)],
  // A bot learns of a private channel by the first message in it: handlers written for Discord expect a server's here.
  [E.ChannelCreate, [I.Guilds, undefined]],
  // A private channel changes for whoever is in it: there is no intent for that.
  [E.ChannelUpdate, [I.Guilds, 0]],
  [E.ChannelDelete, [I.Guilds, 0]],
  [E.ChannelPinsUpdate, [I.Guilds, I.DirectMessages]],
  [E.ThreadCreate, both(I.Guilds)],
  [E.ThreadUpdate, both(I.Guilds)],
  [E.ThreadDelete, both(I.Guilds)],
  [E.ThreadListSync, both(I.Guilds)],
  [E.ThreadMemberUpdate, both(I.Guilds)],
  [E.ThreadMembersUpdate, both(I.GuildMembers)],
  [E.StageInstanceCreate, both(I.Guilds)],
  [E.StageInstanceUpdate, both(I.Guilds)],
  [E.StageInstanceDelete, both(I.Guilds)],
  [E.VoiceChannelStatusUpdate, both(I.Guilds)],
  [E.VoiceChannelStartTimeUpdate, both(I.Guilds)],
  [E.GuildMemberAdd, both(I.GuildMembers)],
  [E.GuildMemberUpdate, both(I.GuildMembers)],
  [E.GuildMemberRemove, both(I.GuildMembers)],
  [E.GuildAuditLogEntryCreate, both(I.GuildModeration)],
  [E.GuildBanAdd, both(I.GuildModeration)],
  [E.GuildBanRemove, both(I.GuildModeration)],
  [E.GuildEmojisUpdate, both(I.GuildExpressions)],
  [E.GuildStickersUpdate, both(I.GuildExpressions)],
  [E.GuildSoundboardSoundCreate, both(I.GuildExpressions)],
  [E.GuildSoundboardSoundUpdate, both(I.GuildExpressions)],
  [E.GuildSoundboardSoundDelete, both(I.GuildExpressions)],
  [E.GuildSoundboardSoundsUpdate, both(I.GuildExpressions)],
  [E.GuildIntegrationsUpdate, both(I.GuildIntegrations)],
  [E.IntegrationCreate, both(I.GuildIntegrations)],
  [E.IntegrationUpdate, both(I.GuildIntegrations)],
  [E.IntegrationDelete, both(I.GuildIntegrations)],
  [E.WebhooksUpdate, both(I.GuildWebhooks)],
  [E.InviteCreate, both(I.GuildInvites)],
  [E.InviteDelete, both(I.GuildInvites)],
  [E.VoiceStateUpdate, both(I.GuildVoiceStates)],
  [E.VoiceChannelEffectSend, both(I.GuildVoiceStates)],
  [E.PresenceUpdate, both(I.GuildPresences)],
  [E.MessageCreate, [I.GuildMessages, I.DirectMessages]],
  [E.MessageUpdate, [I.GuildMessages, I.DirectMessages]],
  [E.MessageDelete, [I.GuildMessages, I.DirectMessages]],
  [E.MessageDeleteBulk, both(I.GuildMessages)],
  [E.MessageReactionAdd, [I.GuildMessageReactions, I.DirectMessageReactions]],
  [E.MessageReactionRemove, [I.GuildMessageReactions, I.DirectMessageReactions]],
  [E.MessageReactionRemoveAll, [I.GuildMessageReactions, I.DirectMessageReactions]],
  [E.MessageReactionRemoveEmoji, [I.GuildMessageReactions, I.DirectMessageReactions]],
  [E.MessagePollVoteAdd, [I.GuildMessagePolls, I.DirectMessagePolls]],
  [E.MessagePollVoteRemove, [I.GuildMessagePolls, I.DirectMessagePolls]],
  [E.TypingStart, [I.GuildMessageTyping, I.DirectMessageTyping]],
  [E.GuildScheduledEventCreate, both(I.GuildScheduledEvents)],
  [E.GuildScheduledEventUpdate, both(I.GuildScheduledEvents)],
  [E.GuildScheduledEventDelete, both(I.GuildScheduledEvents)],
  [E.GuildScheduledEventUserAdd, both(I.GuildScheduledEvents)],
  [E.GuildScheduledEventUserRemove, both(I.GuildScheduledEvents)],
  [E.AutoModerationRuleCreate, both(I.AutoModerationConfiguration)],
  [E.AutoModerationRuleUpdate, both(I.AutoModerationConfiguration)],
  [E.AutoModerationRuleDelete, both(I.AutoModerationConfiguration)],
  [E.AutoModerationActionExecution, both(I.AutoModerationExecution)],
]);

/** The rule of a dispatch for bots; undefined: bots do not get it. */
export function intentFor(t: string, direct: boolean): number | undefined {
  return RULES.get(t)?.[direct ? 1 : 0];
}
