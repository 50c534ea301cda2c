// Runs before the first paint, so that no page flashes in the wrong theme or language.
// src/styles/appearance.ts and src/i18n/locale.ts take over once the client has loaded, and write these keys.
(() => {
  const root = document.documentElement;
  let kept = {};
  let locale = "system";
  try {
    kept = JSON.parse(localStorage.getItem("palabre.appearance") || "{}");
    locale = localStorage.getItem("palabre.locale") || "system";
  } catch {}
  const media = (query) => matchMedia(query).matches;
  const system = media("(prefers-contrast: more)")
    ? "contraste"
    : media("(prefers-color-scheme: light)")
      ? "papier"
      : "encre";
  const themes = ["encre", "papier", "contraste"];
  root.dataset.theme = themes.includes(kept.theme) ? kept.theme : system;
  root.dataset.density = ["compact", "cosy", "airy"].includes(kept.density) ? kept.density : "cosy";
  if (kept.reduceMotion === "on") root.dataset.motion = "reduce";
  const languages = ["en", "fr"];
  const wanted = languages.includes(locale) ? [locale] : navigator.languages || [navigator.language];
  root.lang =
    wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => languages.includes(tag)) || "en";
})();
