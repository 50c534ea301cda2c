import { availableParallelism } from "node:os";
import { ApiError } from "../../errors.ts";
import { createTurns } from "../../turns.ts";

/** argon2id with OWASP's first recommendation: 19 MiB, two passes. */
const ARGON2ID = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

/** Hashes at one time: each takes a core for tens of milliseconds, and one core stays free for everybody else. */
const CONCURRENT = Math.max(1, availableParallelism() - 1);
const WAITING = 200;

const turns = createTurns(
  CONCURRENT,
  WAITING,
  () => new ApiError("unavailable", undefined, { "Retry-After": "5" }),
);

/** Hashes a new password, off the event loop. @throws ApiError unavailable when too many wait already */
export const hashPassword = (password: string): Promise<string> =>
  turns.run(() => Bun.password.hash(password, ARGON2ID));

/**
 * Whether `password` is the one behind `hash`. Without a hash (no such account) as much work is done, so that the time
 * an answer takes does not tell who has an account.
 * @throws ApiError unavailable when too many wait already
 */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  // Bun refuses to hash nothing; nobody's password is empty.
  const given = password === "" ? "\0" : password;
  const right = await turns.run(async () => Bun.password.verify(given, hash ?? (await nobodysHash())));
  return right && hash !== null && hash !== undefined;
}

let nobody: Promise<string> | undefined;
function nobodysHash(): Promise<string> {
  nobody ??= Bun.password.hash(crypto.randomUUID(), ARGON2ID);
  return nobody;
}
