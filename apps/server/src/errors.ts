import {
  API_ERRORS,
  type ApiErrorBody,
  type ApiErrorName,
  type FieldError,
  type FieldErrors,
} from "@palabre/protocol";

/** A refusal, thrown anywhere below a route; `app.ts` alone turns it into an answer. */
export class ApiError extends Error {
  override name = "ApiError";
  constructor(
    readonly error: ApiErrorName,
    readonly errors?: FieldErrors,
    readonly headers?: Record<string, string>,
  ) {
    super(API_ERRORS[error][2]);
  }

  get status(): number {
    return API_ERRORS[this.error][1];
  }

  get body(): ApiErrorBody {
    const body: ApiErrorBody = { code: API_ERRORS[this.error][0], message: this.message };
    if (this.errors) body.errors = this.errors;
    return body;
  }
}

/**
 * "Invalid Form Body" for one field; `path` is dotted (`recipients.0`).
 * Codes are Discord's: BASE_TYPE_REQUIRED, BASE_TYPE_BAD_LENGTH, USERNAME_ALREADY_TAKEN, …
 */
export function fieldError(path: string, code: string, message: string): ApiError {
  return new ApiError("invalid_form_body", nestFieldErrors([[path.split("."), { code, message }]]));
}

export function nestFieldErrors(list: [path: PropertyKey[], error: FieldError][]): FieldErrors {
  // Names come from the request, "constructor" and "__proto__" among them: nothing may be inherited here.
  const emptyNode = (): FieldErrors => Object.create(null);
  const root = emptyNode();
  for (const [path, error] of list) {
    let node = root;
    for (const key of path.length > 0 ? path : ["_body"]) {
      const name = String(key);
      const next = node[name];
      if (next && !Array.isArray(next)) node = next;
      else {
        const made = emptyNode();
        node[name] = made;
        node = made;
      }
    }
    const errors = Array.isArray(node._errors) ? node._errors : [];
    errors.push(error);
    node._errors = errors;
  }
  return root;
}
