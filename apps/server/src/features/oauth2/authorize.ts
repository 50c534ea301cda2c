import { randomBytes } from "node:crypto";
import { ApplicationIntegrationType } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Config } from "../../config.ts";
import type { Database, Tx } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { hashToken } from "../accounts/tokens.ts";
import { addBot } from "../applications/add-bot.ts";
import { tellApplication } from "../applications/event-outbox.ts";
import { loadUsers } from "../applications/find-application.ts";
import type { ApplicationRow } from "../applications/present-application.ts";
import { toGuild } from "../guild-core/present-guild.ts";
import { readRoles } from "../roles/role-list.ts";
import { forTokens, wantsServer } from "./scopes.ts";

/** A code is exchanged at once or never. */
const CODE_MS = 5 * 60_000;

/** What an application asks somebody to agree to. */
export interface Asked {
  application: ApplicationRow;
  scopes: string[];
  /** Where to return; absent for a bot that simply comes in. */
  redirectUri: string | undefined;
  state: string | undefined;
  /** Of PKCE, S256. */
  challenge: string | undefined;
  /** Of OpenID Connect: stands in the ID token. */
  nonce: string | undefined;
}

/**
 * Checks where one would return to: it must be written exactly as the application says. Until then nothing goes there, not
 * even an error.
 * @throws ApiError invalid_form_body naming `redirect_uri`
 */
export function checkRedirect(application: ApplicationRow, scopes: string[], uri: string | undefined): void {
  const known = JSON.parse(application.redirect_uris) as string[];
  if (uri === undefined) {
    if (forTokens(scopes).length === 0) return;
    throw fieldError("redirect_uri", "BASE_TYPE_REQUIRED", "This field is required");
  }
  if (!known.includes(uri)) {
    throw fieldError(
      "redirect_uri",
      "OAUTH2_INVALID_REDIRECT_URI",
      "Not one of the application's addresses.",
    );
  }
}

/**
 * Agrees: a bot comes into a server, a code is made for the rest.
 * @returns where to go on; "" when there is nowhere
 * @throws ApiError as `addBot`; invalid_form_body naming `guild_id`
 */
export async function agree(
  deps: { db: Database; bus: Bus; newId: () => string; config: Pick<Config, "eventWebhooks"> },
  actor: Actor,
  asked: Asked,
  { guildId, permissions }: { guildId: string | undefined; permissions: bigint },
): Promise<string> {
  const { application, scopes, redirectUri, state } = asked;
  return deps.db.transaction(async (tx) => {
    if (wantsServer(scopes)) {
      if (guildId === undefined) throw fieldError("guild_id", "BASE_TYPE_REQUIRED", "This field is required");
      await addBot(tx, deps, actor, { application, guildId, permissions });
    }
    await tellAuthorized(tx, deps, actor, asked, wantsServer(scopes) ? guildId : undefined);
    if (redirectUri === undefined) return "";
    const code = forTokens(scopes).length > 0 ? await makeCode(tx, actor, asked) : undefined;
    return withQuery(redirectUri, {
      code,
      state,
      ...(wantsServer(scopes) && { guild_id: guildId, permissions: String(permissions) }),
    });
  });
}

async function tellAuthorized(
  tx: Tx,
  deps: { newId: () => string; config: Pick<Config, "eventWebhooks"> },
  { userId }: Actor,
  { application, scopes }: Asked,
  guildId: string | undefined,
): Promise<void> {
  if (!application.event_webhooks_types.includes('"APPLICATION_AUTHORIZED"')) return;
  const user = (await loadUsers(tx.sql, [userId])).get(userId);
  const guild =
    guildId === undefined
      ? undefined
      : await tx.sql.selectFrom("guilds").selectAll().where("id", "=", guildId).executeTakeFirst();
  await tellApplication(tx, deps, application.id, "APPLICATION_AUTHORIZED", {
    ...(guild && { integration_type: ApplicationIntegrationType.GuildInstall }),
    user,
    scopes,
    ...(guild && { guild: toGuild(guild, await readRoles(tx.sql, guild.id)) }),
  });
}

/** Where to go on after a refusal. */
export const refuse = ({ redirectUri, state }: Asked): string =>
  redirectUri === undefined
    ? ""
    : withQuery(redirectUri, {
        error: "access_denied",
        error_description: "The resource owner denied the request",
        state,
      });

async function makeCode(tx: Tx, actor: Actor, asked: Asked): Promise<string> {
  const code = randomBytes(24).toString("base64url");
  await tx.sql
    .insertInto("oauth2_codes")
    .values({
      code_hash: hashToken(code),
      application_id: asked.application.id,
      user_id: actor.userId,
      scopes: forTokens(asked.scopes).join(" "),
      redirect_uri: asked.redirectUri ?? "",
      challenge: asked.challenge ?? null,
      nonce: asked.nonce ?? null,
      expires_at: Date.now() + CODE_MS,
    })
    .execute();
  return code;
}

function withQuery(uri: string, values: Record<string, string | undefined>): string {
  const url = new URL(uri);
  for (const [key, value] of Object.entries(values))
    if (value !== undefined) url.searchParams.set(key, value);
  return url.href;
}
