import { expect } from "bun:test";
import type { GuildChannel, ReadyGuild } from "@palabre/protocol";
import type { TestUser } from "./harness.ts";

/** What a plan of a server says of roles; the first is @everyone. */
interface RolePlan {
  name: string;
  permissions: bigint;
}

/** A server of `owner` with these roles, the lowest first, and their ids by name. It has one channel, `general`. */
export async function planGuild(owner: TestUser, roles: readonly RolePlan[]) {
  const answer = await owner.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    roles: roles.map(({ name, permissions }, id) => ({ id, name, permissions: String(permissions) })),
    channels: [{ id: 1, name: "general" }],
  });
  expect(answer.status).toBe(201);
  const guild = answer.body;
  const [general] = guild.channels;
  if (!general) throw new Error("a server without a channel");
  return {
    id: guild.id,
    general: general.id,
    role: (name: string) => guild.roles.find((role) => role.name === name)?.id ?? "",
  };
}

/** Makes a channel and expects it to be made. */
export async function makeChannel(
  user: TestUser,
  guildId: string,
  body: Record<string, unknown>,
): Promise<GuildChannel> {
  const answer = await user.post<GuildChannel>(`/guilds/${guildId}/channels`, body);
  if (answer.status !== 201) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** What somebody's list of channels holds, by name. */
export async function channelNames(user: TestUser, guildId: string): Promise<string[]> {
  const { body } = await user.get<GuildChannel[]>(`/guilds/${guildId}/channels`);
  return body.map(({ name }) => name).sort();
}
