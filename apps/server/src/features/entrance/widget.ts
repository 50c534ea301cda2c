import type { Presence } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { memberQuery } from "../guild-core/members.ts";
import { invitesPaused } from "../invites/accept-invite.ts";
import { everybodySees } from "../invites/find-invite.ts";
import type { createWidgetAvatars } from "./widget-avatars.ts";
import { lives } from "./widget-settings.ts";

/** Members that a widget shows. */
const MEMBERS = 100;

export interface Widget {
  id: string;
  name: string;
  instant_invite: string | null;
  channels: { id: string; name: string; position: number }[];
  members: {
    id: string;
    username: string;
    discriminator: "0000";
    avatar: null;
    status: string;
    avatar_url: string;
  }[];
  presence_count: number;
}

export interface WidgetParts {
  sql: Sql;
  onlineIn: (guildId: string) => number;
  onlineMembers: (guildId: string, most: number) => string[];
  presencesOf: (userIds: Iterable<string>) => Presence[];
  avatars: ReturnType<typeof createWidgetAvatars>;
}

/** The server, when it shows a widget. @throws ApiError unknown_guild, widget_disabled */
export async function requireWidget(sql: Sql, guildId: string) {
  const guild = await sql
    .selectFrom("guilds")
    .select(["id", "name", "icon", "widget_enabled", "widget_invite", "features", "incidents", "disabled_at"])
    .where("id", "=", guildId)
    .executeTakeFirst();
  if (!guild || guild.disabled_at !== null) throw new ApiError("unknown_guild");
  if (guild.widget_enabled === 0) throw new ApiError("widget_disabled");
  return guild;
}

/**
 * What a server shows to everybody on pages elsewhere: how many are there, some of them by the names and pictures they
 * have there, channels for talking that everybody sees, and an invitation. Who they are it does not say.
 * @param base where this server is, for addresses
 * @throws ApiError unknown_guild, widget_disabled
 */
async function readWidget(parts: WidgetParts, guildId: string, base: string): Promise<Widget> {
  const { sql } = parts;
  const guild = await requireWidget(sql, guildId);
  const invite =
    (await lives(sql, guild.widget_invite)) && !invitesPaused(guild) ? guild.widget_invite : null;
  return {
    id: guildId,
    name: guild.name,
    instant_invite: invite === null ? null : `${base}/invite/${invite}`,
    channels: await readVoice(sql, guildId),
    members: await readOnline(parts, guildId, base),
    presence_count: parts.onlineIn(guildId),
  };
}

async function readVoice(sql: Sql, guildId: string): Promise<Widget["channels"]> {
  const rows = await sql
    .selectFrom("channels")
    .select(["id", "type", "name", "position"])
    .where("guild_id", "=", guildId)
    .where("type", "in", [ChannelType.GuildVoice, ChannelType.GuildStageVoice])
    .orderBy("position")
    .orderBy("id")
    .execute();
  const seen: Widget["channels"] = [];
  for (const row of rows) {
    if (!(await everybodySees(sql, guildId, row))) continue;
    seen.push({ id: row.id, name: row.name ?? "", position: row.position });
  }
  return seen;
}

async function readOnline(parts: WidgetParts, guildId: string, base: string): Promise<Widget["members"]> {
  const ids = parts.onlineMembers(guildId, MEMBERS);
  if (ids.length === 0) return [];
  const rows = await memberQuery(parts.sql, guildId).where("m.user_id", "in", ids).execute();
  const presences = new Map(parts.presencesOf(ids).map((one) => [one.user.id, one]));
  return (
    rows
      .map((row) => {
        const presence = presences.get(row.user_id);
        const picture = row.member_avatar
          ? ({
              folder: "member-avatars",
              ownerId: `${guildId}/${row.user_id}`,
              hash: row.member_avatar,
            } as const)
          : row.avatar
            ? ({ folder: "avatars", ownerId: row.user_id, hash: row.avatar } as const)
            : null;
        const token = picture ? `${parts.avatars.seal({ guildId, ...picture })}.webp` : "none.svg";
        return {
          username: row.nick ?? row.global_name ?? row.username,
          discriminator: "0000" as const,
          avatar: null,
          status: presence?.status ?? "offline",
          avatar_url: `${base}/widget-avatars/${token}`,
        };
      })
      // Whoever went offline meanwhile is not shown.
      .filter(({ status }) => status !== "offline")
      .sort((a, b) => (a.username < b.username ? -1 : 1))
      .map((member, at) => ({ id: String(at), ...member }))
  );
}

/** Widgets as they were a moment ago: they are asked for by every visitor of a page. */
export function createWidgetCache(parts: WidgetParts, lifeMs = 15_000, now: () => number = Date.now) {
  const kept = new Map<string, { at: number; widget: Promise<Widget> }>();
  const MOST = 1_000;
  return {
    async read(guildId: string, base: string): Promise<Widget> {
      // Whether it is there at all is not remembered: switched off is off.
      await requireWidget(parts.sql, guildId);
      const key = `${guildId} ${base}`;
      const known = kept.get(key);
      if (known && known.at > now() - lifeMs) return known.widget;
      kept.delete(key);
      const widget = readWidget(parts, guildId, base);
      kept.set(key, { at: now(), widget });
      widget.catch(() => kept.delete(key));
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST) break;
        kept.delete(oldest);
      }
      return widget;
    },
  };
}
