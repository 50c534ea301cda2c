import { expect } from "bun:test";
import type { ReadyGuild } from "@palabre/protocol";
import type { TestServer, TestUser } from "./harness.ts";

/** A server of `owner`'s with its first text channel, and `others` in it. `plan` as POST /guilds takes it. */
export async function makeServer(
  owner: TestUser,
  others: readonly TestUser[] = [],
  plan: Record<string, unknown> = {},
): Promise<{ guild: ReadyGuild; id: string; general: string; roles: Record<string, string> }> {
  const { status, body: guild } = await owner.post<ReadyGuild>("/guilds", { name: "Tessera", ...plan });
  expect(status).toBe(201);
  const general = guild.channels.find(({ type }) => type === 0)?.id ?? "";
  if (others.length > 0) {
    const code = await invite(owner, general);
    for (const user of others) await join(user, code);
  }
  const roles = Object.fromEntries(guild.roles.map(({ name, id }) => [name, id]));
  return { guild, id: guild.id, general, roles };
}

/** An invitation to a channel; its code. */
export async function invite(
  user: TestUser,
  channelId: string,
  wish: Record<string, unknown> = {},
): Promise<string> {
  const { status, body } = await user.post<{ code: string }>(`/channels/${channelId}/invites`, wish);
  if (status !== 200) throw new Error(`${user.username} invites: ${JSON.stringify(body)}`);
  return body.code;
}

export async function join(user: TestUser, code: string): Promise<void> {
  const { status, body } = await user.post(`/invites/${code}`);
  if (status !== 200) throw new Error(`${user.username} joins: ${JSON.stringify(body)}`);
}

/** Gives roles beside the server, before anybody connects. */
export async function giveRoles(
  server: TestServer,
  guildId: string,
  user: TestUser,
  ...roleIds: (string | undefined)[]
): Promise<void> {
  await server.seed(async ({ sql }) => {
    await sql
      .insertInto("member_roles")
      .values(roleIds.map((id) => ({ guild_id: guildId, user_id: user.id, role_id: id ?? "0" })))
      .execute();
  });
}

/** Bits for a role of a plan. */
export const bits = (...all: bigint[]): string => String(all.reduce((sum, bit) => sum | bit, 0n));
