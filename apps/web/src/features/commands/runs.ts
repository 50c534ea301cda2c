import type { OfferedChoice } from "@palabre/client";
import type { Snowflake } from "@palabre/protocol";
import { useSyncExternalStore } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { commandApi } from "../../state/command-api.ts";
import { interactionNonce } from "../../state/interaction-nonce.ts";
import type { CommandEntry } from "./entries.ts";
import { type FieldValues, fill } from "./fields.ts";
import { hear, onHeard } from "./hear.ts";

/** A command with all that is needed to use it, once more if need be. */
export interface Use {
  channelId: Snowflake;
  guildId: Snowflake | null;
  entry: CommandEntry;
  values: FieldValues;
  /** Whose menu it was chosen from. */
  targetId?: Snowflake;
}

/** A command that was sent and not answered yet, or that nobody answered. */
export interface Run extends Use {
  nonce: string;
  state: "waiting" | "failed";
  /** Why it was not even sent; null: the bot was silent. */
  failure: unknown;
}

/**
 * Milliseconds after which a bot is taken to be silent although nobody said so. The server says so after 3.5 seconds; who
 * lost the connection meanwhile may have missed it.
 */
const SILENT = 8_000;

let runs: readonly Run[] = [];
const listeners = new Set<() => void>();
/** How those ended that were answered before the request itself was. */
const ended = new Map<string, "success" | "failure">();

function change(next: readonly Run[]): void {
  runs = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useRuns(channelId: Snowflake): readonly Run[] {
  const all = useSyncExternalStore(subscribe, () => runs);
  return all.filter((run) => run.channelId === channelId);
}

export const forgetRun = (nonce: string): void => change(runs.filter((run) => run.nonce !== nonce));

const bodyOf = ({ channelId, guildId, entry, targetId }: Use, nonce: string, type: 2 | 4) => ({
  type,
  application_id: entry.application.id,
  ...(guildId !== null && { guild_id: guildId }),
  channel_id: channelId,
  nonce,
  data: {
    id: entry.command.id,
    name: entry.command.name,
    type: entry.command.type,
    version: entry.command.version,
    ...(targetId !== undefined && { target_id: targetId }),
  },
});

/** Sends a command; it waits for its answer above the composer. @throws what refused it */
export async function send(use: Use): Promise<void> {
  hear();
  const nonce = interactionNonce();
  const { options, files } = fill(use.entry, use.values);
  const body = bodyOf(use, nonce, 2);
  const uploads = files.map((data) => ({ name: data.name, data }));
  await commandApi.interact({ ...body, data: { ...body.data, options }, files: uploads });
  const how = ended.get(nonce);
  ended.delete(nonce);
  if (how === "success") return;
  change([...runs, { ...use, nonce, state: how === undefined ? "waiting" : "failed", failure: null }]);
  setTimeout(() => fail(nonce), SILENT);
}

/** Sends it from where there is no form to say what refused it: that, too, is told above the composer. */
export async function sendOrTell(use: Use): Promise<void> {
  try {
    await send(use);
  } catch (failure) {
    change([...runs, { ...use, nonce: interactionNonce(), state: "failed", failure }]);
  }
}

function fail(nonce: string): void {
  if (runs.some((run) => run.nonce === nonce && run.state === "waiting")) {
    change(runs.map((run) => (run.nonce === nonce ? { ...run, state: "failed" } : run)));
  }
}

onHeard(({ t, d }) => {
  if (t === "READY" && runs.length > 0) return change(runs.filter((run) => run.state === "failed"));
  if (t !== "INTERACTION_SUCCESS" && t !== "INTERACTION_FAILURE") return;
  const { nonce } = d as { nonce?: string };
  if (nonce === undefined) return;
  if (!runs.some((run) => run.nonce === nonce)) {
    // Few: of this session's own, and only what came before the request's answer stays for a moment.
    ended.set(nonce, t === "INTERACTION_SUCCESS" ? "success" : "failure");
    setTimeout(() => ended.delete(nonce), SILENT);
  } else if (t === "INTERACTION_SUCCESS") forgetRun(nonce);
  else fail(nonce);
});

/** Asks the bot to complete an option. @throws when it does not, or too late */
export async function complete(use: Use, focused: string, signal: AbortSignal): Promise<OfferedChoice[]> {
  hear();
  const nonce = interactionNonce();
  const { promise, resolve, reject } = Promise.withResolvers<OfferedChoice[]>();
  const off = onHeard(({ t, d }) => {
    const told = d as { nonce?: string; choices?: OfferedChoice[] };
    if (told.nonce !== nonce) return;
    if (t === "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE") resolve(told.choices ?? []);
    else if (t === "INTERACTION_FAILURE") reject(new Error("the bot did not answer"));
  });
  const timer = setTimeout(() => reject(new Error("the bot did not answer")), SILENT);
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  // It is awaited below; until then nobody hears of its end.
  promise.catch(() => {});
  try {
    const body = bodyOf(use, nonce, 4);
    const { options } = fill(use.entry, use.values, focused);
    await commandApi.interact({ ...body, data: { ...body.data, options } }, { signal });
    return await promise;
  } finally {
    clearTimeout(timer);
    off();
  }
}

/** The option that the server refused, and its words; null: it was something else. */
export function refusedOption(
  error: unknown,
  names: readonly string[],
): { name: string; text: string } | null {
  for (const prefix of ["data.options", "data.options.0.options", "data.options.0.options.0.options"]) {
    for (const [n, name] of names.entries()) {
      const text = fieldErrorText(error, `${prefix}.${n}.value`);
      if (text !== undefined) return { name, text };
    }
  }
  return null;
}
