/**
 * Whether somebody is logged in. The cookie is out of a script's reach, so a mark in localStorage says so without
 * a request; where there is no mark, the server is asked once. A mark that lies is found out by the gateway.
 */
import { api } from "./api.ts";

const storageKey = "palabre.session";
let known: boolean | null = null;
let asked: Promise<boolean> | null = null;

function mark(): boolean {
  try {
    return localStorage.getItem(storageKey) === "1";
  } catch {
    return false;
  }
}

/** What is known without asking: enough to keep somebody who is logged in from the door. */
export function seemsLoggedIn(): boolean {
  return known ?? mark();
}

/** Asks the server when nothing is known. */
export async function isLoggedIn(): Promise<boolean> {
  if (known !== null) return known;
  if (mark()) {
    known = true;
    return true;
  }
  asked ??= api.users.me().then(
    () => true,
    () => false,
  );
  const answer = await asked;
  asked = null;
  setLoggedIn(answer);
  return answer;
}

/** After a log-in or a log-out, and when the gateway refuses the cookie. */
export function setLoggedIn(value: boolean): void {
  known = value;
  try {
    if (value) localStorage.setItem(storageKey, "1");
    else localStorage.removeItem(storageKey);
  } catch {
    // Private windows may refuse storage: the server is then asked on every visit.
  }
}

/** A path of this client to go to after log-in: never another site, never the door itself. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== "string" || !/^\/(?![/\\])/.test(next)) return undefined;
  return /^\/(login|register|forgot|reset)\b/.test(next) ? undefined : next;
}
