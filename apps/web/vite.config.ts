import { paraglideVitePlugin } from "@inlang/paraglide-js";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm run dev` finds the real server. */
const server = process.env.PALABRE_DEV_SERVER ?? "http://127.0.0.1:8080";
const proxied = ["/api", "/attachments", "/avatars", "/channel-icons", "/docs/api"];

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
  ],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // A font or an icon inlined as data: would need a hole in the server's CSP.
    assetsInlineLimit: 0,
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      ...Object.fromEntries(proxied.map((path) => [path, { target: server, changeOrigin: false }])),
      "/gateway": { target: server, ws: true, changeOrigin: false },
    },
  },
});
