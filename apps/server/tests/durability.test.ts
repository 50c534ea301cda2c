import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type APIMessage, compareSnowflakes } from "@palabre/protocol";
import { startChild } from "./child.ts";
import { asUser, registerUser, type TestUser } from "./harness.ts";
import { befriend, makeRoom } from "./people.ts";
import { createTestDatabase } from "./postgres.ts";

const ROUNDS = 4;
const SENDERS = 6;
/** Messages acknowledged before the server is killed, in each round. */
const ACKNOWLEDGED = 60;

interface Acknowledged {
  id: string;
  content: string;
}

/** Sends one after the other until the server is gone. Whatever was not answered is tried again after the restart. */
async function sendUntilKilled(
  user: TestUser,
  room: string,
  from: number,
  told: (message: Acknowledged) => void,
): Promise<number> {
  for (let n = from; ; n++) {
    const content = `${user.username} ${n}`;
    try {
      const { status, body } = await user.post<APIMessage>(`/channels/${room}/messages`, {
        content,
        nonce: `${n}`,
        enforce_nonce: true,
      });
      if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
      told({ id: body.id, content: body.content });
    } catch (error) {
      if (error instanceof Error && /^\d{3}:/.test(error.message)) throw error;
      return n;
    }
  }
}

async function readAll(user: TestUser, room: string): Promise<APIMessage[]> {
  const all: APIMessage[] = [];
  let after = "0";
  while (true) {
    const { body } = await user.get<APIMessage[]>(`/channels/${room}/messages?limit=100&after=${after}`);
    if (body.length === 0) return all;
    all.push(...body.reverse());
    after = all.at(-1)?.id ?? "0";
  }
}

test("after kill -9 under load, each acknowledged message is there once and in order", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "palabre-durability-"));
  const database = await createTestDatabase();
  const env = { PALABRE_DATA: dataDir, ...(database ? { DATABASE_URL: database.url } : {}) };
  const acknowledged = new Map<string, Acknowledged[]>();
  let server = await startChild(env);
  try {
    const owner = await registerUser(server.url, "owner");
    const accounts: TestUser[] = [];
    for (let n = 0; n < SENDERS; n++) {
      const account = await registerUser(server.url, `sender${n}`);
      await befriend(owner, account);
      accounts.push(account);
      acknowledged.set(account.username, []);
    }
    const { id: room } = await makeRoom(owner, accounts);
    const next = new Map(accounts.map(({ username }) => [username, 0]));

    for (let round = 0; round < ROUNDS; round++) {
      const running = server;
      const users = accounts.map((account) => asUser(running.url, account));
      let count = 0;
      const enough = Promise.withResolvers<void>();
      const sending = users.map(async (user) => {
        const from = next.get(user.username) ?? 0;
        const stoppedAt = await sendUntilKilled(user, room, from, (message) => {
          acknowledged.get(user.username)?.push(message);
          if (++count === ACKNOWLEDGED) enough.resolve();
        });
        // The one that was not answered may be there or not; sending it again must not make it two.
        next.set(user.username, stoppedAt);
      });
      await enough.promise;
      running.signal("SIGKILL");
      await running.exited;
      await Promise.all(sending);
      server = await startChild(env);

      const found = await readAll(asUser(server.url, owner), room);
      const ids = found.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [username, messages] of acknowledged) {
        const theirs = found.filter(({ author, type }) => author.username === username && type === 0);
        const contents = theirs.map(({ content }) => content);
        // In order and without gap, whatever was acknowledged; at most one more that was cut off before its answer.
        expect(contents).toEqual(contents.map((_, n) => `${username} ${n}`));
        expect(contents.length - messages.length).toBeOneOf([0, 1]);
        expect(theirs.slice(0, messages.length).map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
        expect([...messages].sort((a, b) => compareSnowflakes(a.id, b.id))).toEqual(messages);
      }
    }
  } finally {
    await server[Symbol.asyncDispose]();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 120_000);
