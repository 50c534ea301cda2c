import type { Blobs } from "../../blobs/blobs.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { type Departure, eraseAccount } from "../accounts/delete-account.ts";
import { leaveAllGuilds } from "../guilds/leave-guild.ts";
import { deleteImage } from "../images/store-image.ts";
import type { PresencesOf } from "../users/self.ts";
import { accessOwnApplication } from "./find-application.ts";

/** What is nothing without its application. Its ephemeral answers run out by themselves. */
const TABLES = [
  "guild_integrations",
  "application_commands",
  "application_command_permissions",
  "interactions",
  "oauth2_codes",
  "oauth2_tokens",
  "webhooks",
  "event_deliveries",
] as const;

interface Erasing {
  bus: Bus;
  presencesOf: PresencesOf;
}

/** Deletes an application and its bot: what the bot wrote stays, by "deleted user". @throws ApiError unknown_application */
export async function deleteApplication(
  deps: Erasing & { db: Database; blobs: Blobs },
  actor: Actor,
  id: string,
): Promise<void> {
  const { icon, avatar } = await deps.db.transaction(async (tx) => {
    await tx.lock(`application:${id}`);
    const row = await accessOwnApplication(tx.sql, actor, id);
    const bot = await tx.sql.selectFrom("users").select("avatar").where("id", "=", id).executeTakeFirst();
    await removeApplication(tx, deps, id);
    return { icon: row.icon, avatar: bot?.avatar };
  });
  if (icon) await deleteImage(deps.blobs, "app-icons", id, icon).catch(() => {});
  if (avatar) await deleteImage(deps.blobs, "avatars", id, avatar).catch(() => {});
}

/** What becomes of somebody's applications when their account goes. */
export const deleteOwnApplications =
  (deps: Erasing): Departure =>
  async (tx, userId) => {
    const own = await tx.sql
      .selectFrom("applications")
      .select("id")
      .where("owner_id", "=", userId)
      .orderBy("id")
      .execute();
    for (const { id } of own) await removeApplication(tx, deps, id);
  };

async function removeApplication(tx: Tx, { bus, presencesOf }: Erasing, id: string): Promise<void> {
  // A bot owns no server, so none is left empty.
  const leave: Departure = (tx, botId) => leaveAllGuilds(tx, { bus, deleteEmpty: async () => {} }, botId);
  await eraseAccount(tx, { bus, presencesOf, departures: [leave] }, id);
  for (const table of TABLES) await tx.sql.deleteFrom(table).where("application_id", "=", id).execute();
  // Their pictures go first: see sweep-emojis.ts.
  await tx.sql.updateTable("emojis").set({ application_id: null }).where("application_id", "=", id).execute();
  await tx.sql.deleteFrom("applications").where("id", "=", id).execute();
}
