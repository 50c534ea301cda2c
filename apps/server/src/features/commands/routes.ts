import { LIMITS } from "@palabre/protocol";
import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { type CommandBody, commandBody } from "./command-body.ts";
import { readChannelIndex, readGuildIndex } from "./command-index.ts";
import {
  listPermissions,
  manyPermissionsBody,
  permissionsBody,
  readPermissions,
  setPermissions,
} from "./command-permissions.ts";
import { localeOf } from "./locale.ts";
import { presentCommand } from "./present-command.ts";
import {
  createCommand,
  deleteCommand,
  editCommand,
  listCommands,
  overwriteCommands,
  readCommand,
  type Scope,
} from "./register-commands.ts";

const listQuery = z.object({ with_localizations: z.enum(["true", "false"]).optional() });
const patchBody = z.record(z.string(), z.unknown());
/** Of all types together. */
const allBodies = z.array(commandBody).max(LIMITS.chatCommands + 2 * LIMITS.menuCommands);

/** Commands of applications: what bots register, who may use them, and what people are offered. */
export function commandRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /applications/:application_id/commands": {
      does: "List an application's commands",
      query: listQuery,
    },
    "POST /applications/:application_id/commands": {
      does: "Make a command, or replace the one of its name",
      body: commandBody,
    },
    "PUT /applications/:application_id/commands": { does: "Replace all commands", body: allBodies },
    "GET /applications/:application_id/commands/:command_id": { does: "Read a command" },
    "PATCH /applications/:application_id/commands/:command_id": { does: "Change a command", body: patchBody },
    "DELETE /applications/:application_id/commands/:command_id": { does: "Delete a command" },
    "GET /applications/:application_id/guilds/:guild_id/commands": {
      does: "List the commands of one server",
      query: listQuery,
    },
    "POST /applications/:application_id/guilds/:guild_id/commands": {
      does: "Make a command in one server, or replace the one of its name",
      body: commandBody,
    },
    "PUT /applications/:application_id/guilds/:guild_id/commands": {
      does: "Replace all commands of one server",
      body: allBodies,
    },
    "GET /applications/:application_id/guilds/:guild_id/commands/:command_id": {
      does: "Read a command of one server",
    },
    "PATCH /applications/:application_id/guilds/:guild_id/commands/:command_id": {
      does: "Change a command of one server",
      body: patchBody,
    },
    "DELETE /applications/:application_id/guilds/:guild_id/commands/:command_id": {
      does: "Delete a command of one server",
    },
    "GET /applications/:application_id/guilds/:guild_id/commands/permissions": {
      does: "List who may use which command",
    },
    "PUT /applications/:application_id/guilds/:guild_id/commands/permissions": {
      does: "Set who may use which command",
      body: manyPermissionsBody,
    },
    "GET /applications/:application_id/guilds/:guild_id/commands/:command_id/permissions": {
      does: "Read who may use a command",
    },
    "PUT /applications/:application_id/guilds/:guild_id/commands/:command_id/permissions": {
      does: "Set who may use a command",
      body: permissionsBody,
      needs: ["MANAGE_GUILD"],
    },
    "GET /guilds/:guild_id/application-command-index": { does: "List what one may use in a server" },
    "GET /channels/:channel_id/application-command-index": {
      does: "List what one may use in a conversation",
    },
  });
  const changing = rateLimit(limiter, { bucket: "commands", max: 60, per: 60 });
  const offering = rateLimit(limiter, { bucket: "command-index", max: 30, per: 10 });

  const whole = { all: true };

  for (const [path, scopeOf] of [
    [
      "/applications/:application_id/commands",
      (c: Http): Scope => ({ applicationId: parseId(c, "application_id"), guildId: null }),
    ],
    [
      "/applications/:application_id/guilds/:guild_id/commands",
      (c: Http): Scope => ({
        applicationId: parseId(c, "application_id"),
        guildId: parseId(c, "guild_id"),
      }),
    ],
  ] as const) {
    routes.get(path, async (c) => {
      const scope = scopeOf(c);
      const all = parseQuery(c, listQuery).with_localizations === "true";
      const commands = await listCommands(db.read, c.get("actor"), scope);
      const locale = c.req.header("x-discord-locale")?.slice(0, 20);
      return c.json(commands.map((one) => presentCommand(one, { all, locale: all ? undefined : locale })));
    });

    routes.post(path, changing, async (c) => {
      const scope = scopeOf(c);
      const body = (await parseBody(c, commandBody)) as CommandBody;
      const { command, isNew } = await createCommand(context, c.get("actor"), scope, body);
      return c.json(presentCommand(command, whole), isNew ? 201 : 200);
    });

    routes.put(path, changing, async (c) => {
      const scope = scopeOf(c);
      const bodies = (await parseBody(c, allBodies)) as CommandBody[];
      const commands = await overwriteCommands(context, c.get("actor"), scope, bodies);
      return c.json(commands.map((one) => presentCommand(one, whole)));
    });

    if (path.includes("guild_id")) permissionRoutes(path);

    routes.get(`${path}/:command_id`, async (c) => {
      const command = await readCommand(db.read, c.get("actor"), scopeOf(c), parseId(c, "command_id"));
      return c.json(presentCommand(command, whole));
    });

    routes.patch(`${path}/:command_id`, changing, async (c) => {
      const [scope, id] = [scopeOf(c), parseId(c, "command_id")];
      const patch = await parseBody(c, patchBody);
      return c.json(presentCommand(await editCommand(context, c.get("actor"), scope, id, patch), whole));
    });

    routes.delete(`${path}/:command_id`, changing, async (c) => {
      await deleteCommand(context, c.get("actor"), scopeOf(c), parseId(c, "command_id"));
      return c.body(null, 204);
    });
  }

  function permissionRoutes(path: string): void {
    const idsOf = (c: Http) => [parseId(c, "application_id"), parseId(c, "guild_id")] as const;

    routes.get(`${path}/permissions`, async (c) =>
      c.json(await listPermissions(db.read, c.get("actor"), ...idsOf(c))),
    );

    routes.put(`${path}/permissions`, changing, async (c) => {
      const ids = idsOf(c);
      const chosen = await parseBody(c, manyPermissionsBody);
      return c.json(await setPermissions(context, c.get("actor"), ...ids, chosen));
    });

    routes.get(`${path}/:command_id/permissions`, async (c) =>
      c.json(await readPermissions(db.read, c.get("actor"), ...idsOf(c), parseId(c, "command_id"))),
    );

    routes.put(`${path}/:command_id/permissions`, changing, async (c) => {
      const [ids, id] = [idsOf(c), parseId(c, "command_id")];
      const { permissions } = await parseBody(c, permissionsBody);
      const [chosen] = await setPermissions(context, c.get("actor"), ...ids, [{ id, permissions }]);
      if (!chosen) throw new ApiError("unknown_command");
      return c.json(chosen);
    });
  }

  routes.get("/guilds/:guild_id/application-command-index", offering, async (c) => {
    const guildId = parseId(c, "guild_id");
    return c.json(await readGuildIndex(db.read, c.get("actor"), guildId, await localeOf(db.read, c)));
  });

  routes.get("/channels/:channel_id/application-command-index", offering, async (c) => {
    const channelId = parseId(c, "channel_id");
    return c.json(await readChannelIndex(db.read, c.get("actor"), channelId, await localeOf(db.read, c)));
  });

  return routes;
}
