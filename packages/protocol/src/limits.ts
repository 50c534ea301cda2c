/** What one may send or hold. Counts of text are in Unicode code points unless said otherwise. */
export const LIMITS = {
  usernameMin: 2,
  usernameMax: 32,
  displayName: 32,
  /** UTF-16 units; longer ones would only cost hashing time. */
  passwordMin: 8,
  passwordMax: 128,
  email: 254,
  bio: 190,
  pronouns: 40,
  customStatus: 128,
  messageLength: 2_000,
  /** Unicode code points of a message's nonce. */
  nonce: 25,
  draftLength: 4_000,
  channelName: 100,
  /** People in a room, its owner included. */
  roomSize: 100,
  /** Rooms and 1:1 chats one person may be in. */
  conversations: 1_000,
  friends: 1_000,
  blocked: 1_000,
  pendingRequests: 200,
  reactionsPerMessage: 20,
  pinsPerChannel: 250,
  filesPerMessage: 10,
  fileName: 255,
  fileDescription: 1_024,
  /** Bytes of a JSON body. */
  jsonBody: 1_048_576,
  /** Bytes of an avatar or icon as it is uploaded. */
  imageUpload: 10 * 1_048_576,
  messagesPage: 100,
  /** Servers one person may be in. */
  guilds: 200,
  guildName: 100,
  guildDescription: 300,
  /** Channels of a server, its categories among them. */
  guildChannels: 500,
  channelsPerCategory: 50,
  roles: 250,
  roleName: 100,
  guildMembers: 100_000,
  /** Of a channel, and of all channels of a server: each of its members is told them. */
  overwrites: 500,
  guildOverwrites: 10_000,
  channelTopic: 1_024,
  forumTopic: 4_096,
  /** Seconds of slow mode. */
  slowMode: 21_600,
  nick: 32,
  guildInvites: 1_000,
  /** Applications that wait, of a server and of a person. */
  joinRequests: 1_000,
  ownJoinRequests: 100,
  /** Code points. */
  rejectionReason: 160,
  shortAnswer: 150,
  longAnswer: 1_000,
  /** People that an invitation is for. */
  inviteTargets: 1_000,
  onboardingPrompts: 15,
  onboardingOptions: 50,
  bans: 100_000,
  activeThreads: 1_000,
  threadMembers: 1_000,
  forumTags: 20,
  tagName: 20,
  tagsPerPost: 5,
  /** Channels that follow one, and what one follows. */
  followers: 100,
  webhooksPerChannel: 15,
  /** Applications of one person. */
  applications: 50,
  applicationName: 32,
  applicationDescription: 400,
  /** Addresses one returns to after consent. */
  redirects: 10,
  /** Commands of an application, for all servers and again for each one: typed, and of each menu. */
  chatCommands: 100,
  menuCommands: 15,
  /** Code points of all that a command says, its options with it. */
  commandText: 8_000,
  commandOptions: 25,
  commandPermissions: 100,
  /** Commands that a person is offered in one place. */
  commandIndex: 2_000,
  /** Milliseconds in which a bot has to answer, and for which it may write on. */
  interactionAnswer: 3_000,
  interactionLife: 15 * 60_000,
  /** Bytes that an application's endpoint may answer with. */
  endpointAnswer: 1_048_576,
  textInput: 4_000,
  choices: 25,
  /** Rows of a message, and components of one that has the flag IS_COMPONENTS_V2. */
  actionRows: 5,
  components: 40,
  /** Code points of all texts of such a message together. */
  componentsText: 4_000,
  customId: 100,
  buttonUrl: 512,
  /** Characters of an address. */
  address: 2_048,
  /** Custom emojis of a server, still and animated ones counted by themselves; and of an application. */
  emojis: 50,
  applicationEmojis: 2_000,
  emojiName: 32,
  /** Bytes of an emoji's picture as it is uploaded. */
  emojiUpload: 262_144,
  webhooksPerGuild: 1_000,
  /** A server's own event webhooks. */
  eventWebhooks: 10,
  /** Events that may wait for one address where the operator has it so; past it the oldest is dropped. */
  eventBacklog: 10_000,
  /** Bytes of one event as it is posted. */
  eventBody: 262_144,
  /** What the log of one address keeps at most, and for how long. */
  eventLog: 10_000,
  eventLogDays: 90,
  webhookName: 80,
  /** Code points of what a webhook's senders sign with. */
  webhookSecret: 128,
  /** Pictures that messages of one webhook are signed with; past it the oldest goes. */
  webhookPictures: 50,
  channelOverrides: 1_000,
  highlightWords: 20,
  highlightWord: 50,
  scheduledEvents: 100,
  stickers: 60,
  /** Bytes of a sticker's picture as it is uploaded, and the most pixels of its sides. */
  stickerUpload: 512 * 1_024,
  stickerSide: 320,
  stickersPerMessage: 3,
  soundboardSounds: 48,
  /** Bytes of a sound, and how long it plays, in milliseconds. */
  soundUpload: 512 * 1_024,
  soundLength: 5_200,
  /** Occurrences of one event that are called off or moved. */
  eventExceptions: 100,
  pollQuestion: 300,
  pollAnswers: 10,
  pollAnswer: 55,
  /** Hours that a poll is open. */
  pollHours: 768,
  /** Code points of `X-Audit-Log-Reason`. */
  auditReason: 512,
  auditDays: 90,
} as const;

/** User names: 2 to 32 of `a-z`, `0-9`, `_` and `.`, compared without regard to case. */
export const USERNAME_PATTERN = /^[a-z0-9_.]{2,32}$/;
