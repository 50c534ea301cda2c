import type { UserSettings } from "@palabre/protocol";
import { changeSettings } from "../../state/actions/settings.ts";
import { attempt } from "../friends/actions.ts";

/** Changes a setting at once; a refusal takes it back and becomes a toast. */
export function change(settings: Partial<UserSettings>): void {
  void attempt(() => changeSettings(settings));
}
