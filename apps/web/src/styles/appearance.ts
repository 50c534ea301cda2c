/**
 * Theme, density and motion, as attributes of `<html>` that every style reads.
 * Kept in localStorage so that `public/boot.js` can set them before the first paint, and so that the log-in
 * page looks like the rest; a logged-in account's settings overwrite them.
 */
import { useSyncExternalStore } from "react";

type ThemeChoice = "system" | "encre" | "papier" | "contraste";
export type Theme = Exclude<ThemeChoice, "system">;
type Density = "compact" | "cosy" | "airy";

export interface Appearance {
  theme: ThemeChoice;
  density: Density;
  reduceMotion: "system" | "on";
}

const storageKey = "palabre.appearance";
const defaults: Appearance = { theme: "system", density: "cosy", reduceMotion: "system" };
const listeners = new Set<() => void>();

let current: Appearance = read();

function read(): Appearance {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Partial<Appearance>;
    return { ...defaults, ...kept };
  } catch {
    return defaults;
  }
}

/** The theme that "system" stands for now. More contrast wins over light or dark. */
export function systemTheme(): Theme {
  if (matchMedia("(prefers-contrast: more)").matches) return "contraste";
  return matchMedia("(prefers-color-scheme: light)").matches ? "papier" : "encre";
}

function apply(): void {
  const root = document.documentElement;
  const theme = current.theme === "system" ? systemTheme() : current.theme;
  root.dataset.density = current.density;
  if (current.reduceMotion === "on") root.dataset.motion = "reduce";
  else delete root.dataset.motion;
  if (root.dataset.theme !== theme) {
    root.dataset.switching = "";
    root.dataset.theme = theme;
    requestAnimationFrame(() => requestAnimationFrame(() => delete root.dataset.switching));
  }
  const ground = getComputedStyle(root).getPropertyValue("--surface-2").trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", ground);
}

/** Changes what is given, at once and for the next visit. */
export function setAppearance(change: Partial<Appearance>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
  apply();
  for (const listener of listeners) listener();
}

/** Follows the system while "system" is chosen, and other tabs. Call once, at start. */
export function watchAppearance(): void {
  apply();
  for (const query of ["(prefers-color-scheme: light)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", apply);
  }
  window.addEventListener("storage", (event) => {
    if (event.key !== storageKey) return;
    current = read();
    apply();
    for (const listener of listeners) listener();
  });
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
