import { type APIRole, AuditLogEvent } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";

/** Names in the audit log. */
const LOGGED: { [K in keyof APIRole]?: string } = {
  name: "name",
  permissions: "permissions",
  color: "color",
  hoist: "hoist",
  mentionable: "mentionable",
  unicode_emoji: "unicode_emoji",
  position: "position",
};

const NOTHING = Object.fromEntries(Object.keys(LOGGED).map((key) => [key, undefined])) as Partial<APIRole>;

/** Notes that a role was made (no `before`), changed, or deleted (no `after`). What changed nothing is not noted. */
export async function auditRole(
  tx: Tx,
  deps: { bus: Bus; newId: () => string },
  act: { guildId: string; actorId: string; reason: string | null },
  before: APIRole | null,
  after: APIRole | null,
): Promise<void> {
  const changes = changesBetween<APIRole>(before ?? {}, { ...NOTHING, ...after }, LOGGED);
  if (changes.length === 0) return;
  const action =
    before === null
      ? AuditLogEvent.RoleCreate
      : after === null
        ? AuditLogEvent.RoleDelete
        : AuditLogEvent.RoleUpdate;
  await writeAudit(tx, deps, { ...act, action, targetId: (after ?? before)?.id ?? null, changes });
}
