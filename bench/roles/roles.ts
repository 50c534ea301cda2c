/** The processes beside the server: who reads, who writes, and what Palabre is compared with. */
export const roles = {
  "bare-inserts": () => import("./bare-inserts.ts"),
  "bare-server": () => import("./bare-server.ts"),
  "http-load": () => import("./http-load.ts"),
  "latency-client": () => import("./latency-client.ts"),
  receivers: () => import("./receivers.ts"),
};
