/**
 * Run by Bun while the server is stopped: `bun seed-figures.ts FILE '[{"minutesAgo": 2, "messages": 3, …}]'` writes down
 * how the instance did in minutes that nobody has to wait for.
 */
import { Database } from "bun:sqlite";

export interface SeededFigure {
  minutesAgo: number;
  sessions: number;
  messages: number;
}

const MINUTE = 60_000;

if (import.meta.main) {
  const [file = "", figures = "[]"] = process.argv.slice(2);
  seed(file, JSON.parse(figures) as SeededFigure[]);
}

function seed(file: string, figures: readonly SeededFigure[]): void {
  using database = new Database(file);
  const insert = database.prepare(
    `INSERT INTO instance_figures (at, node, sessions, users, messages, requests, lag_p99, rss)
     VALUES (?, 0, ?, ?, ?, 0, 1500, 104857600)`,
  );
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  for (const { minutesAgo, sessions, messages } of figures) {
    insert.run(now - minutesAgo * MINUTE, sessions, sessions, messages);
  }
}
