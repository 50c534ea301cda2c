import { LIMITS } from "@palabre/protocol";
import type { Hono } from "hono";
import type { Context } from "./context.ts";
import type { Tx } from "./db/database.ts";
import { sweepAuthSessions } from "./features/accounts/list-sessions.ts";
import { sweepMailTokens } from "./features/accounts/mail-tokens.ts";
import { accountRoutes, authRoutes } from "./features/accounts/routes.ts";
import { createFigures } from "./features/admin/figures.ts";
import { adminRoutes } from "./features/admin/routes.ts";
import { apiDocumentRoutes } from "./features/api-document/routes.ts";
import { deleteOwnApplications } from "./features/applications/delete-application.ts";
import { applicationIconRoutes, applicationRoutes } from "./features/applications/routes.ts";
import { createAutomod } from "./features/automod/check-message.ts";
import { type CheckMember, createProfileCheck } from "./features/automod/check-profile.ts";
import { automodRoutes } from "./features/automod/routes.ts";
import { RuleCache } from "./features/automod/rule-cache.ts";
import { purgeRooms } from "./features/channels/purge-rooms.ts";
import { leaveAllRooms } from "./features/channels/remove-recipient.ts";
import { channelIconRoutes, channelRoutes } from "./features/channels/routes.ts";
import { commandRoutes } from "./features/commands/routes.ts";
import { discoveryRoutes } from "./features/discovery/routes.ts";
import { draftRoutes } from "./features/drafts/routes.ts";
import { emojiPictureRoutes, emojiRoutes } from "./features/emojis/routes.ts";
import { sweepEmojis } from "./features/emojis/sweep-emojis.ts";
import { entranceRoutes, openWidgetRoutes, widgetAvatarRoutes } from "./features/entrance/routes.ts";
import { sweepDeliveries } from "./features/event-webhooks/post-events.ts";
import { eventWebhookRoutes } from "./features/event-webhooks/routes.ts";
import type { EventWebhooks } from "./features/event-webhooks/start.ts";
import { eventImageRoutes, eventRoutes } from "./features/events/routes.ts";
import { sweepEvents } from "./features/events/sweep-events.ts";
import { createEventImageSweep } from "./features/events/sweep-images.ts";
import { forgetFile } from "./features/files/delete-files.ts";
import { attachmentRoutes, fileRoutes } from "./features/files/routes.ts";
import { sweepFiles } from "./features/files/sweep-files.ts";
import { followerRoutes } from "./features/followers/routes.ts";
import { removeAllRelationships } from "./features/friends/remove-relationship.ts";
import { friendRoutes } from "./features/friends/routes.ts";
import { guildChannelRoutes } from "./features/guild-channels/routes.ts";
import { requireVerified } from "./features/guild-core/require-verified.ts";
import { removeGuild } from "./features/guilds/delete-guild.ts";
import { leaveAllGuilds } from "./features/guilds/leave-guild.ts";
import { purgeChannels } from "./features/guilds/purge-channels.ts";
import { guildImageRoutes, guildRoutes } from "./features/guilds/routes.ts";
import { deleteImage } from "./features/images/store-image.ts";
import { gatewayBotRoutes, gatewayRoutes } from "./features/instance/gateway-routes.ts";
import { instanceRoutes } from "./features/instance/routes.ts";
import { takeSignals } from "./features/instance/signals.ts";
import { answerRoutes, interactionRoutes } from "./features/interactions/routes.ts";
import { sweepInteractions, sweepUnanswered } from "./features/interactions/sweep-interactions.ts";
import { enterWithAccount } from "./features/invites/accept-invite.ts";
import { sweepInvites } from "./features/invites/delete-invite.ts";
import { inviteRoutes, openInviteRoutes } from "./features/invites/routes.ts";
import { sweepAuditLog } from "./features/members/audit-logs.ts";
import { readMutualGuilds } from "./features/members/mutual-guilds.ts";
import { purgeBannedMessages } from "./features/members/purge-messages.ts";
import { memberAvatarRoutes, memberRoutes } from "./features/members/routes.ts";
import { createAvatarSweep } from "./features/members/sweep-avatars.ts";
import { createTemporarySweep } from "./features/members/sweep-temporary.ts";
import { createAttachmentUrls } from "./features/message-core/attachment-urls.ts";
import { createMessageForms } from "./features/messages/message-forms.ts";
import { messageRoutes } from "./features/messages/routes.ts";
import { sweepTurns } from "./features/messages/slow-mode.ts";
import { notificationRoutes } from "./features/notifications/routes.ts";
import { authenticateBearer, requireScopes } from "./features/oauth2/bearer.ts";
import { discoveryDocumentRoutes, oauth2Routes, openOAuth2Routes } from "./features/oauth2/routes.ts";
import { scopesFor } from "./features/oauth2/scopes.ts";
import { sweepOAuth2 } from "./features/oauth2/tokens.ts";
import { sweepPolls } from "./features/polls/end-poll.ts";
import { pollRoutes } from "./features/polls/routes.ts";
import { withdrawVotes } from "./features/polls/withdraw-votes.ts";
import { reactionRoutes } from "./features/reactions/routes.ts";
import { readStateRoutes } from "./features/read-states/routes.ts";
import { reportRoutes } from "./features/reports/routes.ts";
import { roleRoutes } from "./features/roles/routes.ts";
import { soundboardRoutes, soundFileRoutes } from "./features/soundboard/routes.ts";
import { createSoundSweep } from "./features/soundboard/sweep-sounds.ts";
import { stickerPictureRoutes, stickerRoutes } from "./features/stickers/routes.ts";
import { createStickerSweep } from "./features/stickers/sweep-pictures.ts";
import { templateRoutes } from "./features/templates/routes.ts";
import { archiveSilent } from "./features/threads/archive-silent.ts";
import { threadRoutes } from "./features/threads/routes.ts";
import { avatarRoutes, userRoutes } from "./features/users/routes.ts";
import { sweepCustomStatuses } from "./features/users/settings.ts";
import { voiceRoutes } from "./features/voice/routes.ts";
import { sweepPictures } from "./features/webhooks/pictures.ts";
import { openWebhookRoutes, webhookRoutes } from "./features/webhooks/routes.ts";
import type { Gateway } from "./gateway/gateway.ts";
import { apiHeaders } from "./http/api-headers.ts";
import type { Env } from "./http/env.ts";
import { requireActor, requirePerson } from "./http/guard.ts";
import { globalLimit } from "./http/rate-limit.ts";
import type { AppParts } from "./parts.ts";
import type { Sweep } from "./sweeper.ts";

/**
 * Mounts every feature, in the order in which they may import each other (biome.json holds it): instance <
 * api-document < images < users < accounts < friends < guild-core < message-core < channels < read-states < drafts <
 * files < guilds < guild-channels < roles < voice < members < invites < templates < stickers < soundboard < discovery <
 * entrance < applications < emojis < oauth2 < automod < polls < messages < commands < interactions < reactions <
 * threads < followers < webhooks < event-webhooks < events < notifications < reports < admin.
 * Routes before the guard need no log-in; after it everything does. `root` is for what lies outside /api: pictures and
 * uploaded files.
 */
export function mountFeatures(
  api: Hono<Env>,
  root: Hono<Env>,
  parts: AppParts,
  eventWebhooks: EventWebhooks,
): void {
  const { context } = parts;
  root.route("/", avatarRoutes(parts));
  root.route("/", channelIconRoutes(parts));
  root.route("/", guildImageRoutes(parts));
  root.route("/", eventImageRoutes(parts));
  root.route("/", memberAvatarRoutes(parts));
  root.route("/", attachmentRoutes(parts));
  root.route("/", applicationIconRoutes(parts));
  root.route("/", widgetAvatarRoutes(parts));
  root.route("/", emojiPictureRoutes(parts));
  root.route("/", stickerPictureRoutes(parts));
  root.route("/", soundFileRoutes(parts));
  root.route("/", discoveryDocumentRoutes(parts));

  api.use("*", apiHeaders());
  for (const open of [
    "/instance",
    "/gateway",
    "/openapi.json",
    "/auth/*",
    "/oauth2/token/*",
    "/oauth2/keys",
    "/interactions/:id/*",
    "/webhooks/:id/:token/*",
  ])
    api.use(open, globalLimit(context.limiter));
  api.route("/", instanceRoutes(parts));
  api.route("/", gatewayRoutes(parts));
  api.route("/", apiDocumentRoutes(parts, root, scopesFor));
  api.route(
    "/",
    authRoutes(parts, (tx, userId, code) => enterWithAccount(tx, context, userId, code)),
  );
  api.route("/", openInviteRoutes(parts));
  api.route("/", openWidgetRoutes(parts));
  const forms = createMessageForms(context);
  const rules = new RuleCache(context.bus);
  const checkProfile = createProfileCheck(context, rules);
  const checkMember: CheckMember = async (sql, member) => {
    await requireVerified(sql, context.config, member);
    await checkProfile(sql, member);
  };
  const automod = createAutomod(context, rules, checkMember);
  // An application's id first: what it leaves over is a webhook's.
  api.route("/", answerRoutes(parts, forms, automod));
  api.route("/", openWebhookRoutes(parts, forms, automod));
  api.route("/", openOAuth2Routes(parts));
  const bearer = (token: string) => authenticateBearer(context.db.read, token);
  api.use("*", requireActor({ token: parts.authenticate, bearer }, parts.isOwnOrigin, context.limiter));
  api.use("*", requireScopes());
  for (const path of FOR_PEOPLE) api.use(path, requirePerson());
  api.route("/", gatewayBotRoutes(parts));
  api.route("/", userRoutes(parts, readMutualGuilds));
  const presencesOf = (ids: Iterable<string>) => parts.gateway.presencesOf(ids);
  const departures = [
    // First: leaving a room or server takes their channels away.
    (tx: Tx, userId: string) => withdrawVotes(tx, context, userId),
    deleteOwnApplications({ bus: context.bus, presencesOf }),
    (tx: Tx, userId: string) => removeAllRelationships(tx, context, userId),
    (tx: Tx, userId: string) => leaveAllRooms(tx, context, userId),
    (tx: Tx, userId: string) =>
      leaveAllGuilds(
        tx,
        { bus: context.bus, deleteEmpty: async (tx, id) => void (await removeGuild(tx, context.bus, id)) },
        userId,
      ),
  ];
  api.route("/", accountRoutes(parts, departures));
  api.route("/", friendRoutes(parts));
  api.route(
    "/",
    guildRoutes(parts, () => void purgeDeletedChannels(context)),
  );
  api.route(
    "/",
    guildChannelRoutes(parts, () => void purgeDeletedChannels(context)),
  );
  api.route(
    "/",
    threadRoutes(parts, forms, automod, () => void purgeDeletedChannels(context)),
  );
  api.route("/", roleRoutes(parts));
  api.route("/", voiceRoutes(parts));
  api.route(
    "/",
    channelRoutes(parts, () => void purgeEmptyRooms(context)),
  );
  api.route("/", readStateRoutes(parts));
  api.route("/", draftRoutes(parts));
  api.route("/", fileRoutes(parts));
  api.route(
    "/",
    memberRoutes(parts, () => void purgeBannedMessages(context)),
  );
  api.route("/", inviteRoutes(parts));
  api.route("/", templateRoutes(parts));
  api.route("/", stickerRoutes(parts));
  api.route("/", soundboardRoutes(parts));
  api.route("/", discoveryRoutes(parts));
  api.route("/", entranceRoutes(parts));
  api.route(
    "/",
    applicationRoutes(parts, (id) => eventWebhooks.follow(id)),
  );
  api.route("/", emojiRoutes(parts));
  api.route("/", oauth2Routes(parts));
  api.route("/", automodRoutes(parts));
  api.route("/", messageRoutes(parts, forms, automod));
  api.route("/", commandRoutes(parts));
  api.route("/", interactionRoutes(parts, forms, automod));
  api.route("/", reactionRoutes(parts, checkMember));
  api.route("/", pollRoutes(parts, checkMember));
  api.route("/", followerRoutes(parts));
  api.route("/", webhookRoutes(parts));
  api.route("/", eventWebhookRoutes(parts, eventWebhooks));
  api.route("/", eventRoutes(parts));
  api.route("/", notificationRoutes(parts));
  api.route("/", reportRoutes(parts));
  api.route(
    "/",
    adminRoutes(parts, () => void purgeDeletedChannels(context)),
  );
}

/** What bots have no part in: friends, rooms, log-ins, what one reads and writes on several devices, the instance. */
const FOR_PEOPLE = [
  "/users/@me/relationships/*",
  "/users/@me/settings",
  "/users/@me/mentions/*",
  "/users/@me/drafts/*",
  "/auth/*",
  "/channels/:channel_id/recipients/*",
  "/channels/:channel_id/messages/:message_id/ack",
  "/channels/:channel_id/polls/:message_id/answers/@me",
  "/admin/*",
  "/reports/*",
  "/guilds/:guild_id/reports/*",
  "/guilds/:guild_id/ack",
  "/users/@me/guilds/:guild_id/settings",
  "/read-states/*",
  "/oauth2/tokens/*",
  "/interactions",
  "/guilds/:guild_id/event-webhooks/*",
  "/guilds/:guild_id/onboarding-responses",
  "/guilds/:guild_id/requests/@me",
  "/users/@me/join-requests",
];

function purgeEmptyRooms({ db, blobs, log }: Context): Promise<void> {
  return purgeRooms({
    db,
    log,
    forgetFile: (file) => forgetFile(blobs, file),
    forgetIcon: (channelId, hash) => deleteImage(blobs, "channel-icons", channelId, hash),
  });
}

function purgeDeletedChannels({ db, blobs, log }: Context): Promise<void> {
  return purgeChannels({ db, log, forgetFile: (file) => forgetFile(blobs, file) });
}

const MINUTE = 60_000;

/** Writes down how this node does. */
export const figuresSweep = (parts: Pick<AppParts, "context" | "gateway" | "metrics">): Sweep => ({
  name: "figures",
  everyMs: MINUTE,
  run: createFigures(parts),
});

/** What time alone brings about. */
export function sweepsOf(
  context: Context,
  gateway: Pick<Gateway, "hasSession">,
  eventWebhooks: EventWebhooks,
): Sweep[] {
  const { config, db, blobs, secret } = context;
  return [
    { name: "custom statuses", everyMs: 2_000, run: () => sweepCustomStatuses(context) },
    { name: "stray files", everyMs: 60 * MINUTE, run: () => sweepFiles({ sql: db.read, blobs }) },
    { name: "empty rooms", everyMs: 10 * MINUTE, run: () => purgeEmptyRooms(context) },
    {
      name: "members for a while",
      everyMs: MINUTE,
      run: createTemporarySweep(context, (userId) => gateway.hasSession(userId)),
    },
    {
      name: "pictures of former members",
      everyMs: 60 * MINUTE,
      run: createAvatarSweep({ sql: db.read, blobs }),
    },
    { name: "pictures of webhooks", everyMs: 60 * MINUTE, run: () => sweepPictures(context) },
    { name: "invitations", everyMs: MINUTE, run: () => sweepInvites(context) },
    { name: "silent threads", everyMs: 30_000, run: () => archiveSilent(context) },
    { name: "messages of the banned", everyMs: 10 * MINUTE, run: () => purgeBannedMessages(context) },
    { name: "audit log", everyMs: 60 * MINUTE, run: () => sweepAuditLog(context) },
    {
      name: "polls",
      everyMs: 1_000,
      run: () => sweepPolls({ ...context, urls: createAttachmentUrls(secret, config.publicUrl ?? "") }),
    },
    { name: "signals", everyMs: 2_000, run: () => takeSignals(context) },
    { name: "interactions without an answer", everyMs: 500, run: () => sweepUnanswered(context) },
    { name: "interactions that are over", everyMs: MINUTE, run: () => sweepInteractions(context) },
    { name: "event webhooks", everyMs: MINUTE, run: () => eventWebhooks.sweep() },
    { name: "announcements of nodes that died", everyMs: 10_000, run: () => eventWebhooks.recall() },
    { name: "log of event webhooks", everyMs: 10 * MINUTE, run: () => sweepDeliveries(context) },
    { name: "events", everyMs: 10_000, run: () => sweepEvents(context) },
    {
      name: "pictures of former events",
      everyMs: 60 * MINUTE,
      run: createEventImageSweep({ sql: db.read, blobs }),
    },
    { name: "pictures of former emojis", everyMs: 10 * MINUTE, run: () => sweepEmojis(context) },
    {
      name: "pictures of former stickers",
      everyMs: 60 * MINUTE,
      run: createStickerSweep({ sql: db.read, blobs }),
    },
    { name: "former sounds", everyMs: 60 * MINUTE, run: createSoundSweep({ sql: db.read, blobs }) },
    { name: "deleted channels", everyMs: 10 * MINUTE, run: () => purgeDeletedChannels(context) },
    {
      name: "log-ins and links",
      everyMs: 10 * MINUTE,
      run: () =>
        db.transaction(async ({ sql }) => {
          await sweepMailTokens(sql);
          await sweepAuthSessions(sql);
          await sweepOAuth2({ sql });
        }),
    },
    {
      name: "turns of slow mode",
      everyMs: 60 * MINUTE,
      run: () => db.transaction(({ sql }) => sweepTurns(sql, Date.now() - LIMITS.slowMode * 1_000)),
    },
  ];
}
