import type { DispatchEvent, Dispatches, LocalEvent, LocalEvents, State, StateEvent } from "../types.ts";
import * as channels from "./channels.ts";
import * as events from "./events.ts";
import * as guilds from "./guilds.ts";
import * as members from "./members.ts";
import * as messages from "./messages.ts";
import * as outbox from "./outbox.ts";
import * as people from "./people.ts";
import * as reading from "./reading.ts";
import * as session from "./session.ts";
import * as threads from "./threads.ts";
import * as voice from "./voice.ts";

/** What a dispatch does to the state; `at` is when it came. */
export type OnDispatch = {
  [T in keyof Dispatches]?: (state: State, d: Dispatches[T], at: number) => State;
};

export type OnLocal = { [T in keyof LocalEvents]?: (state: State, event: LocalEvents[T]) => State };

const onDispatch: OnDispatch = {
  ...session.onDispatch,
  ...people.onDispatch,
  ...channels.onDispatch,
  ...guilds.onDispatch,
  ...events.onDispatch,
  ...members.onDispatch,
  ...threads.onDispatch,
  ...voice.onDispatch,
  ...messages.onDispatch,
  ...reading.onDispatch,
};

const onLocal: OnLocal = {
  ...session.onLocal,
  ...people.onLocal,
  ...guilds.onLocal,
  ...events.onLocal,
  ...messages.onLocal,
  ...outbox.onLocal,
  ...reading.onLocal,
};

/**
 * The state after an event. Pure; parts that an event does not touch stay the same objects. A dispatch that
 * repeats what the state already holds changes nothing, since READY may be followed by dispatches it includes.
 */
export function apply(state: State, event: StateEvent): State {
  return event.type === "dispatch" ? applyDispatch(state, event) : applyLocal(state, event);
}

function applyDispatch(state: State, event: DispatchEvent): State {
  const handle = onDispatch[event.t] as
    | ((state: State, d: DispatchEvent["d"], at: number) => State)
    | undefined;
  return handle ? handle(state, event.d, event.at) : state;
}

function applyLocal(state: State, event: LocalEvent): State {
  const handle = onLocal[event.type] as ((state: State, event: LocalEvent) => State) | undefined;
  return handle ? handle(state, event) : state;
}
