import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Bytes of compressed JavaScript that a page may fetch before it can be used: 170 KB, of 1,024 bytes each. */
const BUDGET = 170 * 1024;

/** The pages that are opened first, by the modules that their routes draw. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  login: ["features/auth/LoginPage.tsx"],
  inbox: ["shell/SignedIn.tsx", "shell/AppShell.tsx", "features/home/HomePage.tsx"],
  conversation: ["shell/SignedIn.tsx", "shell/AppShell.tsx", "features/conversation/ConversationPage.tsx"],
};

/** The text of every page and its titles: asked for with the styles rather than after them. */
const FONTS = ["inter-latin-wght-normal", "bricolage-grotesque-latin-opsz-normal"];

/**
 * What is served first: preloads the fonts of every page, lays `.br` and `.gz` beside what the server sends, and fails
 * the build when a page's first load outgrows the budget.
 */
export function firstLoad(): Plugin {
  return {
    name: "palabre-first-load",
    apply: "build",
    enforce: "post",
    transformIndexHtml: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => file.endsWith(".woff2") && FONTS.some((font) => file.includes(font)))
        .map((file) => ({
          tag: "link",
          attrs: { rel: "preload", href: `/${file}`, as: "font", type: "font/woff2", crossorigin: true },
          injectTo: "head",
        })),
    async writeBundle({ dir = "dist" }, bundle) {
      const pages = Object.entries(PAGES).map(
        ([page, modules]) => [page, scriptsOf(bundle, ["main.tsx", ...modules])] as const,
      );
      const first = new Set(pages.flatMap(([, scripts]) => [...scripts]));
      const weights = await compress(dir, first);
      const over: string[] = [];
      for (const [page, scripts] of pages) {
        const weight = [...scripts].reduce((sum, script) => sum + (weights.get(script) ?? 0), 0);
        const text = `${page}: ${(weight / 1024).toFixed(1)} KB of compressed JavaScript in ${scripts.size} files`;
        this.info(text);
        if (weight > BUDGET) over.push(text);
      }
      if (over.length > 0) this.error(`A first load of more than ${BUDGET / 1024} KB:\n${over.join("\n")}`);
    },
  };
}

/** The files that must be there before these modules can run. */
function scriptsOf(bundle: Rolldown.OutputBundle, modules: readonly string[]): Set<string> {
  const found = new Set<string>();
  const add = (file: string) => {
    const chunk = bundle[file];
    if (chunk?.type !== "chunk" || found.has(file)) return;
    found.add(file);
    chunk.imports.forEach(add);
  };
  for (const module of modules) {
    const holder = Object.values(bundle).find(
      (output) => output.type === "chunk" && output.moduleIds.some((id) => id.endsWith(`/src/${module}`)),
    );
    if (!holder) throw new Error(`No script holds ${module}, which is part of a page's first load`);
    add(holder.fileName);
  }
  return found;
}

/** Compresses each file of text, those of a first load as well as can be. Gives the size of each after brotli. */
async function compress(dir: string, first: ReadonlySet<string>): Promise<Map<string, number>> {
  const weights = new Map<string, number>();
  const files = (await readdir(dir, { recursive: true })).map((file) => file.replaceAll("\\", "/"));
  await Promise.all(
    files
      .filter((file) => /\.(js|css|html|svg|webmanifest)$/.test(file))
      .map(async (file) => {
        const path = join(dir, file);
        const text = await readFile(path);
        // The last two steps cost ten times the others: too much for eighty grammars.
        const quality = first.has(file) || !file.endsWith(".js") ? 11 : 9;
        // Larger blocks than it would choose itself compress the largest script a little better.
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_LGBLOCK]: 20,
        };
        const [br, gz] = await Promise.all([toBrotli(text, { params }), toGzip(text, { level: 9 })]);
        weights.set(file, br.length);
        // The smallest gain nothing: a request's headers are larger.
        if (text.length < 512) return;
        await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
      }),
  );
  return weights;
}
