import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiErrorBody } from "@palabre/protocol";
import { type Config, parseConfig } from "../src/config.ts";
import type { Tx } from "../src/db/database.ts";
import { openPostgres } from "../src/db/postgres.ts";
import { openSqlite } from "../src/db/sqlite.ts";
import { holdDescriptions } from "../src/http/describe-routes.ts";
import { type RunningServer, type StartOptions, startServer } from "../src/server.ts";
import { createTestDatabase } from "./postgres.ts";

holdDescriptions();

/** What a request came to. `body` is the parsed JSON, or the text when it is none. */
export interface Answer<T = unknown> {
  status: number;
  body: T;
  headers: Headers;
}

/** `path` is below /api/v10, or a whole address; `body` is sent as JSON, or as the form it is. */
type Requester = <T = unknown>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<T>>;

/** An account with its token, and the requests one makes with it. */
export interface TestUser {
  id: string;
  username: string;
  email: string;
  password: string;
  token: string;
  request: Requester;
  get<T = unknown>(path: string): Promise<Answer<T>>;
  post<T = unknown>(path: string, body?: unknown): Promise<Answer<T>>;
  put<T = unknown>(path: string, body?: unknown): Promise<Answer<T>>;
  patch<T = unknown>(path: string, body?: unknown): Promise<Answer<T>>;
  delete<T = unknown>(path: string, body?: unknown): Promise<Answer<T>>;
}

export interface TestServer extends AsyncDisposable {
  url: string;
  dataDir: string;
  /** Of PostgreSQL; undefined for SQLite. */
  databaseUrl: string | undefined;
  running: RunningServer;
  /** Registers an account; the first one of a server is its admin. */
  user(username: string): Promise<TestUser>;
  request: Requester;
  /** The address to give a gateway client. */
  gatewayUrl: string;
  /** Writes beside the server, for what would take hundreds of requests to set up. Only before anybody looks. */
  seed(act: (tx: Tx) => Promise<void>): Promise<void>;
  /** Stops the server and starts it again: the same port, the same data. */
  restart(): Promise<void>;
}

export const PASSWORD = "correct horse battery";

/**
 * A real server on a free port of the loopback address, with a folder (and, when PALABRE_TEST_POSTGRES names a cluster,
 * a database) of its own. Rate limits are off unless `env` turns them on.
 */
export async function startTestServer(
  env: Record<string, string> = {},
  options: StartOptions = {},
): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "palabre-test-"));
  const database = await createTestDatabase();
  const config: Config = parseConfig({
    PORT: "0",
    HOST: "127.0.0.1",
    PALABRE_DATA: dataDir,
    PALABRE_LOG_LEVEL: "error",
    PALABRE_RATE_LIMITS: "off",
    PALABRE_ALLOW_PRIVATE_ENDPOINTS: "on",
    ...(database ? { DATABASE_URL: database.url } : {}),
    ...env,
  });
  let running = await startServer(config, options);
  const { port } = running;
  const request = requester(running.url);
  return {
    url: running.url,
    dataDir,
    databaseUrl: database?.url,
    get running() {
      return running;
    },
    request,
    gatewayUrl: `${running.url.replace("http", "ws")}/gateway`,
    user: (username) => registerUser(running.url, username),
    async seed(act) {
      const fail = (error: unknown) => {
        throw error;
      };
      const beside = database
        ? await openPostgres(database.url, fail)
        : await openSqlite(join(dataDir, "palabre.db"), fail);
      await beside.transaction(act);
      await beside.close();
    },
    async restart() {
      await running.stop(500);
      running = await startServer({ ...config, port }, options);
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Registers `username` at a running server. */
export async function registerUser(url: string, username: string): Promise<TestUser> {
  const email = `${username}@example.org`;
  const anonymous = requester(url);
  const answer = await anonymous<{ token: string; user_id: string } & ApiErrorBody>(
    "POST",
    "/auth/register",
    {
      email,
      username,
      password: PASSWORD,
    },
  );
  if (answer.status !== 201) throw new Error(`registering ${username}: ${JSON.stringify(answer.body)}`);
  return asUser(url, {
    id: answer.body.user_id,
    username,
    email,
    password: PASSWORD,
    token: answer.body.token,
  });
}

/** The requests of an account whose token is known. */
export function asUser(
  url: string,
  account: Pick<TestUser, "id" | "username" | "email" | "password" | "token">,
): TestUser {
  const request = requester(url, account.token);
  return {
    ...account,
    request,
    get: (path) => request("GET", path),
    post: (path, body) => request("POST", path, body),
    put: (path, body) => request("PUT", path, body),
    patch: (path, body) => request("PATCH", path, body),
    delete: (path, body) => request("DELETE", path, body),
  };
}

function requester(url: string, token?: string): Requester {
  return async <T>(method: string, path: string, body?: unknown, extra: Record<string, string> = {}) => {
    const headers = new Headers(extra);
    if (token) headers.set("Authorization", token);
    const isForm = body instanceof FormData;
    if (body !== undefined && !isForm) headers.set("Content-Type", "application/json");
    const response = await fetch(path.startsWith("http") ? path : `${url}/api/v10${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
    });
    const text = await response.text();
    let parsed: unknown = text;
    try {
      parsed = text === "" ? null : JSON.parse(text);
    } catch {
      // Not JSON: the text itself is the answer.
    }
    return { status: response.status, body: parsed as T, headers: response.headers };
  };
}
