import type { APIMessage } from "@palabre/protocol";
import type { Answer, TestServer, TestUser } from "./harness.ts";
import { befriend, makeRoom, openChat } from "./people.ts";

export { befriend };

/** The chat of two; its id. */
export const openDm = async (one: TestUser, two: TestUser): Promise<string> => (await openChat(one, two)).id;

/** A room that `owner` makes with their friends; its id. */
export const openRoom = async (owner: TestUser, others: TestUser[], name = "room"): Promise<string> =>
  (await makeRoom(owner, others, name)).id;

export async function send(
  user: TestUser,
  channelId: string,
  body: string | Record<string, unknown>,
): Promise<APIMessage> {
  const json = typeof body === "string" ? { content: body } : body;
  return (await must(user.post<APIMessage>(`/channels/${channelId}/messages`, json))).body;
}

export interface TestFile {
  name: string;
  data: Uint8Array | string;
  type?: string;
}

/** A form as clients send it: `payload_json`, then `files[n]`. */
export function form(payload: Record<string, unknown>, files: readonly TestFile[]): FormData {
  const data = new FormData();
  data.append("payload_json", JSON.stringify(payload));
  files.forEach(({ name, data: bytes, type }, n) => {
    data.append(`files[${n}]`, new Blob([bytes as Uint8Array<ArrayBuffer>], type ? { type } : {}), name);
  });
  return data;
}

/** Alice and Bob, friends, with a chat. */
export async function startChat(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  await befriend(alice, bob);
  return { alice, bob, dm: await openDm(alice, bob) };
}

/** Alice owns a room with Bob and Carol. */
export async function startRoom(server: TestServer) {
  const alice = await server.user("alice");
  const bob = await server.user("bob");
  const carol = await server.user("carol");
  await befriend(alice, bob);
  await befriend(alice, carol);
  return { alice, bob, carol, room: await openRoom(alice, [bob, carol]) };
}

/** The answer, if it was a success. */
export async function must<T>(answer: Promise<Answer<T>>): Promise<Answer<T>> {
  const got = await answer;
  if (got.status >= 300) throw new Error(`${got.status}: ${JSON.stringify(got.body)}`);
  return got;
}
