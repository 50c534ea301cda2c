// What every command needs first: packages, the runtime, the built web client. Node's own modules only, because this
// runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = 20;

/** Installs the packages that package-lock.json names, unless exactly those are there. */
export function ensurePackages() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < OLDEST_NODE)
    fail(`Palabre needs Node ${OLDEST_NODE} or newer to start; this is ${process.versions.node}.`);
  const stamp = join(root, "node_modules/.palabre-packages");
  const wanted = hash([readFileSync(join(root, "package-lock.json"))]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("Installing packages (once) …");
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(stamp, wanted);
}

/** Where the pinned Bun lies: its platform package holds the binary itself, so that no install script is needed. */
export function bunPath() {
  const folder = join(root, "node_modules/@oven");
  const candidates = existsSync(folder)
    ? readdirSync(folder).map((name) =>
        join(folder, name, "bin", process.platform === "win32" ? "bun.exe" : "bun"),
      )
    : [];
  // Where npm did run the install script, the binary has moved.
  candidates.push(join(root, "node_modules/bun/bin/bun.exe"));
  for (const path of candidates) {
    if (existsSync(path) && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0) return path;
  }
  return fail("Bun did not come with the packages for this machine: run `npm ci` and look at what it says.");
}

/** What the built client is made from; the translation compiler keeps notes of its own beside its settings. */
const WEB_SOURCES = [
  "apps/web/src",
  "apps/web/messages",
  "apps/web/public",
  "apps/web/index.html",
  "apps/web/vite.config.ts",
  "apps/web/vite-brief-words.ts",
  "apps/web/vite-first-load.ts",
  "apps/web/vite-styles-again.ts",
  "apps/web/project.inlang/settings.json",
  "packages/protocol/src",
  "packages/client/src",
  "package-lock.json",
];

/** Builds the web client, unless the built one was made from exactly these sources. */
export function ensureWebClient() {
  const dist = join(root, "apps/web/dist");
  const stamp = join(dist, ".sources");
  const wanted = hash(WEB_SOURCES.flatMap((path) => listing(join(root, path))));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("Building the web client …");
  run("npm", ["run", "--silent", "-w", "apps/web", "build", "--", "--logLevel", "error"]);
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, wanted);
}

// With the way it is put together, which stands in here.
const SERVER_SOURCES = ["apps/server/src", "packages/protocol/src", "package-lock.json", "scripts/setup.mjs"];

/** The server as one file, which starts in two thirds of the time that its thousand sources take, and in less memory. */
export const SERVER = "apps/server/dist/main.js";

/** Puts the server together, unless it was made from exactly these sources. */
export function ensureServer() {
  const stamp = join(root, "apps/server/dist/.sources");
  const wanted = hash(SERVER_SOURCES.flatMap((path) => listing(join(root, path))));
  if (existsSync(join(root, SERVER)) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const made = spawnSync(
    bunPath(),
    ["build", "apps/server/src/main.ts", "--target=bun", `--outdir=${dirname(SERVER)}`],
    { cwd: root, encoding: "utf8" },
  );
  if (made.status !== 0) fail(`The server could not be put together:\n${made.stderr}`);
  writeFileSync(stamp, wanted);
}

/** Runs a command in the foreground; ends this process with its status when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (error) fail(`${command} could not be run: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs a command that lives as long as this process, passing signals on. */
export function runForever(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  process.on("exit", () => child.kill());
  // npm hands a signal to the shell between it and us, which dies without passing it on: notice that it is gone.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 250).unref();
  child.on("error", (error) => fail(`${command} could not be run: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  return child;
}

export function say(text) {
  console.log(text);
}

export function fail(text) {
  console.error(text);
  return process.exit(1);
}

const IGNORED = new Set(["node_modules", "dist", "paraglide", ".cache", "test-results", "cache"]);

/** Name, size and time of each file below `path`: enough to notice an edit, quick enough for every start. */
function listing(path) {
  const found = statSync(path);
  if (found.isFile()) return [`${path.slice(root.length)} ${found.size} ${found.mtimeMs}`];
  return readdirSync(path)
    .filter((name) => !IGNORED.has(name))
    .sort()
    .flatMap((name) => listing(join(path, name)));
}

function hash(parts) {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part).update("\n");
  return digest.digest("hex");
}
