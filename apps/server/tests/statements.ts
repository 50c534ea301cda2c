import { openTestDatabase } from "./database.ts";

type Query = (this: unknown, ...args: never[]) => unknown;

/** What connections to the database that is tested have in common: the method that every statement goes through. */
async function throughWhich(): Promise<{ owner: Record<string, Query>; name: string }> {
  await using db = await openTestDatabase();
  const owner = await db.read
    .getExecutor()
    .provideConnection(async (connection) => Object.getPrototypeOf(connection) as Record<string, Query>);
  return { owner, name: db.dialect === "sqlite" ? "answer" : "executeQuery" };
}

/** Every statement that the servers of this process make while `act` runs, as text. */
export async function statementsOf(act: () => Promise<void>): Promise<string[]> {
  const { owner, name } = await throughWhich();
  const original = owner[name];
  if (original === undefined) throw new Error("connections have changed");
  const seen: string[] = [];
  owner[name] = function (this: unknown, ...args: never[]) {
    const [first] = args as readonly unknown[];
    seen.push(typeof first === "string" ? first : (first as { sql: string }).sql);
    return original.apply(this, args);
  };
  try {
    await act();
  } finally {
    owner[name] = original;
  }
  return seen;
}
