import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { monitorEventLoop } from "./event-loop.ts";
import type { GatewayStats } from "./gateway/gateway.ts";

export interface Metrics {
  contentType: string;
  request(method: string, status: number, seconds: number): void;
  /** An attempt to post an event was taken, failed, or was given up. */
  eventPosted(outcome: "delivered" | "failed" | "dropped"): void;
  /** Requests answered since the start. */
  requests(): number;
  /** 99th percentile of the event loop's lag over the last minute, in milliseconds. */
  lagP99(): number;
  render(): Promise<string>;
  close(): void;
}

/** What Prometheus reads at /metrics. No label holds a name, an id or a path, so their number stays small. */
export function createMetrics(gateway: () => GatewayStats): Metrics {
  const registry = new Registry();
  const loop = monitorEventLoop();
  const registers = [registry];
  // Counted here and handed over when somebody asks: looking labels up costs more than many a request.
  const answered = new Map<string, number>();
  new Counter({
    name: "palabre_http_requests_total",
    help: "HTTP requests answered",
    labelNames: ["method", "status"],
    registers,
    collect() {
      this.reset();
      for (const [key, count] of answered) {
        const [method = "", status = ""] = key.split(" ");
        this.inc({ method, status }, count);
      }
    },
  });
  let requests = 0;
  const durations = new Histogram({
    name: "palabre_http_request_seconds",
    help: "Seconds from request to answer",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const posted = new Counter({
    name: "palabre_event_webhook_attempts_total",
    help: "Events posted to addresses outside",
    labelNames: ["outcome"],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("palabre_gateway_sockets", "Open gateway sockets", () => gateway().sockets);
  gauge("palabre_gateway_sessions", "Gateway sessions that have a socket", () => gateway().sessions);
  gauge("palabre_gateway_users", "Accounts with a gateway session", () => gateway().users);
  gauge("palabre_gateway_dispatches_total", "Dispatches sent to sessions", () => gateway().dispatches_total);
  gauge("palabre_event_loop_lag_p99_seconds", "99th percentile of event-loop lag", () => loop.p99() / 1000);
  gauge("process_resident_memory_bytes", "Resident memory", () => process.memoryUsage.rss());
  gauge("process_uptime_seconds", "Seconds since the start", () => process.uptime());
  return {
    contentType: registry.contentType,
    request(method, status, seconds) {
      requests++;
      const key = `${method} ${status}`;
      answered.set(key, (answered.get(key) ?? 0) + 1);
      durations.observe(seconds);
    },
    eventPosted: (outcome) => posted.inc({ outcome }),
    requests: () => requests,
    lagP99: () => loop.p99(),
    render: () => registry.metrics(),
    close: () => loop.stop(),
  };
}
