import { createRequire } from "node:module";
import { join } from "node:path";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { briefWords } from "./vite-brief-words.ts";
import { firstLoad } from "./vite-first-load.ts";
import { stylesAgain } from "./vite-styles-again.ts";

/** Where `npm run dev` finds the real server. */
const server = process.env.PALABRE_DEV_SERVER ?? "http://127.0.0.1:8080";
const proxied = [
  "/api",
  "/app-icons",
  "/attachments",
  "/avatars",
  "/banners",
  "/channel-icons",
  "/emojis",
  "/guild-events",
  "/guilds",
  "/icons",
  "/soundboard-sounds",
  "/stickers",
  "/widget-avatars",
];

const BASE =
  /\/src\/(main\.tsx|i18n\/|ui\/(Badge|Button|IconButton|Kbd|LinkButton|Mark|Skeleton|Tooltip)\.)|\/packages\/(client\/src\/(?!rest-|error-name)|protocol\/src\/(?!permissions|event-webhooks|recurrence))/;
const APP =
  /\/src\/(shell\/(SignedIn|AppShell)|features\/(profile\/Name|members\/MemberAvatar)|ui\/(PaneHeader|RoomAvatar|SidePanel|Tag)|features\/rooms\/roomName|markdown\/(parseMarkdown|plainText)|state\/(permissions|text-names|actions\/channels))\.tsx?/;

/** Icons and words of many pages, and of none that opens first: menus, toasts, questions. */
const LATER =
  /\/lucide-react\/.*\/(bell|bell-off|check|chevron-down|copy|ellipsis|eye-off|link-2|log-out|minus|pencil|search|search-x|trash|user-check|user-minus|user-plus)\.mjs|\/paraglide\/messages\/(friends_(?!error)|common_(cancel|save|type_to_confirm|undo)|server_error_|servers_(channel_)?gone)/;
const SHARED = /\/lucide-react\/|\/src\/paraglide\//;

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
    briefWords(),
    react(),
    enumsAlone(),
    stylesAgain(),
    firstLoad(),
  ],
  // Its source: what others install is built from it.
  resolve: { alias: { "@palabre/client": join(import.meta.dirname, "../../packages/client/src/index.ts") } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // A font or an icon inlined as data: would need a hole in the server's CSP.
    assetsInlineLimit: 0,
    // Every browser of `target` knows modulepreload.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Reading a property does nothing else, here and in what is used.
      treeshake: { propertyReadSideEffects: false },
      output: {
        codeSplitting: {
          // A few whole files rather than dozens of tiny ones, which compress badly and queue behind each other. A group
          // takes what it names with all that this imports, unless a group of higher priority has it.
          groups: [
            // What every page needs.
            { name: "base", test: BASE, priority: 5 },
            // What only a server's settings list.
            { name: "permission-groups", test: /\/permissions-groups\.ts/, priority: 6 },
            { name: "recurrence", test: /\/protocol\/src\/recurrence\.ts/, priority: 6 },
            { name: "event-types", test: /\/protocol\/src\/event-webhooks\.ts/, priority: 6 },
            // Of all calls: with the next group those for servers would come with it.
            { name: "message-form", test: /\/client\/src\/message-form\.ts/, priority: 7 },
            // Calls for servers: "base" would take them along, and no page makes one at first.
            { name: "server-calls", test: /\/client\/src\/rest-servers\.ts/, priority: 6 },
            { name: "poll-calls", test: /\/packages\/client\/src\/rest-polls\.ts/, priority: 6 },
            {
              name: "application-calls",
              test: /\/client\/src\/rest-(applications|commands)\.ts/,
              priority: 6,
            },
            // Fields of forms, at the door and in dialogs.
            { name: "fields", test: /\/src\/ui\/(TextField|PasswordField|Segmented)\.tsx/, priority: 3 },
            // Icons and words of several pages: what imports them must not import the page where they first stood.
            { name: "shared", test: SHARED, minShareCount: 9, priority: 4 },
            { name: "later", test: LATER, minShareCount: 9, priority: 5 },
            // What every signed-in page needs besides, and what a conversation needs besides that.
            { name: "app", test: APP, priority: 2 },
            {
              name: "conversation",
              test: /\/src\/features\/conversation\/ConversationPage\.tsx/,
              priority: 1,
            },
            // What floats: fetched when the first menu, popover or dialog opens.
            { name: "floating", test: /\/src\/ui\/(MenuSurface|PopoverSurface|ConfirmDialog)\.tsx/ },
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
  const all: Record<string, unknown> = createRequire(import.meta.url)(name);
  const enums = Object.keys(all).filter((key) => {
    const value = all[key];
    return isTable(value) && Object.values(value).every((one) => typeof one !== "function");
  });
  return {
    name: "palabre-enums-alone",
    apply: "build",
    enforce: "pre",
    resolveId: (source) => (source === name ? id : source.startsWith(`${id}/`) ? source : null),
    load(loaded) {
      if (!loaded.startsWith(id)) return null;
      const key = loaded.slice(id.length + 1);
      if (key !== "")
        return { code: `export const ${key} = ${literal(all[key])};`, moduleSideEffects: false };
      // Each in a module of its own, so that it stands in the script of those who use it.
      const code = enums.map((one) => `export { ${one} } from ${JSON.stringify(`${id}/${one}`)};`).join("\n");
      return { code, moduleSideEffects: false };
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
