import type { FieldError, FieldErrors } from "@palabre/protocol";

/** The server answered, and refused. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** HTTP status. */
  readonly status: number;
  /** Discord's error code, see `errorName`; 0 when the answer carried none. */
  readonly code: number;
  /** Reasons by field, nested as the request's body is. */
  readonly errors: FieldErrors;
  /** Seconds to wait, on a 429 that was not waited out. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: unknown) {
    const fields = isRecord(body) ? body : {};
    const message = typeof fields.message === "string" ? fields.message : `HTTP ${status}`;
    super(message);
    this.status = status;
    this.code = typeof fields.code === "number" ? fields.code : 0;
    this.errors = isRecord(fields.errors) ? (fields.errors as FieldErrors) : {};
    this.retryAfter = typeof fields.retry_after === "number" ? fields.retry_after : undefined;
  }

  /** The reasons for one field, `"recipients.0"` for nested ones. Empty when the field was fine. */
  fieldErrors(path: string): FieldError[] {
    let at: FieldErrors | FieldError[] | undefined = this.errors;
    for (const part of path.split(".")) {
      if (at === undefined || Array.isArray(at)) return [];
      at = at[part];
    }
    const found = at === undefined || Array.isArray(at) ? at : at._errors;
    return Array.isArray(found) ? found : [];
  }
}

/** No answer came: offline, refused connection, or cut off. What was asked may or may not have happened. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
