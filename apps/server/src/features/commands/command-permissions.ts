import { LIMITS } from "@palabre/protocol";
import {
  AuditLogEvent,
  ApplicationCommandPermissionType as Kind,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import { z } from "zod";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { snowflake } from "../../http/fields.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { type Command, EVERYWHERE } from "./present-command.ts";
import { announceIndex, isInstalled } from "./register-commands.ts";

const permission = z.object({
  id: snowflake,
  type: z.union([z.literal(Kind.Role), z.literal(Kind.User), z.literal(Kind.Channel)]),
  permission: z.boolean(),
});

export const permissionsBody = z.object({
  permissions: z
    .array(permission)
    .max(LIMITS.commandPermissions)
    .superRefine((list, context) => {
      const keys = list.map(({ id, type }) => `${type}:${id}`);
      for (const [n, key] of keys.entries()) {
        if (keys.indexOf(key) === n) continue;
        const params = { code: "APPLICATION_COMMAND_PERMISSIONS_DUPLICATE" };
        context.addIssue({ code: "custom", path: [n, "id"], message: "Named twice.", params });
      }
    }),
});
export const manyPermissionsBody = z
  .array(permissionsBody.extend({ id: snowflake }))
  .min(1)
  .max(25);

export type CommandPermission = z.output<typeof permission>;

/** What was chosen in a server for an application (under its own id) and its commands, by id. */
export type Chosen = ReadonlyMap<string, readonly CommandPermission[]>;

interface GuildPermissions {
  id: string;
  application_id: string;
  guild_id: string;
  permissions: readonly CommandPermission[];
}

/** Who manages the server reads this, and the bot itself. @throws ApiError unknown_guild, missing_permissions, unknown_application */
async function requireReader(sql: Sql, actor: Actor, applicationId: string, guildId: string): Promise<void> {
  await accessGuild(sql, actor, guildId, actor.userId === applicationId ? 0n : P.ManageGuild);
  if (!(await isInstalled(sql, applicationId, guildId))) throw new ApiError("unknown_application");
}

const chosenIn = (sql: Sql, guildId: string, applicationIds: readonly string[]) =>
  sql
    .selectFrom("application_command_permissions")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where("application_id", "in", [...applicationIds, "0"])
    .orderBy("command_id");

/** At most one entry for each command of the application, and its own. @throws as `requireReader` */
export async function listPermissions(
  sql: Sql,
  actor: Actor,
  applicationId: string,
  guildId: string,
): Promise<GuildPermissions[]> {
  await requireReader(sql, actor, applicationId, guildId);
  const rows = await chosenIn(sql, guildId, [applicationId]).execute();
  return rows.map((row) => ({
    id: row.command_id,
    application_id: applicationId,
    guild_id: guildId,
    permissions: JSON.parse(row.permissions) as CommandPermission[],
  }));
}

/** @throws ApiError unknown_command_permissions where nothing was chosen */
export async function readPermissions(
  sql: Sql,
  actor: Actor,
  applicationId: string,
  guildId: string,
  commandId: string,
): Promise<GuildPermissions> {
  const all = await listPermissions(sql, actor, applicationId, guildId);
  const found = all.find(({ id }) => id === commandId);
  if (!found) throw new ApiError("unknown_command_permissions");
  return found;
}

/**
 * Chooses who may use commands, or (under the application's own id) all of them. An empty list takes the choice back.
 * @throws ApiError people_only for bots, unknown_command; invalid_form_body for roles and channels that are not there
 */
export async function setPermissions(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  applicationId: string,
  guildId: string,
  chosen: readonly { id: string; permissions: CommandPermission[] }[],
): Promise<GuildPermissions[]> {
  if (actor.bot) throw new ApiError("people_only");
  const { db, bus } = deps;
  return db.transaction(async (tx) => {
    await tx.lock(`command-permissions:${guildId}`);
    await requireReader(tx.sql, actor, applicationId, guildId);
    const answer: GuildPermissions[] = [];
    for (const { id, permissions } of chosen) {
      if (id !== applicationId) {
        const command = await tx.sql
          .selectFrom("application_commands")
          .select("id")
          .where("id", "=", id)
          .where("application_id", "=", applicationId)
          .where("guild_id", "in", [EVERYWHERE, guildId])
          .executeTakeFirst();
        if (!command) throw new ApiError("unknown_command");
      }
      await requireThere(tx.sql, guildId, permissions);
      const key = { guild_id: guildId, application_id: applicationId, command_id: id };
      await tx.sql
        .deleteFrom("application_command_permissions")
        .where("guild_id", "=", guildId)
        .where("command_id", "=", id)
        .execute();
      if (permissions.length > 0) {
        const row = { ...key, permissions: JSON.stringify(permissions) };
        await tx.sql.insertInto("application_command_permissions").values(row).execute();
      }
      const d = { id, application_id: applicationId, guild_id: guildId, permissions };
      // The bot alone: others' bots have no part in it, and people learn that their commands changed.
      announce(tx, bus, `user:${applicationId}`, "APPLICATION_COMMAND_PERMISSIONS_UPDATE", d);
      await writeAudit(tx, deps, {
        guildId,
        actorId: actor.userId,
        action: AuditLogEvent.ApplicationCommandPermissionUpdate,
        targetId: id,
        options: { application_id: applicationId },
      });
      answer.push(d);
    }
    await announceIndex(tx, bus, { applicationId, guildId });
    return answer;
  });
}

/** What stands for all channels of a server. */
const allChannels = (guildId: string): string => String(BigInt(guildId) - 1n);

async function requireThere(sql: Sql, guildId: string, permissions: readonly CommandPermission[]) {
  const idsOf = (kind: Kind) => permissions.filter(({ type }) => type === kind).map(({ id }) => id);
  const roles = await sql
    .selectFrom("roles")
    .select("id")
    .where("guild_id", "=", guildId)
    .where("id", "in", [...idsOf(Kind.Role), "0"])
    .execute();
  const channels = await sql
    .selectFrom("channels")
    .select("id")
    .where("guild_id", "=", guildId)
    .where("id", "in", [...idsOf(Kind.Channel), "0"])
    .execute();
  const known = new Set([...roles, ...channels].map(({ id }) => id)).add(allChannels(guildId));
  const stray = permissions.findIndex(({ id, type }) => type !== Kind.User && !known.has(id));
  if (stray === -1) return;
  throw fieldError(`permissions.${stray}.id`, "BASE_TYPE_CHOICES", "There is no such role or channel here.");
}

/** What was chosen in a server for these applications. */
export async function readChosen(
  sql: Sql,
  guildId: string,
  applicationIds: readonly string[],
): Promise<Chosen> {
  const rows = await chosenIn(sql, guildId, applicationIds).execute();
  return new Map(
    rows.map((row) => [row.command_id, JSON.parse(row.permissions) as CommandPermission[]] as const),
  );
}

/** Where a command is used: a channel, of a thread the channel it is in; none: anywhere in the server. */
export interface Place {
  channelId?: string | undefined;
  /** What the person may do there. */
  permissions: bigint;
}

/**
 * Whether a member may use a command, as documented: administrators always; else the channel must be allowed, then the
 * most particular of what was chosen for the command decides, and without any of that what the command asks by default
 * and what was chosen for the application.
 */
export function mayUse(member: GuildActor, command: Command, place: Place, chosen: Chosen): boolean {
  if ((member.permissions & P.Administrator) !== 0n) return true;
  if ((place.permissions & P.UseApplicationCommands) === 0n) return false;
  const ofCommand = chosen.get(command.id) ?? [];
  const ofApplication = chosen.get(command.application_id) ?? [];
  const inChannel =
    allowsChannel(ofCommand, member.guildId, place) ?? allowsChannel(ofApplication, member.guildId, place);
  if (inChannel === false) return false;
  const particular = allowsMember(ofCommand, member);
  if (particular !== undefined) return particular;
  if (allowsMember(ofApplication, member) === false) return false;
  const needs = command.default_member_permissions;
  // "0" is nobody by default.
  if (needs === null) return true;
  const bits = BigInt(needs);
  return bits !== 0n && (place.permissions & bits) === bits;
}

function allowsChannel(
  list: readonly CommandPermission[],
  guildId: string,
  { channelId }: Place,
): boolean | undefined {
  if (channelId === undefined) return undefined;
  const of = (id: string) => list.find((one) => one.type === Kind.Channel && one.id === id)?.permission;
  return of(channelId) ?? of(allChannels(guildId));
}

function allowsMember(list: readonly CommandPermission[], member: GuildActor): boolean | undefined {
  const own = list.find(({ type, id }) => type === Kind.User && id === member.userId);
  if (own) return own.permission;
  const roles = list.filter(({ type, id }) => type === Kind.Role && member.roleIds.includes(id));
  // Of several roles one that allows is enough.
  if (roles.length > 0) return roles.some((one) => one.permission);
  return list.find(({ type, id }) => type === Kind.Role && id === member.guildId)?.permission;
}
