import { LIMITS } from "@palabre/protocol";
import {
  ChannelType,
  InteractionContextType as Context,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { loadUsers } from "../applications/find-application.ts";
import { toApplication } from "../applications/present-application.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { findOtherPerson } from "../channels/may-write.ts";
import { accessGuild, isThread } from "../guild-core/access-guild.ts";
import { mayUse, type Place, readChosen } from "./command-permissions.ts";
import { type Command, EVERYWHERE, presentCommand, toCommand } from "./present-command.ts";

/** What one is offered: commands with the applications they belong to. */
type Index = {
  applications: ReturnType<typeof toApplication>[];
  application_commands: ReturnType<typeof presentCommand>[];
};

/**
 * The commands that a member may use somewhere in a server; for who manages it all that there are, since they choose who
 * may. @throws ApiError unknown_guild
 */
export async function readGuildIndex(
  sql: Sql,
  actor: Actor,
  guildId: string,
  locale: string,
): Promise<Index> {
  const member = await accessGuild(sql, actor, guildId);
  const applicationIds = await installedIn(sql, guildId);
  const chosen = await readChosen(sql, guildId, applicationIds);
  const commands = await readOffered(sql, applicationIds, guildId);
  const place: Place = { permissions: member.permissions };
  const manages = (member.permissions & P.ManageGuild) !== 0n;
  return present(
    sql,
    commands.filter((one) => isFor(one, Context.Guild) && (manages || mayUse(member, one, place, chosen))),
    locale,
  );
}

/** The commands that somebody may use in a channel: of a server's applications, or of the bot one writes with. @throws ApiError unknown_channel */
export async function readChannelIndex(
  sql: Sql,
  actor: Actor,
  channelId: string,
  locale: string,
): Promise<Index> {
  const channel = await accessChannel(sql, actor, channelId);
  const { guild_id, member, permissions } = channel;
  if (guild_id === null || member === null) {
    const other = await findOtherPerson(sql, channel, actor.userId);
    const commands = other === null ? [] : await readOffered(sql, [other], null);
    return present(
      sql,
      commands.filter((one) => isFor(one, Context.BotDM)),
      locale,
    );
  }
  const applicationIds = await installedIn(sql, guild_id);
  const chosen = await readChosen(sql, guild_id, applicationIds);
  const commands = await readOffered(sql, applicationIds, guild_id);
  const place = { channelId: placeOf(channel), permissions };
  const isAdult = await isForAdults(sql, channel);
  return present(
    sql,
    commands.filter(
      (one) => isFor(one, Context.Guild) && (isAdult || !one.nsfw) && mayUse(member, one, place, chosen),
    ),
    locale,
  );
}

/** Whether a command is there in servers, or in the chat with its bot. */
export const isFor = ({ contexts }: Command, context: Context): boolean =>
  contexts === null || contexts.includes(context);

/** The channel whose permissions count: of a thread the one it is in. */
export const placeOf = ({
  id,
  type,
  parent_id,
}: Pick<AccessibleChannel, "id" | "type" | "parent_id">): string => (isThread(type) ? (parent_id ?? id) : id);

export async function isForAdults(
  sql: Sql,
  channel: Pick<AccessibleChannel, "id" | "type" | "parent_id">,
): Promise<boolean> {
  if (channel.type === ChannelType.DM) return true;
  const row = await sql
    .selectFrom("channels")
    .select("nsfw")
    .where("id", "=", placeOf(channel))
    .executeTakeFirst();
  return row?.nsfw === 1;
}

/** Applications of a server that are looked at: the first that came. */
const MOST_APPLICATIONS = 50;

async function installedIn(sql: Sql, guildId: string): Promise<string[]> {
  const rows = await sql
    .selectFrom("guild_integrations")
    .select("application_id")
    .where("guild_id", "=", guildId)
    .orderBy("id")
    .limit(MOST_APPLICATIONS)
    .execute();
  return rows.map(({ application_id }) => application_id);
}

async function readOffered(
  sql: Sql,
  applicationIds: readonly string[],
  guildId: string | null,
): Promise<Command[]> {
  if (applicationIds.length === 0) return [];
  const rows = await sql
    .selectFrom("application_commands")
    .selectAll()
    .where("application_id", "in", applicationIds)
    .where("guild_id", "in", guildId === null ? [EVERYWHERE] : [EVERYWHERE, guildId])
    .orderBy("name")
    .orderBy("id")
    .limit(LIMITS.commandIndex)
    .execute();
  return rows.map(toCommand);
}

async function present(sql: Sql, commands: readonly Command[], locale: string): Promise<Index> {
  const ids = [...new Set(commands.map(({ application_id }) => application_id))];
  if (ids.length === 0) return { applications: [], application_commands: [] };
  const rows = await sql
    .selectFrom("applications")
    .selectAll()
    .where("id", "in", ids)
    .orderBy("id")
    .execute();
  const users = await loadUsers(sql, ids);
  return {
    applications: rows.map((row) => toApplication(row, users.get(row.id))),
    application_commands: commands.map((one) => presentCommand(one, { all: false, locale })),
  };
}
