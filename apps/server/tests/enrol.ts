import { createMemoryBus } from "../src/bus/memory.ts";
import { addMember } from "../src/features/guilds/join-guild.ts";
import type { TestServer, TestUser } from "./harness.ts";

/** Makes somebody a member beside the server, before they connect. */
export async function enrol(server: TestServer, guildId: string, user: TestUser): Promise<void> {
  let n = 0n;
  const newId = () => String(BigInt(guildId) + BigInt(user.id) / 4n + ++n);
  await server.seed(async (tx) => {
    await addMember(tx, { bus: createMemoryBus(), newId }, { guildId, userId: user.id });
  });
}

/** Gives a member a role that the server has not, beside the server. `permissions` as bits. */
export async function grant(
  server: TestServer,
  guildId: string,
  user: TestUser,
  permissions: bigint,
): Promise<string> {
  const id = String(BigInt(guildId) + BigInt(user.id) / 8n + 7n);
  await server.seed(async ({ sql }) => {
    const role = { id, guild_id: guildId, name: "granted", position: 1, permissions: String(permissions) };
    await sql.insertInto("roles").values(role).execute();
    await sql
      .insertInto("member_roles")
      .values({ guild_id: guildId, user_id: user.id, role_id: id })
      .execute();
  });
  return id;
}
