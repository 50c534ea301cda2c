import type { ScheduledEvent, ScheduledEventUserChange } from "@palabre/protocol";
import { drop, put } from "../table.ts";
import type { State } from "../types.ts";
import type { OnDispatch, OnLocal } from "./apply.ts";

/** Of an event's `status`: what is above is over. */
const ACTIVE = 2;

export const onDispatch: OnDispatch = {
  GUILD_SCHEDULED_EVENT_CREATE: withEvent,
  GUILD_SCHEDULED_EVENT_UPDATE: withEvent,
  GUILD_SCHEDULED_EVENT_DELETE: (state, { id, guild_id }) => withoutEvent(state, guild_id, id),
  GUILD_SCHEDULED_EVENT_USER_ADD: (state, change) => withInterest(state, change, true),
  GUILD_SCHEDULED_EVENT_USER_REMOVE: (state, change) => withInterest(state, change, false),
};

export const onLocal: OnLocal = {
  interests_loaded: (state, { eventIds }) => ({
    ...state,
    interests: eventIds.reduce((table, id) => put(table, id, true as const), state.interests),
  }),
};

/** Without what is told to nobody but oneself, and kept elsewhere. */
export function plainEvent({ user_rsvp: _, ...event }: ScheduledEvent): ScheduledEvent {
  return event;
}

function withEvent(state: State, event: ScheduledEvent): State {
  const events = state.events[event.guild_id];
  if (!events) return state;
  if (event.status > ACTIVE) return withoutEvent(state, event.guild_id, event.id);
  return { ...state, events: put(state.events, event.guild_id, put(events, event.id, plainEvent(event))) };
}

function withoutEvent(state: State, guildId: string, id: string): State {
  const events = state.events[guildId];
  return events ? { ...state, events: put(state.events, guildId, drop(events, id)) } : state;
}

function withInterest(state: State, change: ScheduledEventUserChange, isInterested: boolean): State {
  const { guild_scheduled_event_id: id, guild_id: guildId, user_count } = change;
  const event = state.events[guildId]?.[id];
  const counted = event ? withEvent(state, { ...event, user_count }) : state;
  if (change.user_id !== state.self?.id) return counted;
  const { interests } = counted;
  return { ...counted, interests: isInterested ? put(interests, id, true) : drop(interests, id) };
}
