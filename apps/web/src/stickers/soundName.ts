import type { APISoundboardSound } from "discord-api-types/v10";
import * as m from "../paraglide/messages.js";

/** Those that every server has, in the reader's language. */
const OURS: Readonly<Record<string, (() => string) | undefined>> = {
  1: m.sound_ours_ding,
  2: m.sound_ours_ta_da,
  3: m.sound_ours_rimshot,
  4: m.sound_ours_oh_no,
  5: m.sound_ours_crickets,
  6: m.sound_ours_applause,
};

/** What a sound is called. */
export const soundName = ({ sound_id: id, name }: Pick<APISoundboardSound, "sound_id" | "name">): string =>
  OURS[id]?.() ?? name;
