import type { InviteRow } from "./find-invite.ts";

/** What the audit log says of an invitation that came or went. */
export const logged = (row: InviteRow): [key: string, value: unknown][] => [
  ["code", row.code],
  ["channel_id", row.channel_id],
  ["inviter_id", row.inviter_id],
  ["max_uses", row.max_uses],
  ["uses", row.uses],
  ["max_age", row.max_age],
  ["temporary", row.temporary === 1],
];
