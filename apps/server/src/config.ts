import { z } from "zod";

/** What an operator can set; one row each in docs/configuration.md. */
export interface Config {
  port: number;
  host: string;
  /** Folder of everything that is kept: the SQLite file, uploaded files, the outbox of mails, the secret. */
  dataDir: string;
  /** Without a slash at the end. Absent: the address a request came to is believed. */
  publicUrl: string | undefined;
  /** `postgres://…`; absent: SQLite in {@link dataDir}. */
  databaseUrl: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  rateLimits: boolean;
  /** What holds until an admin chooses otherwise in the admin page. */
  registration: "open" | "invite" | "closed";
  /** Where the source that runs here can be had; shown on the about page. */
  sourceUrl: string | undefined;
  /** Bytes of one uploaded file. */
  maxFileBytes: number;
  /** 0 to 1023; unique to each node that shares a database. */
  nodeId: number;
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  logForm: "json" | "text";
  /** How many proxies stand in front: so many entries of X-Forwarded-For are believed. */
  trustedProxies: number;
  /** Whether applications may have an endpoint on this machine or in its network. */
  allowPrivateEndpoints: boolean;
  /** Whether the API's document is served, and with it the page that reads it. */
  apiDocs: boolean;
  /** Whether events are posted to addresses outside. */
  eventWebhooks: boolean;
}

export class ConfigError extends Error {
  override name = "ConfigError";
}

const bytes = z
  .string()
  .regex(/^\d+(\s*[kKmMgG](i?[bB])?)?$/)
  .transform((text) => {
    const unit = /[kKmMgG]/.exec(text)?.[0]?.toLowerCase();
    const factor = unit === "k" ? 1024 : unit === "m" ? 1024 ** 2 : unit === "g" ? 1024 ** 3 : 1;
    return Number.parseInt(text, 10) * factor;
  });

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((n) => n >= min && n <= max);

/** Name, rule, what it wants in words, and the value when it is absent. */
const VARIABLES = {
  PORT: [integer(0, 65_535), "a port from 0 to 65535", "8080"],
  HOST: [z.string().min(1), "an address or host name to listen on", "0.0.0.0"],
  PALABRE_DATA: [z.string().min(1), "a folder", "./data"],
  PALABRE_PUBLIC_URL: [
    z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, "")),
    "an address like https://chat.example.org",
    undefined,
  ],
  DATABASE_URL: [
    z.string().regex(/^postgres(ql)?:\/\//),
    "an address like postgres://user:password@host/database",
    undefined,
  ],
  SMTP_URL: [
    z.string().regex(/^smtps?:\/\//),
    "an address like smtp://user:password@mail.example.org:587",
    undefined,
  ],
  PALABRE_MAIL_FROM: [z.string().includes("@"), "an e-mail address", "Palabre <palabre@localhost>"],
  PALABRE_RATE_LIMITS: [z.enum(["on", "off"]), "on or off", "on"],
  PALABRE_REGISTRATION: [z.enum(["open", "invite", "closed"]), "open, invite or closed", "open"],
  PALABRE_SOURCE_URL: [
    z.url({ protocol: /^https?$/ }),
    "an address like https://example.org/palabre",
    undefined,
  ],
  PALABRE_MAX_FILE: [
    bytes.refine((n) => n >= 1 && n <= 4 * 1024 ** 3),
    "a size in bytes, or like 25M, up to 4G",
    "25M",
  ],
  PALABRE_NODE_ID: [integer(0, 1023), "a number from 0 to 1023", "0"],
  PALABRE_LOG_LEVEL: [
    z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    "fatal, error, warn, info, debug, trace or silent",
    "info",
  ],
  PALABRE_LOG_FORM: [z.enum(["json", "text"]), "json or text", undefined],
  PALABRE_ALLOW_PRIVATE_ENDPOINTS: [z.enum(["on", "off"]), "on or off", "off"],
  PALABRE_API_DOCS: [z.enum(["on", "off"]), "on or off", "on"],
  PALABRE_EVENT_WEBHOOKS: [z.enum(["on", "off"]), "on or off", "on"],
  PALABRE_TRUSTED_PROXIES: [integer(0, 10), "the number of proxies in front, 0 to 10", "0"],
} as const;

type Variable = keyof typeof VARIABLES;

/**
 * The environment as a typed configuration.
 * @throws ConfigError naming the variable, what it holds and what it wanted.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const read = <V extends Variable>(name: V): z.output<(typeof VARIABLES)[V][0]> | undefined => {
    const [rule, wants, fallback] = VARIABLES[name];
    const text = env[name]?.trim() || fallback;
    if (text === undefined) return undefined;
    const result = rule.safeParse(text);
    if (result.success) return result.data as z.output<(typeof VARIABLES)[V][0]>;
    // A database or mail address holds a password: it is not repeated.
    const shown = /URL$/.test(name) && name !== "PALABRE_PUBLIC_URL" ? "" : `, not "${text}"`;
    throw new ConfigError(`${name} must be ${wants}${shown}.`);
  };
  const need = <V extends Variable>(name: V) => {
    const value = read(name);
    if (value === undefined) throw new ConfigError(`${name} must be ${VARIABLES[name][1]}.`);
    return value;
  };
  for (const name of Object.keys(env)) {
    if (name.startsWith("PALABRE_") && !(name in VARIABLES)) {
      throw new ConfigError(`${name} is not a setting of Palabre; docs/configuration.md lists them all.`);
    }
  }
  return {
    port: need("PORT"),
    host: need("HOST"),
    dataDir: need("PALABRE_DATA"),
    publicUrl: read("PALABRE_PUBLIC_URL"),
    databaseUrl: read("DATABASE_URL"),
    smtpUrl: read("SMTP_URL"),
    mailFrom: need("PALABRE_MAIL_FROM"),
    rateLimits: need("PALABRE_RATE_LIMITS") === "on",
    registration: need("PALABRE_REGISTRATION"),
    sourceUrl: read("PALABRE_SOURCE_URL"),
    maxFileBytes: need("PALABRE_MAX_FILE"),
    nodeId: need("PALABRE_NODE_ID"),
    logLevel: need("PALABRE_LOG_LEVEL"),
    logForm: read("PALABRE_LOG_FORM") ?? (process.stdout.isTTY ? "text" : "json"),
    trustedProxies: need("PALABRE_TRUSTED_PROXIES"),
    allowPrivateEndpoints: need("PALABRE_ALLOW_PRIVATE_ENDPOINTS") === "on",
    apiDocs: need("PALABRE_API_DOCS") === "on",
    eventWebhooks: need("PALABRE_EVENT_WEBHOOKS") === "on",
  };
}
