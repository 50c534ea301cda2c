import { openBareDatabase } from "../bare-database.ts";

/** What SQLite does by itself: one insert, one commit, nothing around it. */
export function role() {
  return {
    /** Inserts a second. */
    run({ file, content, ms }: { file: string; content: string; ms: number }): number {
      using database = openBareDatabase(file);
      const start = performance.now();
      let done = 0;
      while (performance.now() - start < ms) {
        database.insert(content);
        done++;
      }
      return (done / (performance.now() - start)) * 1000;
    },
  };
}
