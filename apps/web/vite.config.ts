import { createRequire } from "node:module";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Where `npm run dev` finds the real server. */
const server = process.env.PALABRE_DEV_SERVER ?? "http://127.0.0.1:8080";
const proxied = ["/api", "/attachments", "/avatars", "/channel-icons"];

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: "./project.inlang",
      outdir: "./src/paraglide",
      // The client decides at run time (src/i18n/locale.ts), never from a cookie or the address.
      strategy: ["globalVariable", "baseLocale"],
    }),
    // React Aria carries its own words in thirty languages; the client speaks two.
    { ...optimizeLocales.vite({ locales: ["en-US", "fr-FR"] }), enforce: "pre" },
    react(),
    enumsAlone(),
  ],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // A font or an icon inlined as data: would need a hole in the server's CSP.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs, as one file: dozens of tiny ones compress badly and queue behind each other.
            {
              name: "base",
              test: /node_modules\/(react|react-dom|scheduler|clsx|@tanstack|@internationalized)\/|\/lucide-react\/dist\/esm\/(?!icons)|\/src\/(i18n|paraglide\/(runtime|registry|messages\/(common|key|shell)_)|ui\/(Badge|Button|Icon|IconButton|Kbd|LinkButton|Mark|Skeleton|Tooltip|classes|keys|toast|useMedia)\.)|\/packages\/(client|protocol)\/src/,
              priority: 2,
            },
          ],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      ...Object.fromEntries(proxied.map((path) => [path, { target: server, changeOrigin: false }])),
      "/gateway": { target: server, ws: true, changeOrigin: false },
    },
  },
});

/**
 * `discord-api-types/v10` is CommonJS: naming one of its enums would ship all of them (30 kB compressed). Here each
 * enum becomes a constant of its own, which the bundler drops unless it is used.
 */
function enumsAlone(): Plugin {
  const name = "discord-api-types/v10";
  const id = `\0${name}`;
  return {
    name: "palabre-enums-alone",
    apply: "build",
    enforce: "pre",
    resolveId: (source) => (source === name ? id : null),
    load(loaded) {
      if (loaded !== id) return null;
      const all: Record<string, unknown> = createRequire(import.meta.url)(name);
      const enums = Object.entries(all).filter(
        ([, value]) => isTable(value) && Object.values(value).every((one) => typeof one !== "function"),
      );
      return enums.map(([key, value]) => `export const ${key} = ${literal(value)};`).join("\n");
    },
  };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function literal(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (!isTable(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}:${literal(one)}`)
    .join(",")}}`;
}
