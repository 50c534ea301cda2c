import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { GatewayDispatchEvents } from "discord-api-types/v10";

/** A dispatch as a bot's gateway session received it. */
export interface Dispatch {
  t: string;
  d: unknown;
}

export interface EventVerdict {
  event: string;
  /** "ok", "not there yet", or why the documented type refuses it. */
  verdict: string;
}

/** Events of Discord's shop, which this does not have. */
const LEFT_OUT = /^(ENTITLEMENT|SUBSCRIPTION)_/;

/** Every documented event that counts, in the order of `discord-api-types`. */
const EVENTS: readonly string[] = Object.values(GatewayDispatchEvents).filter((t) => !LEFT_OUT.test(t));

const ROOT = resolve(import.meta.dirname, "../../..");

/**
 * Holds each dispatch against the type that `discord-api-types` documents for its name. Types are gone at run time:
 * the dispatches are written down as TypeScript, one a line, and the compiler says which lines it refuses.
 */
export async function judgeDispatches(dispatches: readonly Dispatch[]): Promise<EventVerdict[]> {
  const documented = dispatches.filter(({ t }) => EVENTS.includes(t));
  const refused = await compile(documented);
  return EVENTS.map((event) => {
    const lines = [...documented.keys()].filter((line) => documented[line]?.t === event);
    if (lines.length === 0) return { event, verdict: "not there yet" };
    const reason = lines.map((line) => refused.get(line)).find((one) => one !== undefined);
    return { event, verdict: reason ?? "ok" };
  });
}

/** Fields that hold sums of an enum's members, which no member's type describes, or members newer than the types. */
const SUMS = /flags$|^action_type$/;

/** A value as an expression of TypeScript. */
function write(value: unknown, key = ""): string {
  if (Array.isArray(value)) return `[${value.map((one) => write(one)).join(",")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([name, one]) => `${JSON.stringify(name)}:${write(one, name)}`)
      .join(",")}}`;
  return typeof value === "number" && SUMS.test(key) ? `${value} as number` : JSON.stringify(value);
}

/**
 * What stands before the dispatches; `take` wants what is documented, and more is welcome. Of the audit log's changes
 * the keys are the fields of what changed, and the options those of its kind, of which the types name a part.
 */
const HEAD = `import type { APIAuditLogChange, GatewayDispatchPayload } from "discord-api-types/v10";
interface Change { readonly key: string; readonly new_value?: unknown; readonly old_value?: unknown }
type Wire<T> = [T] extends [undefined] ? unknown : T extends APIAuditLogChange ? Change : T extends string ? \`\${T}\`
  : T extends { action_type: unknown } ? { readonly [K in keyof T]: K extends "options" ? unknown : Wire<T[K]> }
  : T extends object ? { readonly [K in keyof T]: Wire<T[K]> } : T;
type Data<N extends string, P = GatewayDispatchPayload> = P extends { t: infer T; d: infer D } ? T extends string ? N extends \`\${T}\` ? Wire<D> : never : never : never;
const wire = <const T>(value: T): T => value;
const take = <N extends string>(_name: N, _data: Data<N>): void => undefined;
`;

/** The compiler's reason for each dispatch it refuses, by its index. */
async function compile(dispatches: readonly Dispatch[]): Promise<Map<number, string>> {
  const folder = await mkdtemp(join(tmpdir(), "palabre-dispatches-"));
  try {
    const lines = dispatches.map(({ t, d }) => `take(${JSON.stringify(t)}, wire(${write(d ?? undefined)}));`);
    await writeFile(join(folder, "dispatches.ts"), HEAD + lines.join("\n"));
    const compilerOptions = {
      module: "nodenext",
      target: "es2023",
      strict: true,
      noEmit: true,
      noErrorTruncation: true,
      types: [],
      paths: { "discord-api-types/v10": [join(ROOT, "node_modules/discord-api-types/v10.d.ts")] },
    };
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["dispatches.ts"] }),
    );
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const run = Bun.spawn(["node", tsc, "-p", ".", "--pretty", "false"], {
      cwd: folder,
      stdout: "pipe",
      stderr: "pipe",
    });
    const [said, complained] = await Promise.all([
      new Response(run.stdout).text(),
      new Response(run.stderr).text(),
      run.exited,
    ]);
    if (complained !== "") throw new Error(complained);
    return reasons(said, HEAD.split("\n").length - 1);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A complaint without the whole of each type, which may be pages. */
const brief = (line: string) =>
  line
    .trim()
    .replace(/^dispatches.*?: error TS\d+: /, "")
    .replaceAll(/'(?:readonly )?[{[][^']*'/g, "that")
    .slice(0, 300);

/** The compiler's complaints by line: the innermost part of each, which names the field. */
function reasons(said: string, before: number): Map<number, string> {
  const found = new Map<number, string>();
  let at: number | undefined;
  for (const line of said.split("\n")) {
    const [, place] = /^dispatches\.ts\((\d+),\d+\): error/.exec(line) ?? [];
    if (place !== undefined) at = Number(place) - 1 - before;
    else if (line !== "" && !line.startsWith(" ")) throw new Error(line);
    if (at !== undefined && line !== "") found.set(at, brief(line));
  }
  return found;
}
