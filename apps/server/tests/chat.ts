import type { APIMessage } from "@palabre/protocol";
import type { TestServer, TestUser } from "./harness.ts";
import { befriend, makeRoom, openChat, register } from "./people.ts";

/** Sends a text, or a whole body. */
export async function send(
  user: TestUser,
  channelId: string,
  body: string | Record<string, unknown>,
): Promise<APIMessage> {
  const json = typeof body === "string" ? { content: body } : body;
  const { status, body: message } = await user.post<APIMessage>(`/channels/${channelId}/messages`, json);
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(message)}`);
  return message;
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

/** Alice and Bob, friends, and the id of their chat. */
export async function startChat(server: TestServer) {
  const { alice, bob } = await register(server, "alice", "bob");
  await befriend(alice, bob);
  const { id: dm } = await openChat(alice, bob);
  return { alice, bob, dm };
}

/** Alice owns a room with Bob and Carol; its id. */
export async function startRoom(server: TestServer) {
  const { alice, bob, carol } = await register(server, "alice", "bob", "carol");
  await befriend(alice, bob);
  await befriend(alice, carol);
  const { id: room } = await makeRoom(alice, [bob, carol]);
  return { alice, bob, carol, room };
}
