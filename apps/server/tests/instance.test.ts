import { expect, test } from "bun:test";
import type { Instance } from "@palabre/protocol";
import { startTestServer } from "./harness.ts";

test("what the server is, for everybody who comes by", async () => {
  await using server = await startTestServer({ PALABRE_REGISTRATION: "invite", PALABRE_MAX_FILE: "5M" });
  const before = await server.request<Instance>("GET", "/instance");
  expect(before.body).toMatchObject({
    name: "Palabre",
    registration: "invite",
    first_run: true,
    license: "MIT",
    limits: { max_file_size: 5 * 1_048_576, message_length: 2_000, room_size: 100, files_per_message: 10 },
  });
  await server.user("alice");
  expect((await server.request<Instance>("GET", "/instance")).body.first_run).toBe(false);
});
