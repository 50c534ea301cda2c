import type { Http } from "./http.ts";
import { admin } from "./rest-admin.ts";
import { discovery, entrance, invites, templates } from "./rest-entrance.ts";
import { events } from "./rest-events.ts";
import { emojis, sounds, stickers } from "./rest-expressions.ts";
import { guildChannels, guilds, members, roles } from "./rest-guilds.ts";
import { auditLog, automod, bans, reports } from "./rest-moderation.ts";
import { followers, threads } from "./rest-threads.ts";
import { voice } from "./rest-voice.ts";
import { webhooks } from "./rest-webhooks.ts";

/** Calls for servers ("guilds"). Apart from the others: a page fetches them only when it makes one. */
export function createServerRest(http: Http) {
  return {
    guilds: guilds(http),
    guildChannels: guildChannels(http),
    roles: roles(http),
    members: members(http),
    threads: threads(http),
    invites: invites(http),
    entrance: entrance(http),
    webhooks: webhooks(http),
    bans: bans(http),
    auditLog: auditLog(http),
    automod: automod(http),
    reports: reports(http),
    templates: templates(http),
    events: events(http),
    emojis: emojis(http),
    stickers: stickers(http),
    sounds: sounds(http),
    voice: voice(http),
    followers: followers(http),
    discovery: discovery(http),
    admin: admin(http),
  };
}
