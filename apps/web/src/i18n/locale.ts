/**
 * The language of the client: chosen from the browser, changed at run time without a reload.
 * Messages are functions (`import * as m from "../paraglide/messages.js"`) that read the language when called;
 * `main.tsx` renders the tree anew when it changes.
 */
import { useSyncExternalStore } from "react";
import { type Locale, locales, overwriteGetLocale } from "../paraglide/runtime.js";

export type LocaleChoice = "system" | Locale;
export type { Locale };

const storageKey = "palabre.locale";
const listeners = new Set<() => void>();
let choice: LocaleChoice = readChoice();
let locale: Locale = resolveLocale(choice);

overwriteGetLocale(() => locale);

function isLocale(value: unknown): value is Locale {
  return typeof value === "string" && (locales as readonly string[]).includes(value);
}

function readChoice(): LocaleChoice {
  try {
    const kept = localStorage.getItem(storageKey);
    return isLocale(kept) ? kept : "system";
  } catch {
    return "system";
  }
}

function browserLanguages(): readonly string[] {
  if (typeof navigator === "undefined") return [];
  // Neither exists where tests run.
  const tags: readonly (string | undefined)[] = navigator.languages ?? [navigator.language];
  return tags.filter((tag) => tag !== undefined);
}

function resolveLocale(wanted: LocaleChoice): Locale {
  if (wanted !== "system") return wanted;
  for (const tag of browserLanguages()) {
    const language = tag.slice(0, 2).toLowerCase();
    if (isLocale(language)) return language;
  }
  return "en";
}

/** The language messages are in now. */
export function currentLocale(): Locale {
  return locale;
}

/**
 * The tag for Intl: the browser's regional variant of the language when it has one, so that somebody in
 * Britain or Québec reads dates in the order they know.
 */
export function formatLocale(): string {
  const regional = browserLanguages().find((tag) => tag.toLowerCase().startsWith(`${locale}-`));
  return regional ?? locale;
}

export function setLocaleChoice(wanted: LocaleChoice): void {
  choice = wanted;
  locale = resolveLocale(wanted);
  document.documentElement.lang = locale;
  try {
    if (wanted === "system") localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, wanted);
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Renders again when the language changes. Only the root and language pickers need it. */
export function useLocale(): Locale {
  return useSyncExternalStore(subscribe, currentLocale, currentLocale);
}
