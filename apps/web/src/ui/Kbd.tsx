import { showKeys } from "./keys.ts";

/** A key combination as drawn on the reader's keyboard. `keys` as in `keys.ts`: `"mod+k"`. */
export function Kbd({ keys }: { keys: string }) {
  return <kbd>{showKeys(keys).join(" ")}</kbd>;
}
