import {
  AUTHORIZATION_EVENTS,
  CHANNEL_HOOK_EVENTS,
  GUILD_HOOK_EVENTS,
  SERVER_EVENTS,
} from "@palabre/protocol";
import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

knowErrors(
  {
    900030: m.ehook_error_gone,
    900031: m.ehook_error_delivery,
    900032: m.ehook_off,
    900033: m.ehook_error_max,
  },
  {
    EVENT_WEBHOOK_URL_UNREACHABLE: m.ehook_error_unreachable,
    APPLICATION_EVENT_WEBHOOKS_URL_INVALID: m.ehook_error_unverified,
  },
);

const WORDS: Record<string, () => string> = {
  APPLICATION_AUTHORIZED: m.ehook_type_application_authorized,
  APPLICATION_DEAUTHORIZED: m.ehook_type_application_deauthorized,
  MESSAGE_CREATE: m.ehook_type_message_create,
  MESSAGE_UPDATE: m.ehook_type_message_update,
  MESSAGE_DELETE: m.ehook_type_message_delete,
  MESSAGE_DELETE_BULK: m.ehook_type_message_delete_bulk,
  MESSAGE_REACTION_ADD: m.ehook_type_message_reaction_add,
  MESSAGE_REACTION_REMOVE: m.ehook_type_message_reaction_remove,
  GUILD_MEMBER_ADD: m.ehook_type_guild_member_add,
  GUILD_MEMBER_UPDATE: m.ehook_type_guild_member_update,
  GUILD_MEMBER_REMOVE: m.ehook_type_guild_member_remove,
  CHANNEL_CREATE: m.ehook_type_channel_create,
  CHANNEL_UPDATE: m.ehook_type_channel_update,
  CHANNEL_DELETE: m.ehook_type_channel_delete,
  THREAD_CREATE: m.ehook_type_thread_create,
  THREAD_UPDATE: m.ehook_type_thread_update,
  THREAD_DELETE: m.ehook_type_thread_delete,
  GUILD_CREATE: m.ehook_type_guild_create,
  GUILD_UPDATE: m.ehook_type_guild_update,
  GUILD_DELETE: m.ehook_type_guild_delete,
};

/** What an event is, in a sentence; its name where nobody gave it one. */
export const eventWords = (type: string): string => WORDS[type]?.() ?? type;

export interface EventGroup {
  name: () => string;
  types: readonly string[];
}

function grouped(types: readonly string[]): EventGroup[] {
  const of = (fits: (type: string) => boolean) => types.filter(fits);
  const isMessage = (type: string) => type.startsWith("MESSAGE_");
  const isMember = (type: string) => type.startsWith("GUILD_MEMBER_");
  return [
    { name: m.ehook_of_messages, types: of(isMessage) },
    { name: m.ehook_of_people, types: of(isMember) },
    { name: m.ehook_of_places, types: of((type) => !isMessage(type) && !isMember(type)) },
  ].filter((group) => group.types.length > 0);
}

export const APPLICATION_GROUPS: readonly EventGroup[] = [
  { name: m.ehook_of_itself, types: AUTHORIZATION_EVENTS },
  ...grouped(SERVER_EVENTS),
];
export const GUILD_GROUPS: readonly EventGroup[] = grouped(GUILD_HOOK_EVENTS);
export const CHANNEL_GROUPS: readonly EventGroup[] = grouped(CHANNEL_HOOK_EVENTS);

const DELETED = "the message was deleted";

const NOTES: Record<string, () => string> = {
  "too many events were waiting": m.ehook_note_overflow,
  "it may not be seen any more": m.ehook_note_unseen,
  [DELETED]: m.ehook_note_deleted,
  "the webhook is switched off": m.ehook_note_off,
  "the address was changed": m.ehook_note_moved,
  "nothing was taken for a day": m.ehook_note_failing,
  "the address answered that it is gone": m.ehook_note_gone,
  "whoever answered for the webhook may not have it any more": m.ehook_note_maker,
};

/** Why something was dropped, or lost its content. */
export const noteWords = (note: string): string => NOTES[note]?.() ?? note;

/** Its content went with the message. */
export const isErased = (note: string | null): boolean => note === DELETED;
