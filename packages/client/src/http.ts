import { ApiError, isRecord, NetworkError } from "./error.ts";

export interface UploadRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: FormData;
  credentials: RequestCredentials;
  signal?: AbortSignal;
  /** Bytes of the body sent so far, and in all. */
  onProgress: (sent: number, total: number) => void;
}

/** Sends a form and tells how far it is. Rejects with NetworkError when no answer comes, with an AbortError when aborted. */
export type Uploader = (request: UploadRequest) => Promise<Response>;

export interface HttpOptions {
  /** Up to and with the version: `https://chat.example/api/v10`; a path alone in a browser. */
  baseUrl: string;
  /** As `Authorization` wants it: a user's token bare, a bot's after `Bot `. Absent: the cookie. */
  token?: string;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Default `same-origin`. */
  credentials?: RequestCredentials;
  /** Used for forms when the caller asks for progress. See `xhrUpload` for browsers. */
  upload?: Uploader;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** How often one request waits for a rate limit before its 429 is thrown. Default 5. */
  rateLimitRetries?: number;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** What is done by somebody who moderates may say why: it stands in the server's audit log. */
export interface Reasoned extends CallOptions {
  reason?: string;
}

export interface RequestOptions extends CallOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  form?: FormData;
  reason?: string;
  onProgress?: (sent: number, total: number) => void;
}

export interface Http {
  request<T>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** Changes the token of later requests. */
  setToken(token: string | undefined): void;
}

interface Bucket {
  remaining: number;
  /** Milliseconds since 1970. */
  resetAt: number;
}

/**
 * One door to the API. A request whose bucket is known to be empty waits for its reset; a 429 waits
 * `retry_after` and tries again. Waiting ends at once, with an AbortError, when the caller's signal aborts.
 */
export function createHttp(options: HttpOptions): Http {
  const fetcher = options.fetch ?? ((url, init) => fetch(url, init));
  const credentials = options.credentials ?? "same-origin";
  const retries = options.rateLimitRetries ?? 5;
  const base = options.baseUrl.replace(/\/$/, "");
  let token = options.token;
  const buckets = new Map<string, Bucket>();
  let globalResetAt = 0;

  async function send(method: string, path: string, ask: RequestOptions): Promise<Response> {
    const url = base + path + queryString(ask.query);
    const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
    if (token !== undefined) headers.Authorization = token;
    if (ask.reason !== undefined) headers["X-Audit-Log-Reason"] = encodeURIComponent(ask.reason);
    if (ask.form && ask.onProgress && options.upload) {
      return await options.upload({
        method,
        url,
        headers,
        body: ask.form,
        credentials,
        onProgress: ask.onProgress,
        ...(ask.signal && { signal: ask.signal }),
      });
    }
    const init: RequestInit = { method, headers, credentials };
    if (ask.signal) init.signal = ask.signal;
    if (ask.form) init.body = ask.form;
    else if (ask.body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(ask.body);
    }
    try {
      return await fetcher(url, init);
    } catch (error) {
      if (ask.signal?.aborted) throw abortReason(ask.signal);
      throw new NetworkError("The server could not be reached", { cause: error });
    }
  }

  return {
    setToken(next) {
      token = next;
    },
    async request<T>(method: string, path: string, ask: RequestOptions = {}): Promise<T> {
      const key = bucketKey(method, path);
      for (let attempt = 0; ; attempt++) {
        const bucket = buckets.get(key);
        const until = Math.max(globalResetAt, bucket && bucket.remaining <= 0 ? bucket.resetAt : 0);
        await wait(until - Date.now(), ask.signal);
        if (bucket) bucket.remaining--;
        const response = await send(method, path, ask);
        remember(buckets, key, response.headers);
        const body = await readBody(response, ask.signal);
        if (response.ok) return body as T;
        // Slow mode may last hours: whoever wrote is told, rather than kept waiting.
        const isSlowMode = isRecord(body) && body.code === 20016;
        if (response.status !== 429 || attempt >= retries || isSlowMode) {
          throw new ApiError(response.status, body);
        }
        const seconds =
          isRecord(body) && typeof body.retry_after === "number"
            ? body.retry_after
            : Number(response.headers.get("Retry-After") ?? 1);
        const resetAt = Date.now() + seconds * 1000;
        if (isRecord(body) && body.global === true) globalResetAt = resetAt;
        else buckets.set(key, { remaining: 0, resetAt });
      }
    },
  };
}

/** Limits hold per method, route and major parameter (the channel): other ids in a path share one bucket. */
export function bucketKey(method: string, path: string): string {
  const route = path.replace(/(?<!^\/channels)\/\d{5,}/g, "/:id").replace(/(\/reactions)\/.*$/, "$1/:emoji");
  return `${method} ${route}`;
}

function remember(buckets: Map<string, Bucket>, key: string, headers: Headers) {
  const remaining = headers.get("X-RateLimit-Remaining");
  const resetAfter = headers.get("X-RateLimit-Reset-After");
  if (remaining === null || resetAfter === null) return;
  buckets.set(key, { remaining: Number(remaining), resetAt: Date.now() + Number(resetAfter) * 1000 });
  if (buckets.size > 500) {
    for (const [old, bucket] of buckets) if (bucket.resetAt < Date.now()) buckets.delete(old);
  }
}

async function readBody(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw abortReason(signal);
    throw new NetworkError("The answer was cut off", { cause: error });
  }
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function queryString(query: RequestOptions["query"]): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

export function abortReason(signal: AbortSignal): unknown {
  return signal.reason ?? new DOMException("The request was aborted", "AbortError");
}

/** Waits `ms`; rejects as soon as `signal` aborts. */
function wait(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.reject(abortReason(signal));
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      if (signal) reject(abortReason(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
