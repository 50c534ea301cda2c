import type { APIGuildWelcomeScreen } from "discord-api-types/v10";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { snowflake, text } from "../../http/fields.ts";
import { accessChannel } from "../channels/access.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";

export const welcomeBody = z
  .object({
    enabled: z.boolean().nullable(),
    description: text(0, 140).nullable(),
    welcome_channels: z
      .array(
        z.object({
          channel_id: snowflake,
          description: text(1, 50),
          emoji_id: z.null().optional(),
          emoji_name: text(0, 100).nullish(),
        }),
      )
      .max(5)
      .nullable(),
  })
  .partial();

/** As it is kept; `enabled` absent: switched on. */
interface Kept extends APIGuildWelcomeScreen {
  enabled?: boolean;
}

const NONE: Kept = { enabled: false, description: null, welcome_channels: [] };

/**
 * What greets those who come, with the channels that this member sees. One that is switched off is there for those who
 * manage the server alone.
 * @throws ApiError unknown_guild, unknown_welcome_screen
 */
export async function readWelcomeScreen(
  sql: Sql,
  actor: Actor,
  guildId: string,
): Promise<APIGuildWelcomeScreen> {
  const member = await accessGuild(sql, actor, guildId);
  const kept = await readKept(sql, guildId);
  const manages = (member.permissions & P.ManageGuild) !== 0n;
  if (kept.enabled === false && !manages) throw new ApiError("unknown_welcome_screen");
  return asSeen(sql, actor, kept);
}

/** @throws ApiError unknown_guild, missing_permissions, invalid_form_body */
export async function updateWelcomeScreen(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  input: z.output<typeof welcomeBody>,
  reason: string | null,
): Promise<APIGuildWelcomeScreen> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const before = await readKept(tx.sql, guildId);
    for (const [n, { channel_id }] of (input.welcome_channels ?? []).entries()) {
      const channel = await accessChannel(tx.sql, actor, channel_id).catch(() => null);
      if (channel?.guild_id === guildId) continue;
      throw fieldError(
        `welcome_channels.${n}.channel_id`,
        "CHANNEL_INVALID",
        "Not a channel of this server.",
      );
    }
    const after: Kept = {
      enabled: input.enabled ?? before.enabled ?? true,
      description: input.description === undefined ? before.description : input.description || null,
      welcome_channels:
        input.welcome_channels === undefined
          ? before.welcome_channels
          : (input.welcome_channels ?? []).map(({ channel_id, description, emoji_name }) => ({
              channel_id,
              description,
              emoji_id: null,
              emoji_name: emoji_name || null,
            })),
    };
    await tx.sql
      .updateTable("guilds")
      .set({ welcome: JSON.stringify(after) })
      .where("id", "=", guildId)
      .execute();
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.GuildUpdate,
      targetId: guildId,
      changes: [{ key: "welcome_screen", old_value: logged(before), new_value: logged(after) }],
      reason,
    });
    await announceGuild(tx, deps.bus, guildId);
    return asSeen(tx.sql, actor, after);
  });
}

/** What is said of a channel is for those who see it, and the log is for more. */
const logged = ({ welcome_channels, ...rest }: Kept) => ({
  ...rest,
  welcome_channels: welcome_channels.map(({ channel_id }) => ({ channel_id })),
});

async function readKept(sql: Sql, guildId: string): Promise<Kept> {
  const { welcome } = await sql
    .selectFrom("guilds")
    .select("welcome")
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();
  return welcome === null ? NONE : (JSON.parse(welcome) as Kept);
}

async function asSeen(
  sql: Sql,
  actor: Actor,
  { description, welcome_channels }: Kept,
): Promise<APIGuildWelcomeScreen> {
  const seen: typeof welcome_channels = [];
  for (const one of welcome_channels) {
    const sees = await accessChannel(sql, actor, one.channel_id).catch(() => null);
    if (sees) seen.push(one);
  }
  return { description, welcome_channels: seen };
}
