/** Time as the gateway sees it, so that a test can turn the hands. Milliseconds. */
export interface Clock {
  now(): number;
  /** Calls once, after `ms`. Returns the function that cancels it. */
  after(ms: number, call: () => void): () => void;
  /** Calls again and again. Returns the function that ends it. */
  every(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  // Monotonic: a corrected system clock must not time everybody out.
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  every(ms, call) {
    const timer = setInterval(call, ms);
    return () => clearInterval(timer);
  },
};
