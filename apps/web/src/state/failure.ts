import { ApiError, NetworkError } from "@palabre/client";
import type { Failure } from "./types.ts";

/** What went wrong, as the state keeps it. An error that is neither the server's nor the network's is a defect: rethrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NetworkError) return { kind: "network", code: 0, message: error.message };
  if (error instanceof ApiError) {
    return { kind: error.status === 413 ? "limit" : "refused", code: error.code, message: error.message };
  }
  throw error;
}

/** Whether asking again later may help: no answer came, or the server (or a proxy before it) is starting. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof NetworkError ||
    (error instanceof ApiError && (error.status === 502 || error.status === 503 || error.status === 504))
  );
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
