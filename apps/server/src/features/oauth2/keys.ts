import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import type { Database, Sql } from "../../db/database.ts";

const ALGORITHM = "RS256";
const NAME = "oauth2_key";

interface Keys {
  /** What others check with. */
  open: JWK;
  secret: CryptoKey;
}

/** The instance's pair for ID tokens: made when first needed, one for all nodes. */
export function createKeys(db: Database): () => Promise<Keys> {
  let known: Promise<Keys> | undefined;
  const load = async () => {
    const kept = (await readKey(db.read)) ?? (await makeKey(db));
    const { n, e, kty, kid } = kept;
    const open: JWK = { kty, n, e, kid, use: "sig", alg: ALGORITHM };
    return { open, secret: (await importJWK(kept, ALGORITHM)) as CryptoKey };
  };
  return () => {
    known ??= load().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function readKey(sql: Sql): Promise<JWK | undefined> {
  const row = await sql
    .selectFrom("instance_settings")
    .select("value")
    .where("key", "=", NAME)
    .executeTakeFirst();
  return row && (JSON.parse(row.value) as JWK);
}

async function makeKey(db: Database): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID() };
  await db.transaction(async ({ sql }) => {
    await sql
      .insertInto("instance_settings")
      .values({ key: NAME, value: JSON.stringify(jwk) })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .execute();
  });
  // Another node may have been first.
  return (await readKey(db.read)) ?? jwk;
}

/** An ID token of OpenID Connect, good for an hour. */
export async function signIdToken(
  { secret, open }: Keys,
  claims: { issuer: string; audience: string; subject: string; nonce: string | null },
): Promise<string> {
  return new SignJWT(claims.nonce === null ? {} : { nonce: claims.nonce })
    .setProtectedHeader({ alg: ALGORITHM, ...(open.kid !== undefined && { kid: open.kid }) })
    .setIssuer(claims.issuer)
    .setAudience(claims.audience)
    .setSubject(claims.subject)
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(secret);
}
