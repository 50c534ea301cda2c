import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PERMISSION_GROUPS, PERMISSION_NAMES } from "@palabre/protocol";

const folder = join(import.meta.dir, "../../../messages");

test("each permission has a name and a sentence, in each language, and stands in a group", () => {
  const grouped: readonly string[] = Object.values(PERMISSION_GROUPS).flat();
  const source = readFileSync(join(import.meta.dir, "permissionWords.ts"), "utf8");
  for (const locale of ["en", "fr"]) {
    const words: Record<string, string> = JSON.parse(
      readFileSync(join(folder, locale, "server.json"), "utf8"),
    );
    const names = new Set<string>();
    for (const name of PERMISSION_NAMES) {
      const key = source.match(new RegExp(`\\b${name}: \\[\\s*m\\.(\\w+)`))?.[1] ?? "";
      expect({ name, words: [words[key]?.length, words[`${key}_about`]?.length] }).toEqual({
        name,
        words: [expect.any(Number), expect.any(Number)],
      });
      names.add(words[key] ?? "");
      expect(grouped).toContain(name);
    }
    expect(names.size).toBe(PERMISSION_NAMES.length);
  }
});
