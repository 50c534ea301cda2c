import type { ServerWebSocket } from "bun";
import { openBareDatabase } from "../bare-database.ts";

/** The least a server of this runtime can do: no accounts, no rooms, no sequence numbers, no checks. */
export function role() {
  const sockets = new Set<ServerWebSocket<unknown>>();
  let database: ReturnType<typeof openBareDatabase> | undefined;

  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request, server) {
      if (request.method === "POST" && database !== undefined) {
        const { content } = (await request.json()) as { content: string };
        return Response.json({ id: String(database.insert(content)), content });
      }
      return server.upgrade(request, { data: undefined }) ? undefined : new Response("ok");
    },
    websocket: {
      idleTimeout: 0,
      sendPings: false,
      perMessageDeflate: false,
      backpressureLimit: 64 * 1_048_576,
      open: (ws) => void sockets.add(ws),
      close: (ws) => void sockets.delete(ws),
      message: (ws, message) => void ws.send(message),
    },
  });

  return {
    port: () => server.port ?? 0,

    /** POSTed messages go into this file, one commit each. */
    useDatabase(file: string): void {
      database?.[Symbol.dispose]();
      database = openBareDatabase(file);
    },

    /** Sends frames of so many bytes to every socket, one `send` a frame; how many each was sent. */
    async broadcast({ bytes, ms }: { bytes: number; ms: number }): Promise<number> {
      const frame = "x".repeat(Math.round(bytes));
      const start = performance.now();
      let sent = 0;
      while (performance.now() - start < ms) {
        let isBehind = false;
        for (const ws of sockets) if (ws.sendText(frame) === -1) isBehind = true;
        sent++;
        await new Promise<void>((resolve) => setImmediate(resolve));
        // Nothing piles up beyond what the readers take.
        while (isBehind) {
          isBehind = false;
          for (const ws of sockets) if (ws.getBufferedAmount() > 0) isBehind = true;
          if (isBehind) await Bun.sleep(1);
        }
      }
      return sent;
    },
  };
}
