import { formatDuration } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";

/** Seconds an invitation lasts; 0: until it is revoked. */
export const LASTS = [1800, 3600, 21_600, 43_200, 86_400, 604_800, 0];
/** How often it can be used; 0: as often as one likes. */
export const USES = [1, 5, 10, 25, 50, 100, 0];

export const lastsText = (seconds: number): string =>
  seconds === 0 ? m.server_invite_ever() : formatDuration(seconds * 1000);

export const usesText = (uses: number): string =>
  uses === 0 ? m.server_invite_any() : m.server_invite_uses_count({ count: uses });

/** Where an invitation is accepted. */
export const inviteLink = (code: string): string => `${location.origin}/invite/${code}`;
