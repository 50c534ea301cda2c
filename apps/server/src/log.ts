import pino, { type Logger } from "pino";
import type { Config } from "./config.ts";

/**
 * Structured logs on standard output. What people wrote, tokens, passwords, cookies and query strings (signed addresses)
 * are never logged; `redact` is the second line of defence behind "log ids, not objects".
 */
export function createLog({ logLevel, logForm }: Pick<Config, "logLevel" | "logForm">): Logger {
  const options: pino.LoggerOptions = {
    level: logLevel,
    base: undefined,
    // An error may drag its whole client along, password included: these are all one needs.
    serializers: { err: ({ name, message, code, stack }) => ({ name, message, code, stack }) },
    redact: [
      "*.token",
      "*.password",
      "*.content",
      "*.authorization",
      "*.cookie",
      "token",
      "password",
      "content",
    ],
  };
  if (logForm === "json") return pino(options);
  return pino(options, { write: (line) => void process.stdout.write(readable(line)) });
}

const LEVELS: Record<number, string> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};

function readable(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown> & {
    err?: { stack?: string };
  };
  const clock = new Date(Number(time)).toISOString().slice(11, 19);
  const details = Object.entries(rest).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  const stack = err?.stack ? `\n${err.stack}` : "";
  return `${clock} ${(LEVELS[Number(level)] ?? "").padEnd(5)} ${String(msg ?? "")}${details.join("")}${stack}\n`;
}
