import { LIMITS } from "@palabre/protocol";
import { ApplicationCommandType } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { parseValue } from "../../http/parse.ts";
import { accessApplication } from "../applications/find-application.ts";
import { type CommandBody, commandBody } from "./command-body.ts";
import { type Command, type CommandRow, dataOf, EVERYWHERE, toCommand } from "./present-command.ts";

interface Deps {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/** Where commands are registered: of an application, for every server (null) or one. */
export interface Scope {
  applicationId: string;
  guildId: string | null;
}

/**
 * Lets an application's owner and its bot through.
 * @throws ApiError unknown_application, missing_access for a server that the application is not in
 */
async function accessScope(sql: Sql, actor: Actor, { applicationId, guildId }: Scope): Promise<void> {
  await accessApplication(sql, actor, applicationId);
  if (guildId !== null && !(await isInstalled(sql, applicationId, guildId))) {
    throw new ApiError("missing_access");
  }
}

export async function isInstalled(sql: Sql, applicationId: string, guildId: string): Promise<boolean> {
  const integration = await sql
    .selectFrom("guild_integrations")
    .select("id")
    .where("application_id", "=", applicationId)
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  return integration !== undefined;
}

const rowsIn = (sql: Sql, { applicationId, guildId }: Scope) =>
  sql
    .selectFrom("application_commands")
    .selectAll()
    .where("application_id", "=", applicationId)
    .where("guild_id", "=", guildId ?? EVERYWHERE);

/** The commands of a scope, the oldest first: 130 at most. @throws as `accessScope` */
export async function listCommands(sql: Sql, actor: Actor, scope: Scope): Promise<Command[]> {
  await accessScope(sql, actor, scope);
  return (await rowsIn(sql, scope).orderBy("id").execute()).map(toCommand);
}

/** @throws ApiError unknown_command, and as `accessScope` */
export async function readCommand(sql: Sql, actor: Actor, scope: Scope, id: string): Promise<Command> {
  await accessScope(sql, actor, scope);
  return toCommand(await findRow(sql, scope, id));
}

async function findRow(sql: Sql, scope: Scope, id: string): Promise<CommandRow> {
  const row = await rowsIn(sql, scope).where("id", "=", id).executeTakeFirst();
  if (!row) throw new ApiError("unknown_command");
  return row;
}

const lockScope = (tx: Tx, { applicationId, guildId }: Scope) =>
  tx.lock(`commands:${applicationId}:${guildId ?? EVERYWHERE}`);

/** Registers a command; one of its name and type gives way, and leaves its id. @throws ApiError max_commands */
export async function createCommand(
  deps: Deps,
  actor: Actor,
  scope: Scope,
  body: CommandBody,
): Promise<{ command: Command; isNew: boolean }> {
  return deps.db.transaction(async (tx) => {
    await lockScope(tx, scope);
    await accessScope(tx.sql, actor, scope);
    const rows = await rowsIn(tx.sql, scope).execute();
    const same = rows.find((row) => row.name === body.name && row.type === body.type);
    if (!same) requireRoom([...rows, body]);
    const row = await saveCommand(tx, deps, scope, body, same);
    if (row !== same) await announceIndex(tx, deps.bus, scope);
    return { command: toCommand(row), isNew: same === undefined };
  });
}

/** Changes a command; fields that are absent stay, its type does. @throws ApiError unknown_command, invalid_form_body */
export async function editCommand(
  deps: Deps,
  actor: Actor,
  scope: Scope,
  id: string,
  patch: Record<string, unknown>,
): Promise<Command> {
  return deps.db.transaction(async (tx) => {
    await lockScope(tx, scope);
    await accessScope(tx.sql, actor, scope);
    const before = await findRow(tx.sql, scope, id);
    const known = JSON.parse(before.data) as CommandBody;
    const body = parseValue(commandBody, { ...known, ...patch, type: known.type }) as CommandBody;
    const taken = await rowsIn(tx.sql, scope)
      .where("name", "=", body.name)
      .where("type", "=", body.type)
      .where("id", "!=", id)
      .executeTakeFirst();
    if (taken) throw nameTaken("name");
    const row = await saveCommand(tx, deps, scope, body, before);
    if (row !== before) await announceIndex(tx, deps.bus, scope);
    return toCommand(row);
  });
}

/** @throws ApiError unknown_command, and as `accessScope` */
export async function deleteCommand(deps: Deps, actor: Actor, scope: Scope, id: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockScope(tx, scope);
    await accessScope(tx.sql, actor, scope);
    await findRow(tx.sql, scope, id);
    await removeCommands(tx, [id]);
    await announceIndex(tx, deps.bus, scope);
  });
}

/** Has a scope hold these commands and no others. Those of the same name and type keep their ids. @throws ApiError max_commands */
export async function overwriteCommands(
  deps: Deps,
  actor: Actor,
  scope: Scope,
  bodies: readonly CommandBody[],
): Promise<Command[]> {
  const keyOf = ({ name, type }: { name: string; type: number }) => `${type}:${name}`;
  const keys = bodies.map(keyOf);
  const twice = keys.findIndex((key, n) => keys.indexOf(key) !== n);
  if (twice !== -1) throw nameTaken(`${twice}.name`);
  requireRoom(bodies);
  return deps.db.transaction(async (tx) => {
    await lockScope(tx, scope);
    await accessScope(tx.sql, actor, scope);
    const known = new Map((await rowsIn(tx.sql, scope).execute()).map((row) => [keyOf(row), row]));
    const gone = [...known].filter(([key]) => !keys.includes(key)).map(([, { id }]) => id);
    await removeCommands(tx, gone);
    const rows: CommandRow[] = [];
    for (const body of bodies) {
      rows.push(await saveCommand(tx, deps, scope, body, known.get(keyOf(body))));
    }
    const isChanged = gone.length > 0 || rows.some((row) => known.get(keyOf(row)) !== row);
    if (isChanged) await announceIndex(tx, deps.bus, scope);
    return rows.map(toCommand);
  });
}

/** Writes a command; of one that says the same already nothing changes, and the very row comes back. */
async function saveCommand(
  tx: Tx,
  { newId }: Pick<Deps, "newId">,
  { applicationId, guildId }: Scope,
  body: CommandBody,
  before: CommandRow | undefined,
): Promise<CommandRow> {
  const data = dataOf(body);
  if (before?.data === data) return before;
  const row: CommandRow = {
    id: before?.id ?? newId(),
    application_id: applicationId,
    guild_id: guildId ?? EVERYWHERE,
    type: body.type,
    name: body.name,
    version: newId(),
    data,
  };
  if (before) {
    const { name, version } = row;
    await tx.sql
      .updateTable("application_commands")
      .set({ name, version, data })
      .where("id", "=", row.id)
      .execute();
  } else await tx.sql.insertInto("application_commands").values(row).execute();
  return row;
}

async function removeCommands(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.sql.deleteFrom("application_commands").where("id", "in", ids).execute();
  await tx.sql.deleteFrom("application_command_permissions").where("command_id", "in", ids).execute();
}

function requireRoom(commands: readonly { type: number }[]): void {
  for (const type of [1, 2, 3]) {
    const most = type === ApplicationCommandType.ChatInput ? LIMITS.chatCommands : LIMITS.menuCommands;
    if (commands.filter((one) => one.type === type).length > most) throw new ApiError("max_commands");
  }
}

const nameTaken = (path: string) =>
  fieldError(
    path,
    "APPLICATION_COMMANDS_DUPLICATE_NAME",
    "Application command names must be unique within the application and type",
  );

/** Tells the servers concerned that what one may use there changed. */
export async function announceIndex(tx: Tx, bus: Bus, { applicationId, guildId }: Scope): Promise<void> {
  const guildIds =
    guildId !== null
      ? [guildId]
      : (
          await tx.sql
            .selectFrom("guild_integrations")
            .select("guild_id")
            .where("application_id", "=", applicationId)
            .execute()
        ).map(({ guild_id }) => guild_id);
  for (const id of guildIds) {
    const d = { guild_id: id, application_id: applicationId };
    announce(tx, bus, `guild:${id}`, "GUILD_APPLICATION_COMMAND_INDEX_UPDATE", d);
  }
}
