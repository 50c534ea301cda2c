import { LIMITS } from "@palabre/protocol";
import { fieldError } from "../errors.ts";
import type { Http } from "./env.ts";
import { codePoints, storable } from "./fields.ts";

/**
 * Why something is done, as `X-Audit-Log-Reason` says it (percent-encoded UTF-8, or plain); null without one.
 * @throws ApiError invalid_form_body when it is longer than LIMITS.auditReason
 */
export function auditReason(c: Http): string | null {
  const header = c.req.header("x-audit-log-reason");
  if (!header) return null;
  const text = storable(decoded(header)).trim();
  if (codePoints(text) > LIMITS.auditReason) {
    throw fieldError(
      "X-Audit-Log-Reason",
      "BASE_TYPE_MAX_LENGTH",
      `Must be ${LIMITS.auditReason} or fewer in length.`,
    );
  }
  return text || null;
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}
