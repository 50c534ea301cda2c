import type { Plugin } from "vite";

/**
 * What Vite does when the styles of a chunk cannot be fetched: it remembers them as there, and the link that failed
 * stays in the page. The chunk that is asked for again would come without its styles for as long as the page stands.
 */
const FORGETS: readonly (readonly [RegExp, string])[] = [
  [/seen\[href\] = void 0;(\s+throw err;)/, "delete seen[href];$1"],
  [/(if \(e\.type === "error"\) )(rej\([^;]+\));/, "$1{ link.remove(); $2; }"],
];

/** Styles that could not be fetched are fetched again with what needs them. */
export function stylesAgain(): Plugin {
  return {
    name: "palabre-styles-again",
    apply: "build",
    transform: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      handler(code) {
        for (const [what] of FORGETS) if (!what.test(code)) this.error(`Vite has no more ${what}`);
        return { code: FORGETS.reduce((text, [what, then]) => text.replace(what, then), code), map: null };
      },
    },
  };
}
