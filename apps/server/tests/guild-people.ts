import { expect } from "bun:test";
import { createSnowflakes, type GuildChannel, type ReadyGuild } from "@palabre/protocol";
import { createMemoryBus } from "../src/bus/memory.ts";
import { addMember } from "../src/features/guilds/join-guild.ts";
import type { TestServer, TestUser } from "./harness.ts";

/** Ids that no server of a test makes. */
const newId = createSnowflakes(1023);

/** Makes somebody a member beside the server, before they connect: how one joins has tests of its own. */
export async function enrol(
  server: Pick<TestServer, "seed">,
  guildId: string,
  user: Pick<TestUser, "id">,
  roleIds: readonly string[] = [],
): Promise<void> {
  await server.seed(async (tx) => {
    await addMember(tx, { bus: createMemoryBus(), newId }, { guildId, userId: user.id, roleIds });
  });
}

/** What a plan of a server says of roles; the first is @everyone. */
export interface RolePlan {
  name: string;
  permissions: bigint;
}

/** A server of `owner` with these roles, the lowest first, and their ids by name. It has one channel, `general`. */
export async function makeGuild(owner: TestUser, roles: readonly RolePlan[]) {
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
