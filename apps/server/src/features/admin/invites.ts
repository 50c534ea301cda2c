import { randomInt } from "node:crypto";
import type { AdminInvite } from "@palabre/protocol";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { noteInstanceAct } from "../instance/instance-audit.ts";
import { iso, isoOrNull } from "../users/present.ts";

/** Invitations that exist at one time. */
const MAX_INVITES = 500;

/** No letters that are read for one another. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const CODE_LENGTH = 12;

/** Invitations for new accounts, the newest first; `base` is where their links lead. */
export async function listInvites(sql: Sql, base: string): Promise<AdminInvite[]> {
  const rows = await sql
    .selectFrom("instance_invites")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("code")
    .limit(MAX_INVITES)
    .execute();
  return rows.map((row) => toInvite(row, base));
}

/** @throws ApiError max_invites */
export async function createInvite(
  { db, newId }: { db: Database; newId: () => string },
  createdBy: string,
  input: { max_uses: number | null; expires_in: number | null },
  base: string,
): Promise<AdminInvite> {
  return db.transaction(async (tx) => {
    await tx.lock("instance-invites");
    const { count } = await tx.sql
      .selectFrom("instance_invites")
      .select((eb) => eb.fn.countAll().as("count"))
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_INVITES) throw new ApiError("max_invites");
    const now = Date.now();
    const row = await tx.sql
      .insertInto("instance_invites")
      .values({
        code: Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(""),
        created_by: createdBy,
        max_uses: input.max_uses,
        expires_at: input.expires_in === null ? null : now + input.expires_in * 1000,
        created_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    // Whoever has the code makes an account: it is not written down twice.
    await noteInstanceAct(tx, newId, { userId: createdBy, action: "invite.create", detail: input });
    return toInvite(row, base);
  });
}

/** @throws ApiError unknown_invite */
export async function deleteInvite(
  { db, newId }: { db: Database; newId: () => string },
  userId: string,
  code: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const gone = await tx.sql.deleteFrom("instance_invites").where("code", "=", code).executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw new ApiError("unknown_invite");
    await noteInstanceAct(tx, newId, { userId, action: "invite.delete" });
  });
}

interface InviteRow {
  code: string;
  uses: number;
  max_uses: number | null;
  expires_at: number | null;
  created_at: number;
  created_by: string;
}

function toInvite(row: InviteRow, base: string): AdminInvite {
  return {
    code: row.code,
    uses: row.uses,
    max_uses: row.max_uses,
    expires_at: isoOrNull(row.expires_at),
    created_at: iso(row.created_at),
    created_by: row.created_by,
    url: `${base}/register?invite=${row.code}`,
  };
}
