import { type APIMessage, type Snowflake, snowflakeTime } from "@palabre/protocol";
import { useEffect, useMemo, useState } from "react";
import type { PendingMessage } from "../../state/types.ts";

/** When one may write again, in milliseconds since 1970; 0 for now. `seconds`: how far apart messages must be. */
export function useSlowUntil(
  seconds: number,
  selfId: Snowflake,
  messages: readonly APIMessage[],
  pending: readonly PendingMessage[],
): number {
  return useMemo(() => {
    if (seconds === 0) return 0;
    const last = messages.findLast((one) => one.author.id === selfId && (one.type === 0 || one.type === 19));
    const sent = last ? snowflakeTime(last.id) : 0;
    const sending = pending.findLast((one) => one.status !== "failed")?.createdAt ?? 0;
    return Math.max(sent, sending) + seconds * 1_000;
  }, [seconds, selfId, messages, pending]);
}

/** Whole seconds left until `time`, counted down; 0 once it is there. */
export function useSecondsLeft(time: number): number {
  const [, tick] = useState(0);
  const left = Math.max(0, Math.ceil((time - Date.now()) / 1_000));
  const isRunning = left > 0;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return left;
}
