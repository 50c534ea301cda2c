// What the tests need from the machine: a browser and a PostgreSQL cluster. Debian packages where they are absent.
import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, say } from "./setup.mjs";

const POSTGRES_ROOT = "/usr/lib/postgresql";
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of a Chromium; installs Debian's when there is none. */
export function ensureChromium() {
  const given = process.env.CHROMIUM;
  if (given) return given;
  const find = () => CHROMIUM.find((path) => existsSync(path));
  if (!find()) installPackages(["chromium"]);
  return find() ?? fail("The browser tests need Chromium: install it, or name it in CHROMIUM.");
}

/** The folder of PostgreSQL's programs; installs Debian's when there is none. */
function ensurePostgres() {
  const find = () => {
    const versions = existsSync(POSTGRES_ROOT) ? readdirSync(POSTGRES_ROOT) : [];
    return versions
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(POSTGRES_ROOT, version, "bin"))
      .find((folder) => existsSync(join(folder, "initdb")));
  };
  if (!find()) installPackages(["postgresql"]);
  return find() ?? fail("The tests need PostgreSQL 15 or newer: install Debian's package postgresql.");
}

function installPackages(names) {
  say(`Installing ${names.join(", ")} …`);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, "apt-get", ...args];
    return spawnSync(command, rest, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  };
  apt("update", "-q");
  const { status } = apt("install", "-y", "-q", "--no-install-recommends", ...names);
  if (status !== 0) fail(`Could not install ${names.join(", ")}: do it by hand and run this again.`);
}

/**
 * Starts a cluster of the tests' own in a temporary folder, on a free port of the loopback address, without a password
 * and without fsync (what survives a crash of the machine is the database's affair, not these tests').
 */
export async function startPostgres() {
  const programs = ensurePostgres();
  const folder = mkdtempSync(join(tmpdir(), "palabre-postgres-"));
  // initdb and postgres refuse to run as root.
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    const id = (flag) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
    chownSync(folder, id("-u"), id("-g"));
  }
  const call = (program, ...args) => {
    const command = asRoot ? "runuser" : join(programs, program);
    const all = asRoot ? ["-u", "postgres", "--", join(programs, program), ...args] : args;
    const result = spawnSync(command, all, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      cwd: folder,
    });
    if (result.status !== 0) fail(`${program} failed: ${result.stderr || result.stdout || result.error}`);
  };
  const data = join(folder, "data");
  const port = await freePort();
  call("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
  const settings = [
    `-p ${port}`,
    "-c listen_addresses=127.0.0.1",
    `-c unix_socket_directories=${folder}`,
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=on",
    "-c max_connections=300 -c shared_buffers=64MB",
  ].join(" ");
  call("pg_ctl", "-D", data, "-w", "-t", "60", "-l", join(folder, "log"), "-o", settings, "start");
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop() {
      call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
