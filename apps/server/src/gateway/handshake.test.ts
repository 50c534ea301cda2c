import { describe, expect, test } from "bun:test";
import { startTestGateway } from "./testing.ts";

describe("handshake", () => {
  test("[HELLO1] the first frame is HELLO with the heartbeat interval", async () => {
    await using server = await startTestGateway();
    const client = await server.connect();
    const hello = await client.next(() => true);
    expect(hello).toEqual({ op: 10, s: null, t: null, d: { heartbeat_interval: 41_250 } });
  });

  test("[IDENTIFY1] READY is dispatch 1 and carries the snapshot, the session and where to resume", async () => {
    await using server = await startTestGateway();
    server.user("1", { ready: { private_channels: [{ id: "7" }] } });
    const client = await server.login("1");
    const ready = client.dispatches[0];
    expect(ready).toMatchObject({ op: 0, t: "READY", s: 1 });
    expect(ready?.d).toMatchObject({
      v: 10,
      user: { id: "1" },
      private_channels: [{ id: "7" }],
      resume_gateway_url: server.url,
      presences: [],
    });
    expect(ready?.d.session_id).toMatch(/^[0-9a-f]{32}$/);
    expect(ready?.d.sessions).toMatchObject([{ session_id: ready?.d.session_id, status: "online" }]);
  });
});
