export { readSelf } from "./self.ts";
export { readSavedPresence, readSettings } from "./settings.ts";
