import { generateKeyPairSync } from "node:crypto";
import { LIMITS } from "@palabre/protocol";
import type { z } from "zod";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { createApplicationBody } from "./application-body.ts";
import { insertBotAccount } from "./bot-account.ts";
import { findApplication, presentApplication } from "./find-application.ts";
import type { PrivateApplication } from "./present-application.ts";
import { storeIcon } from "./store-icon.ts";

/**
 * Makes an application and its bot's account.
 * @throws ApiError invalid_account_type for bots, max_applications, invalid_form_body naming `icon`
 */
export async function createApplication(
  { db, blobs, newId }: { db: Database; blobs: Blobs; newId: () => string },
  actor: Actor,
  body: z.output<typeof createApplicationBody>,
): Promise<PrivateApplication> {
  if (actor.bot) throw new ApiError("invalid_account_type");
  const id = newId();
  const icon = body.icon ? await storeIcon(blobs, id, body.icon) : null;
  const keys = makeKeys();
  return db.transaction(async (tx) => {
    await tx.lock(`applications:${actor.userId}`);
    const { count } = await tx.sql
      .selectFrom("applications")
      .select((e) => e.fn.countAll().as("count"))
      .where("owner_id", "=", actor.userId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= LIMITS.applications) throw new ApiError("max_applications");
    await insertBotAccount(tx, { id, name: body.name, avatar: icon });
    await tx.sql
      .insertInto("applications")
      .values({
        id,
        owner_id: actor.userId,
        name: body.name,
        icon,
        description: body.description ?? "",
        ...keys,
        created_at: Date.now(),
      })
      .execute();
    const row = await findApplication(tx.sql, id);
    if (!row) throw new Error("what was written is there");
    return presentApplication(tx.sql, row);
  });
}

/** The pair with which requests to the application's endpoint are signed. */
function makeKeys(): { verify_key: string; signing_key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x } = publicKey.export({ format: "jwk" });
  return {
    verify_key: Buffer.from(x ?? "", "base64url").toString("hex"),
    signing_key: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
  };
}
