import { useRef, useSyncExternalStore } from "react";

export interface Store<S, E> {
  get(): S;
  send(event: E): void;
  subscribe(listener: () => void): () => void;
}

/** Holds a state that changes through `apply` alone. Listeners are told once per event that changed something. */
export function createStore<S, E>(initial: S, apply: (state: S, event: E) => S): Store<S, E> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    send(event) {
      const next = apply(state, event);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Reads a part of the store; renders again only when `equal` says that the part differs. */
export function useSelect<S, E, T>(
  store: Store<S, E>,
  select: (state: S) => T,
  equal: (a: T, b: T) => boolean = Object.is,
): T {
  const last = useRef<{ state: S; select: (state: S) => T; value: T } | undefined>(undefined);
  const read = () => {
    const state = store.get();
    const known = last.current;
    if (known && known.state === state && known.select === select) return known.value;
    const fresh = select(state);
    const value = known && equal(known.value, fresh) ? known.value : fresh;
    last.current = { state, select, value };
    return value;
  };
  return useSyncExternalStore(store.subscribe, read, read);
}

/** Same length and the same members, in order. */
export function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, n) => Object.is(item, b[n])));
}
