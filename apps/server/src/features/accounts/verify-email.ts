import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { announceSelf } from "../users/self.ts";
import { takeMailToken, tokenInvalid } from "./mail-tokens.ts";
import { proveEmail } from "./prove-email.ts";

/** Opens the link in a mail: the address is the account's own from now on. @throws ApiError TOKEN_INVALID */
export async function verifyEmail({ db, bus }: { db: Database; bus: Bus }, token: string): Promise<void> {
  await db.transaction(async (tx) => {
    const { userId, email } = await takeMailToken(tx, token, "verify");
    if (email === null || !(await proveEmail(tx, userId, email))) throw tokenInvalid();
    await announceSelf({ tx, bus }, userId);
  });
}
