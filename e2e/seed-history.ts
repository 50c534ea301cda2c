/**
 * Run by Bun while the server is stopped: `bun seed-history.ts FILE '{"channelId": …}'` writes a long talk into its
 * SQLite file. Message n begins with `#n`, the first is 1; heights differ as in real talks.
 */
import { Database } from "bun:sqlite";
import { SNOWFLAKE_EPOCH } from "@palabre/protocol";

export interface History {
  channelId: string;
  authorIds: string[];
  count: number;
  /** Who has read up to which message. */
  reader: { id: string; upTo: number };
}

/** Milliseconds between two messages. */
const PACE = 40_000;
const WORDS = "and so they spoke of what had been made, of what was still to make, and of who would make it ";
const CODE = '```rust\nfn main() {\n    let tree = plant();\n    println!("{tree}");\n}\n```';

if (import.meta.main) {
  const [file = "", history = "{}"] = process.argv.slice(2);
  seed(file, JSON.parse(history) as History);
}

function seed(file: string, { channelId, authorIds, count, reader }: History): void {
  using database = new Database(file, { safeIntegers: true });
  const first = BigInt(Date.now() - SNOWFLAKE_EPOCH - PACE * (count + 1));
  const idOf = (n: number) => ((first + BigInt(n * PACE)) << 22n) | (1n << 12n);
  const insert = database.prepare(
    "INSERT INTO messages (id, channel_id, author_id, type, content) VALUES (?, ?, ?, 0, ?)",
  );
  database.transaction(() => {
    for (let n = 1; n <= count; n++) {
      const author = authorIds[Math.floor(n / 3) % authorIds.length] ?? "0";
      insert.run(idOf(n), BigInt(channelId), BigInt(author), `#${n} ${contentOf(n)}`);
    }
    database
      .prepare("UPDATE channels SET last_message_id = ? WHERE id = ?")
      .run(idOf(count), BigInt(channelId));
    database
      .prepare("INSERT OR REPLACE INTO read_states (user_id, channel_id, last_message_id) VALUES (?, ?, ?)")
      .run(BigInt(reader.id), BigInt(channelId), idOf(reader.upTo));
  })();
}

function contentOf(n: number): string {
  if (n % 23 === 0) return CODE;
  if (n % 11 === 0) return WORDS.repeat(7);
  return WORDS.slice(0, 20 + ((n * 7919) % 70));
}
