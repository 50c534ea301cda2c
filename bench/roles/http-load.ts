import { now, percentile } from "../measure.ts";
import { encodeRequest, RawHttp } from "../raw/http.ts";

export interface PlannedRequest {
  method: string;
  path: string;
  token?: string;
  body?: unknown;
}

export interface Load {
  port: number;
  /** One kept-alive connection each: it sends its requests in turn, again and again, each as the last is answered. */
  lanes: PlannedRequest[][];
  /** Milliseconds. Requests in flight at the end are waited for and count. */
  ms: number;
  /** Stops early at so many answers. */
  atMost?: number;
}

export interface LoadResult {
  /** Answers with status 2xx. */
  done: number;
  /** Other answers, by status. */
  refused: Record<string, number>;
  /** From the first request to the last answer, in milliseconds. */
  ms: number;
  /** Wall-clock milliseconds of the first request. */
  startedAt: number;
  /** Of one request, in milliseconds. */
  p50: number;
  p99: number;
  /** Mean bytes of an answer's body. */
  bodyBytes: number;
}

/** Sends requests as fast as they are answered. */
export function role() {
  return {
    async run({ port, lanes, ms, atMost = Number.POSITIVE_INFINITY }: Load): Promise<LoadResult> {
      const connections = await Promise.all(
        lanes.map(async (requests) => ({
          http: await RawHttp.open(port),
          requests: requests.map((request) => encodeRequest(port, request)),
        })),
      );
      const times: number[] = [];
      const refused: Record<string, number> = {};
      let done = 0;
      let sent = 0;
      let bytes = 0;
      const startedAt = now();
      const start = performance.now();
      await Promise.all(
        connections.map(async ({ http, requests }) => {
          for (let turn = 0; sent < atMost && performance.now() - start < ms; turn++) {
            const request = requests[turn % requests.length];
            if (request === undefined) return;
            sent++;
            const began = performance.now();
            const answer = await http.request(request);
            times.push(performance.now() - began);
            bytes += answer.bytes;
            if (answer.status >= 200 && answer.status < 300) done++;
            else refused[answer.status] = (refused[answer.status] ?? 0) + 1;
          }
        }),
      );
      const took = performance.now() - start;
      for (const { http } of connections) http.close();
      return {
        done,
        refused,
        ms: took,
        startedAt,
        p50: percentile(times, 0.5),
        p99: percentile(times, 0.99),
        bodyBytes: bytes / Math.max(1, times.length),
      };
    },
  };
}
