import { Database } from "bun:sqlite";

/**
 * A table of messages with nothing but what a message is, as durable as Palabre's: WAL, `synchronous=FULL`, and each
 * insert its own commit.
 */
export function openBareDatabase(file: string): Disposable & { insert(content: string): number } {
  const database = new Database(file, { create: true });
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec(
    `CREATE TABLE IF NOT EXISTS messages (
      id INTEGER PRIMARY KEY, channel_id INTEGER NOT NULL, author_id INTEGER NOT NULL, content TEXT NOT NULL
    )`,
  );
  const statement = database.prepare(
    "INSERT INTO messages (channel_id, author_id, content) VALUES (?, ?, ?)",
  );
  return {
    insert: (content) => Number(statement.run(1, 2, content).lastInsertRowid),
    [Symbol.dispose]() {
      statement.finalize();
      database.close();
    },
  };
}
