/** Listeners by event name. One that throws does not keep the others from hearing. */
export function createEmitter<Events extends object>() {
  const listeners = new Map<keyof Events, Set<(payload: never) => void>>();
  return {
    on<K extends keyof Events>(event: K, listener: (payload: Events[K]) => void): () => void {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener as (payload: never) => void));
      return () => set.delete(listener as (payload: never) => void);
    },
    emit<K extends keyof Events>(event: K, payload: Events[K]): void {
      for (const listener of listeners.get(event) ?? []) {
        try {
          (listener as (payload: Events[K]) => void)(payload);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}
