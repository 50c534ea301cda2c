const SAMPLE_MS = 100;
/** One minute of samples. */
const SAMPLES = 600;

/** Measures how late timers fire: what everybody waits behind. */
export function monitorEventLoop(): { p99(): number; stop(): void } {
  const lags = new Float64Array(SAMPLES);
  let taken = 0;
  let expected = performance.now() + SAMPLE_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    lags[taken++ % SAMPLES] = Math.max(0, now - expected);
    expected = now + SAMPLE_MS;
  }, SAMPLE_MS);
  timer.unref();
  return {
    p99() {
      const sorted = lags.slice(0, Math.min(taken, SAMPLES)).sort();
      return sorted[Math.floor(sorted.length * 0.99)] ?? 0;
    },
    stop: () => clearInterval(timer),
  };
}
