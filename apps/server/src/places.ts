import { join } from "node:path";

// Folders beside the program: named from here, one level below apps/server, where the server that was put together to one
// file (dist/main.js) also lies. No other module of ours is
// found by where it lies; `letters.ts` asks for a font of a package.

/** Pictures that every server has. */
export const ASSETS = join(import.meta.dirname, "../assets");
/** The built web client. */
export const WEB_ROOT = join(import.meta.dirname, "../../web/dist");
