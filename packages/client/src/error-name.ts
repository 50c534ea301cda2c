import { API_ERRORS, type ApiErrorName } from "@palabre/protocol";
import type { ApiError } from "./error.ts";

/**
 * The error's name in `API_ERRORS`, when its code is known. Code 0 has several meanings, told apart by the status. Apart
 * from the error itself: the table is long, and a page that only tells codes apart need not fetch it.
 */
export function errorName({ code, status }: ApiError): ApiErrorName | undefined {
  for (const [name, [known, knownStatus]] of Object.entries(API_ERRORS)) {
    if (known === code && knownStatus === status) return name as ApiErrorName;
  }
  return undefined;
}
