import { availableParallelism } from "node:os";
import { ApiError } from "../../errors.ts";

/** argon2id with OWASP's first recommendation: 19 MiB, two passes. */
const ARGON2ID = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

/** Hashes at one time: each takes a core for tens of milliseconds, and one core stays free for everybody else. */
const CONCURRENT = Math.max(1, availableParallelism() - 1);
/** Those that wait at most; past it nobody would be answered in reasonable time. */
const WAITING = 200;

let running = 0;
const waiting: (() => void)[] = [];

/** Hashes a new password, off the event loop. @throws ApiError unavailable when too many wait already */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => Bun.password.hash(password, ARGON2ID));

/**
 * Whether `password` is the one behind `hash`. Without a hash (no such account) as much work is done, so that the time
 * an answer takes does not tell who has an account.
 * @throws ApiError unavailable when too many wait already
 */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  // Bun refuses to hash nothing; nobody's password is empty.
  const given = password === "" ? "\0" : password;
  const right = await inTurn(async () => Bun.password.verify(given, hash ?? (await nobodysHash())));
  return right && hash !== null && hash !== undefined;
}

let nobody: Promise<string> | undefined;
function nobodysHash(): Promise<string> {
  nobody ??= Bun.password.hash(crypto.randomUUID(), ARGON2ID);
  return nobody;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= CONCURRENT) {
    if (waiting.length >= WAITING) throw new ApiError("unavailable", undefined, { "Retry-After": "5" });
    // Whoever finishes hands the place over, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
