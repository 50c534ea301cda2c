import { useEffect, useState } from "react";
import { type PollOf, timeLeft } from "./standing.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Milliseconds until a poll is over, told anew each minute, in the last one each second. */
export function useTimeLeft(poll: PollOf): number {
  const [now, setNow] = useState(Date.now);
  const left = timeLeft(poll, now);
  useEffect(() => {
    if (left === 0) return;
    const wait = left > 2 * MINUTE ? MINUTE : SECOND;
    const timer = setTimeout(() => setNow(Date.now()), Math.min(wait, left));
    return () => clearTimeout(timer);
  });
  return left;
}
