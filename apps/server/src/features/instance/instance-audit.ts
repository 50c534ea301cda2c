import type { Tx } from "../../db/database.ts";

export interface InstanceAct {
  /** Who did it; null for the command line. */
  userId: string | null;
  /** `user.change`, `guild.delete`, … */
  action: string;
  targetId?: string | null;
  /** What of it is worth keeping; never a password, a token or a message. */
  detail?: object;
}

/** Notes what somebody did who runs the instance, in the transaction that did it. */
export async function noteInstanceAct(
  tx: Tx,
  newId: () => string,
  { userId, action, targetId = null, detail }: InstanceAct,
): Promise<void> {
  await tx.sql
    .insertInto("instance_audit_log")
    .values({
      id: newId(),
      user_id: userId,
      action,
      target_id: targetId,
      detail: detail ? JSON.stringify(detail) : null,
    })
    .execute();
}
