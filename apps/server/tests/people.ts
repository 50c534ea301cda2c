import { expect } from "bun:test";
import type { PrivateChannel } from "@palabre/protocol";
import type { TestServer, TestUser } from "./harness.ts";

/** Registers accounts, in order; the first is the server's admin. */
export async function register<const N extends readonly string[]>(
  server: TestServer,
  ...names: N
): Promise<Record<N[number], TestUser>> {
  const users: [string, TestUser][] = [];
  for (const name of names) users.push([name, await server.user(name)]);
  return Object.fromEntries(users) as Record<N[number], TestUser>;
}

export async function befriend(a: TestUser, b: TestUser): Promise<void> {
  expect((await a.put(`/users/@me/relationships/${b.id}`, {})).status).toBe(204);
  expect((await b.put(`/users/@me/relationships/${a.id}`, {})).status).toBe(204);
}

/** A room of `owner` and friends of theirs. */
export async function makeRoom(
  owner: TestUser,
  others: readonly TestUser[],
  name = "Kitchen",
): Promise<PrivateChannel> {
  const answer = await owner.post<PrivateChannel>("/users/@me/channels", {
    recipients: others.map(({ id }) => id),
    name,
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

export async function openChat(user: TestUser, other: TestUser): Promise<PrivateChannel> {
  const answer = await user.post<PrivateChannel>("/users/@me/channels", { recipient_id: other.id });
  expect(answer.status).toBe(200);
  return answer.body;
}
