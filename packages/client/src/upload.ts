import { NetworkError } from "./error.ts";
import { abortReason, type Uploader } from "./http.ts";

/**
 * Sends a form with XMLHttpRequest, the only way a browser tells how much of a body has left.
 * Works in browsers alone; elsewhere `createRest` falls back to fetch and reports no progress.
 */
export const xhrUpload: Uploader = ({ method, url, headers, body, credentials, signal, onProgress }) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortReason(signal));
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, url);
    request.withCredentials = credentials === "include";
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    request.onload = () => {
      signal?.removeEventListener("abort", abort);
      const answer = request.status === 204 || request.status === 205 ? null : request.responseText;
      resolve(new Response(answer, { status: request.status, headers: parseHeaders(request) }));
    };
    request.onerror = () => {
      signal?.removeEventListener("abort", abort);
      reject(new NetworkError("The server could not be reached"));
    };
    request.onabort = () =>
      reject(signal ? abortReason(signal) : new DOMException("The upload was aborted", "AbortError"));
    signal?.addEventListener("abort", abort, { once: true });
    request.send(body);
  });

function parseHeaders(request: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const line of request
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}
