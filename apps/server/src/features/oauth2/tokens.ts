import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { hashToken } from "../accounts/tokens.ts";
import { findApplication } from "../applications/find-application.ts";
import type { ApplicationRow } from "../applications/present-application.ts";
import { OAuth2Error } from "./oauth2-error.ts";

/** Seconds that an access token is good for: a week, as Discord's. */
const LIFETIME = 604_800;

/** What POST /oauth2/token answers. Source: RFC 6749, section 5.1. */
interface TokenAnswer {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  refresh_token?: string;
  scope: string;
}

interface Issued extends TokenAnswer {
  userId: string;
  nonce: string | null;
}

/** The application that shows its secret. @throws OAuth2Error invalid_client */
export async function accessClient(sql: Sql, id: string, secret: string): Promise<ApplicationRow> {
  const row = /^\d{1,20}$/.test(id) ? await findApplication(sql, id) : undefined;
  const given = Buffer.from(hashToken(secret));
  const known = Buffer.from(row?.secret_hash ?? "");
  if (!row || given.length !== known.length || !timingSafeEqual(given, known)) {
    throw new OAuth2Error("invalid_client", "client_id and client_secret do not match", 401);
  }
  return row;
}

/** Exchanges a code, once. @throws OAuth2Error invalid_grant */
export async function exchangeCode(
  { db, newId }: { db: Database; newId: () => string },
  client: ApplicationRow,
  { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: string | undefined },
): Promise<Issued> {
  // Gone whatever becomes of it: one try.
  const row = await db.transaction((tx) =>
    tx.sql
      .deleteFrom("oauth2_codes")
      .where("code_hash", "=", hashToken(code))
      .where("application_id", "=", client.id)
      .returningAll()
      .executeTakeFirst(),
  );
  if (!row || row.expires_at <= Date.now()) throw invalidGrant("the code is unknown, used or expired");
  if (row.redirect_uri !== redirectUri) throw invalidGrant("redirect_uri is not the one that was asked with");
  if (row.challenge !== null && challengeOf(verifier ?? "") !== row.challenge) {
    throw invalidGrant("code_verifier does not fit");
  }
  const { user_id, scopes, nonce } = row;
  const answer = await db.transaction((tx) => issue(tx, newId(), client.id, user_id, scopes, true));
  return { ...answer, userId: user_id, nonce };
}

/** New tokens for old: the refresh token and its access token end. @throws OAuth2Error invalid_grant */
export async function refresh(
  { db }: { db: Database },
  client: ApplicationRow,
  token: string,
): Promise<Issued> {
  return db.transaction(async (tx) => {
    const row = await tx.sql
      .selectFrom("oauth2_tokens")
      .selectAll()
      .where("token_hash", "=", hashToken(token))
      .where("kind", "=", "refresh")
      .where("application_id", "=", client.id)
      .where("expires_at", ">", Date.now())
      .executeTakeFirst();
    if (!row) throw invalidGrant("the refresh token is unknown");
    await tx.lock(`oauth2-grant:${row.grant_id}`);
    const ended = await tx.sql
      .deleteFrom("oauth2_tokens")
      .where("grant_id", "=", row.grant_id)
      .executeTakeFirst();
    if (ended.numDeletedRows === 0n) throw invalidGrant("the refresh token is unknown");
    const answer = await issue(tx, row.grant_id, client.id, row.user_id, row.scopes, true);
    return { ...answer, userId: row.user_id, nonce: null };
  });
}

/** A token for the application's owner, without a refresh token. */
export async function clientCredentials(
  { db, newId }: { db: Database; newId: () => string },
  client: ApplicationRow,
  scopes: readonly string[],
): Promise<Issued> {
  const answer = await db.transaction((tx) =>
    issue(tx, newId(), client.id, client.owner_id, scopes.join(" "), false),
  );
  return { ...answer, userId: client.owner_id, nonce: null };
}

/** Ends a token and all that came of the same consent. Unknown ones are passed over, as RFC 7009 says. */
export async function revoke({ db }: { db: Database }, client: ApplicationRow, token: string): Promise<void> {
  await db.transaction(async ({ sql }) => {
    const row = await sql
      .selectFrom("oauth2_tokens")
      .select("grant_id")
      .where("token_hash", "=", hashToken(token))
      .where("application_id", "=", client.id)
      .executeTakeFirst();
    if (row) await sql.deleteFrom("oauth2_tokens").where("grant_id", "=", row.grant_id).execute();
  });
}

/** Removes what has expired. */
export async function sweepOAuth2({ sql }: Pick<Tx, "sql">): Promise<void> {
  for (const table of ["oauth2_codes", "oauth2_tokens"] as const) {
    await sql.deleteFrom(table).where("expires_at", "<", Date.now()).execute();
  }
}

/** Refresh tokens that nobody uses end, too. Milliseconds. */
const REFRESH_MS = 365 * 86_400_000;

/** Nobody acts for an account that is disabled or gone. */
async function requireActive({ sql }: Tx, userId: string): Promise<void> {
  const user = await sql
    .selectFrom("users")
    .select("id")
    .where("id", "=", userId)
    .where("disabled_at", "is", null)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (!user) throw invalidGrant("the account is disabled");
}

async function issue(
  tx: Tx,
  grantId: string,
  applicationId: string,
  userId: string,
  scopes: string,
  refreshable: boolean,
): Promise<TokenAnswer> {
  await requireActive(tx, userId);
  const now = Date.now();
  const access_token = randomBytes(32).toString("base64url");
  const refresh_token = randomBytes(32).toString("base64url");
  const row = { grant_id: grantId, application_id: applicationId, user_id: userId, scopes, created_at: now };
  await tx.sql
    .insertInto("oauth2_tokens")
    .values([
      {
        ...row,
        token_hash: hashToken(access_token),
        kind: "access" as const,
        expires_at: now + LIFETIME * 1_000,
      },
      ...(refreshable
        ? [
            {
              ...row,
              token_hash: hashToken(refresh_token),
              kind: "refresh" as const,
              expires_at: now + REFRESH_MS,
            },
          ]
        : []),
    ])
    .execute();
  return {
    access_token,
    token_type: "Bearer",
    expires_in: LIFETIME,
    ...(refreshable && { refresh_token }),
    scope: scopes,
  };
}

const challengeOf = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");
const invalidGrant = (why: string) => new OAuth2Error("invalid_grant", why);
