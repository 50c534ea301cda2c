// Builds dist: JavaScript and types of this package, and of the protocol that it carries along.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
rmSync(dist, { recursive: true, force: true });

const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
  cwd: here,
  stdio: ["ignore", 2, 2],
});
if (status !== 0) process.exit(status ?? 1);

// What was written beside each other in the repository lies beside each other here.
for (const part of ["client", "protocol"]) {
  renameSync(join(dist, part, "src"), join(dist, `${part}.built`));
  rmSync(join(dist, part), { recursive: true });
  renameSync(join(dist, `${part}.built`), join(dist, part));
}
for (const name of readdirSync(dist, { recursive: true })) {
  const file = join(dist, String(name));
  if (!/\.(js|d\.ts)$/.test(file)) continue;
  const protocol = relative(dirname(file), join(dist, "protocol/index.js")).replaceAll("\\", "/");
  const text = readFileSync(file, "utf8")
    .replaceAll('"@palabre/protocol"', JSON.stringify(protocol.startsWith(".") ? protocol : `./${protocol}`))
    .replace(/(["'])(\.\.?\/[^"']+)\.ts\1/g, "$1$2.js$1");
  writeFileSync(file, text);
}
