import { LIMITS } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import { Hono } from "hono";
import { z } from "zod";
import { ApiError, fieldError } from "../../errors.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { limit, name, permissionBits, snowflake, text } from "../../http/fields.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { CHANNEL_TYPES, settingFields, settingsOf } from "../channels/channel-settings.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { readGuild } from "../guild-core/announce-guild.ts";
import { serveImage } from "../images/serve-image.ts";
import { deleteImage, IMAGE_BODY, storeImage } from "../images/store-image.ts";
import { BLANK, createGuild } from "./create-guild.ts";
import { deleteGuild } from "./delete-guild.ts";
import { leaveGuild } from "./leave-guild.ts";
import { listGuilds } from "./list-guilds.ts";
import { type GuildChange, updateGuild } from "./update-guild.ts";

const planId = z.union([z.string().min(1).max(32), z.number().int()]).transform(String);
const color = z.number().int().min(0).max(0xffffff);

const createBody = z.object({
  name: name(2, LIMITS.guildName),
  icon: z.string().nullish(),
  description: text(0, LIMITS.guildDescription).nullish(),
  region: z.string().max(50).nullish(),
  verification_level: z.number().int().min(0).max(4).nullish(),
  default_message_notifications: z.number().int().min(0).max(1).nullish(),
  explicit_content_filter: z.number().int().min(0).max(2).nullish(),
  roles: z
    .array(
      z.object({
        id: planId,
        name: name(0, LIMITS.roleName).nullish(),
        permissions: permissionBits.nullish(),
        color: color.nullish(),
        hoist: z.boolean().nullish(),
        mentionable: z.boolean().nullish(),
      }),
    )
    .max(LIMITS.roles)
    .nullish(),
  channels: z
    .array(
      z.object({
        id: planId.nullish(),
        type: z.literal(CHANNEL_TYPES).nullish(),
        name: name(1, LIMITS.channelName),
        parent_id: planId.nullish(),
        ...settingFields,
        permission_overwrites: z
          .array(
            z.object({
              id: planId,
              type: z.literal([0, "0", "role"]).nullish(),
              allow: permissionBits.nullish(),
              deny: permissionBits.nullish(),
            }),
          )
          .max(LIMITS.overwrites)
          .nullish(),
      }),
    )
    .max(LIMITS.guildChannels)
    .nullish(),
  system_channel_id: planId.nullish(),
});

const updateBody = z.object({
  name: name(2, LIMITS.guildName).optional(),
  description: text(0, LIMITS.guildDescription)
    .nullable()
    .transform((value) => value || null)
    .optional(),
  icon: z.string().nullable().optional(),
  banner: z.string().nullable().optional(),
  owner_id: snowflake.optional(),
  verification_level: z.number().int().min(0).max(4).nullish(),
  default_message_notifications: z.number().int().min(0).max(1).nullish(),
  explicit_content_filter: z.number().int().min(0).max(2).nullish(),
  afk_channel_id: snowflake.nullable().optional(),
  afk_timeout: z.literal([60, 300, 900, 1800, 3600]).optional(),
  system_channel_id: snowflake.nullable().optional(),
  system_channel_flags: z.number().int().min(0).max(63).optional(),
  rules_channel_id: snowflake.nullable().optional(),
  public_updates_channel_id: snowflake.nullable().optional(),
  preferred_locale: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z0-9]{2,3})?$/)
    .nullish(),
  features: z.array(z.string().max(50)).max(50).optional(),
  premium_progress_bar_enabled: z.boolean().nullish(),
});
type UpdateBody = z.output<typeof updateBody>;

/** Those of GuildFeature that one may switch. The others are this software's to say. */
const SWITCHABLE = ["COMMUNITY", "INVITES_DISABLED"];

const guildQuery = z.object({ with_counts: z.stringbool().optional() });

const listQuery = z.object({
  limit: limit(LIMITS.guilds, LIMITS.guilds),
  before: snowflake.optional(),
  after: snowflake.optional(),
  with_counts: z.stringbool().optional(),
});

/**
 * Servers.
 * @param channelsDeleted called when channels were left without a server
 */
export function guildRoutes(
  { context, gateway }: Pick<AppParts, "context" | "gateway">,
  channelsDeleted: () => void,
): Hono<Env> {
  const { config, db, blobs, limiter, newId } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /users/@me/guilds": { does: "List one's servers", query: listQuery },
    "POST /guilds": { does: "Make a server", body: createBody },
    "GET /guilds/:guild_id": { does: "Read a server", query: guildQuery },
    "PATCH /guilds/:guild_id": { does: "Change a server", body: updateBody, needs: ["MANAGE_GUILD"] },
    "DELETE /guilds/:guild_id": { does: "Delete a server that one owns" },
    "DELETE /users/@me/guilds/:guild_id": { does: "Leave a server" },
    "GET /voice/regions": { does: "List where voice may run: here" },
    "GET /guilds/:guild_id/regions": { does: "List where a server's voice may run: here" },
  });

  // Voice has one region to choose: this server, wherever it stands.
  const host = config.publicUrl ? new URL(config.publicUrl).host : "local";
  const regions = [{ id: "local", name: host, optimal: true, deprecated: false, custom: false }];
  routes.get("/voice/regions", (c) => c.json(regions));
  routes.get("/guilds/:guild_id/regions", async (c) => {
    await accessGuild(db.read, c.get("actor"), parseId(c, "guild_id"));
    return c.json(regions);
  });

  routes.get("/users/@me/guilds", async (c) =>
    c.json(
      await listGuilds(
        db.read,
        (id) => gateway.onlineIn(id),
        c.get("actor").userId,
        parseQuery(c, listQuery),
      ),
    ),
  );

  routes.post("/guilds", rateLimit(limiter, { bucket: "create-guild", max: 10, per: 300 }), async (c) => {
    const actor = c.get("actor");
    if (actor.bot) throw new ApiError("invalid_account_type");
    const body = await parseBody(c, createBody, IMAGE_BODY);
    const id = newId();
    const icon = body.icon ? await storeImage(blobs, "icons", id, body.icon, "icon") : null;
    const plan = {
      id,
      icon,
      name: body.name,
      description: body.description || null,
      ...(body.channels
        ? {
            channels: body.channels.map((channel, n) => ({
              id: channel.id ?? `channel ${n}`,
              type: channel.type ?? ChannelType.GuildText,
              name: channel.name,
              parent_id: channel.parent_id ?? null,
              ...settingsOf(channel.type ?? ChannelType.GuildText, withoutCustomEmojis(channel), {
                newId,
                at: `channels.${n}.`,
              }),
              overwrites: (channel.permission_overwrites ?? []).map((one) => ({
                id: one.id,
                type: 0 as const,
                allow: one.allow ?? 0n,
                deny: one.deny ?? 0n,
              })),
            })),
            systemChannel: body.system_channel_id ?? null,
          }
        : BLANK),
      roles: (body.roles ?? []).map((role) => ({
        id: role.id,
        name: role.name || "new role",
        permissions: role.permissions ?? 0n,
        color: role.color ?? 0,
        hoist: role.hoist ?? false,
        mentionable: role.mentionable ?? false,
      })),
      settings: {
        verification_level: body.verification_level ?? 0,
        default_message_notifications: body.default_message_notifications ?? 1,
        explicit_content_filter: body.explicit_content_filter ?? 0,
      },
    };
    try {
      return c.json(await createGuild(context, actor, plan), 201);
    } catch (error) {
      if (icon) await deleteImage(blobs, "icons", id, icon);
      throw error;
    }
  });

  routes.get("/guilds/:guild_id", async (c) => {
    const guildId = parseId(c, "guild_id");
    await accessGuild(db.read, c.get("actor"), guildId);
    const { with_counts } = parseQuery(c, guildQuery);
    const guild = await readGuild(db.read, guildId);
    if (!with_counts) return c.json(guild);
    const { member_count } = await db.read
      .selectFrom("guilds")
      .select("member_count")
      .where("id", "=", guildId)
      .executeTakeFirstOrThrow();
    return c.json({
      ...guild,
      approximate_member_count: member_count,
      approximate_presence_count: gateway.onlineIn(guildId),
    });
  });

  routes.patch(
    "/guilds/:guild_id",
    rateLimit(limiter, { bucket: "update-guild", max: 10, per: 30 }),
    async (c) => {
      const actor = c.get("actor");
      const guildId = parseId(c, "guild_id");
      // A body with an image is large: it is read for those who are members.
      await accessGuild(db.read, actor, guildId);
      const body = await parseBody(c, updateBody, IMAGE_BODY);
      const before = await db.read
        .selectFrom("guilds")
        .select(["icon", "banner", "features"])
        .where("id", "=", guildId)
        .executeTakeFirstOrThrow();
      const change: GuildChange = toChange(body, before.features);
      for (const [field, folder] of [
        ["icon", "icons"],
        ["banner", "banners"],
      ] as const) {
        const image = body[field];
        if (image !== undefined) {
          change[field] = image ? await storeImage(blobs, folder, guildId, image, field) : null;
        }
      }
      const after = await updateGuild(context, actor, guildId, change, auditReason(c)).catch(
        async (error) => {
          await forget(change, before);
          throw error;
        },
      );
      await forget(before, { icon: after.icon, banner: after.banner });
      return c.json(after);

      /** Pictures that are named in `gone` and no longer in `kept`. */
      async function forget(gone: Pictures, kept: Pictures): Promise<void> {
        if (gone.icon && gone.icon !== kept.icon) await deleteImage(blobs, "icons", guildId, gone.icon);
        if (gone.banner && gone.banner !== kept.banner) {
          await deleteImage(blobs, "banners", guildId, gone.banner);
        }
      }
    },
  );

  const remove = async (guildId: string, actor: Parameters<typeof deleteGuild>[1]) => {
    const { icon, banner } = await deleteGuild(context, actor, guildId);
    channelsDeleted();
    if (icon) await deleteImage(blobs, "icons", guildId, icon);
    if (banner) await deleteImage(blobs, "banners", guildId, banner);
  };

  routes.delete(
    "/guilds/:guild_id",
    rateLimit(limiter, { bucket: "delete-guild", max: 10, per: 60 }),
    async (c) => {
      await remove(parseId(c, "guild_id"), c.get("actor"));
      return c.body(null, 204);
    },
  );

  routes.delete(
    "/users/@me/guilds/:guild_id",
    rateLimit(limiter, { bucket: "leave-guild", max: 20, per: 60 }),
    async (c) => {
      await leaveGuild(context, c.get("actor"), parseId(c, "guild_id"));
      return c.body(null, 204);
    },
  );

  return routes;
}

type Pictures = { icon?: string | null | undefined; banner?: string | null | undefined };

function toChange(body: UpdateBody, features: string): GuildChange {
  const { icon, banner, features: wanted, premium_progress_bar_enabled, ...columns } = body;
  const change: GuildChange = {};
  for (const [key, value] of Object.entries(columns)) {
    if (value !== undefined && (value !== null || key.endsWith("_id") || key === "description")) {
      Object.assign(change, { [key]: value });
    }
  }
  if (wanted !== undefined) {
    const kept = (JSON.parse(features) as string[]).filter((feature) => !SWITCHABLE.includes(feature));
    const chosen = SWITCHABLE.filter((feature) => wanted.includes(feature));
    change.features = JSON.stringify([...kept, ...chosen].sort());
    change.discoverable = wanted.includes("DISCOVERABLE") ? 1 : 0;
  }
  if (change.owner_id === null) throw fieldError("owner_id", "BASE_TYPE_REQUIRED", "This field is required");
  return change;
}

/** Pictures of servers. */
export function guildImageRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>()
    .get("/icons/:id/:file", serveImage(context.blobs, "icons"))
    .get("/banners/:id/:file", serveImage(context.blobs, "banners"));
}

type PlannedBody = NonNullable<z.output<typeof createBody>["channels"]>[number];

/** A server that begins has no emojis of its own. */
const withoutCustomEmojis = (channel: PlannedBody): PlannedBody => ({
  ...channel,
  available_tags: channel.available_tags?.map((tag) => ({ ...tag, emoji_id: null })),
  default_reaction_emoji: channel.default_reaction_emoji && {
    ...channel.default_reaction_emoji,
    emoji_id: null,
  },
});
