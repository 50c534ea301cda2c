import type { AdminLimit } from "@palabre/protocol";
import { z } from "zod";
import type { Config } from "../../config.ts";
import type { Database } from "../../db/database.ts";
import { noteInstanceAct } from "../instance/instance-audit.ts";
import { limitRules, readLimits, writeLimits } from "../instance/limits.ts";

export type LimitChanges = Record<string, string | number | null | undefined>;

/** What may be asked of each limit: something within its bounds, or null for its default. */
export function limitsBody(config: Pick<Config, "maxFileBytes">): z.ZodType<LimitChanges> {
  const field = (rule: ReturnType<typeof limitRules>[number]) =>
    rule.unit === "choice" ? z.enum(rule.choices) : z.int().min(rule.min).max(rule.max);
  return z.object(
    Object.fromEntries(limitRules(config).map((rule) => [rule.name, field(rule).nullable().optional()])),
  ) as z.ZodType<LimitChanges>;
}

/** Changes limits for everybody, from the next request on. What is above a lower limit already stays. */
export async function changeLimits(
  { db, newId, config }: { db: Database; newId: () => string; config: Pick<Config, "maxFileBytes"> },
  userId: string | null,
  changes: LimitChanges,
): Promise<AdminLimit[]> {
  return db.transaction(async (tx) => {
    await tx.lock("limits");
    const valueIn = (limits: readonly AdminLimit[], name: string) =>
      limits.find((limit) => limit.name === name)?.value ?? null;
    const before = await readLimits(tx.sql, config);
    await writeLimits(tx.sql, changes);
    const after = await readLimits(tx.sql, config);
    const changed = after.filter(({ name, value }) => valueIn(before, name) !== value);
    if (changed.length > 0) {
      const detail = Object.fromEntries(
        changed.map(({ name, value }) => [name, { from: valueIn(before, name), to: value }]),
      );
      await noteInstanceAct(tx, newId, { userId, action: "limits.change", detail });
    }
    return after;
  });
}
