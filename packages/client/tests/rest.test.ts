import { expect, test } from "bun:test";
import { bucketKey } from "../src/http.ts";
import { ApiError, createRest, NetworkError } from "../src/index.ts";

function fakeServer(answer: (request: Request, n: number) => Response | Promise<Response>) {
  let n = 0;
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => answer(request, n++) });
  return {
    baseUrl: `http://127.0.0.1:${server.port}/api/v10`,
    [Symbol.dispose]: () => void server.stop(true),
  };
}

test("a refusal carries status, code, its name and the fields' reasons", async () => {
  using server = fakeServer(() =>
    Response.json(
      {
        code: 50035,
        message: "Invalid Form Body",
        errors: { recipients: { 0: { _errors: [{ code: "X", message: "no such user" }] } } },
      },
      { status: 400 },
    ),
  );
  const rest = createRest({ baseUrl: server.baseUrl });
  const error = await rest.channels.createRoom({ recipients: ["1"] }).catch((reason) => reason);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 400, code: 50035, message: "Invalid Form Body" });
  expect(error.fieldErrors("recipients.0")).toEqual([{ code: "X", message: "no such user" }]);
  expect(error.fieldErrors("name")).toEqual([]);
});

test("an answer that never comes is told apart from a refusal", async () => {
  const server = fakeServer(() => new Response());
  const { baseUrl } = server;
  server[Symbol.dispose]();
  expect(createRest({ baseUrl }).instance.get()).rejects.toBeInstanceOf(NetworkError);
});

test("a 429 is waited out and tried again", async () => {
  using server = fakeServer((_, n) =>
    n === 0
      ? Response.json({ message: "slow", retry_after: 0.05, global: false }, { status: 429 })
      : Response.json({ id: "1" }),
  );
  const started = Date.now();
  expect(await createRest({ baseUrl: server.baseUrl }).users.me()).toMatchObject({ id: "1" });
  expect(Date.now() - started).toBeGreaterThanOrEqual(45);
});

test("an empty bucket is waited for; others are not held up", async () => {
  const seen: string[] = [];
  using server = fakeServer((request) => {
    seen.push(new URL(request.url).pathname.replace("/api/v10", ""));
    const limited = request.url.includes("/channels/100000000/");
    return Response.json([], {
      headers: limited ? { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "0.1" } : {},
    });
  });
  const rest = createRest({ baseUrl: server.baseUrl });
  await rest.messages.list("100000000");
  const held = rest.messages.list("100000000");
  await rest.messages.list("200000000");
  await held;
  expect(seen).toEqual([
    "/channels/100000000/messages",
    "/channels/200000000/messages",
    "/channels/100000000/messages",
  ]);
});

test("waiting for a limit ends when the caller gives up", async () => {
  using server = fakeServer(() => Response.json({ message: "slow", retry_after: 60 }, { status: 429 }));
  const abort = new AbortController();
  const call = createRest({ baseUrl: server.baseUrl }).users.get("1", { signal: abort.signal });
  setTimeout(() => abort.abort(), 20);
  expect(await call.catch((reason) => reason.name)).toBe("AbortError");
});

test("files go as a form beside their JSON", async () => {
  const forms: [string, unknown][] = [];
  using server = fakeServer(async (request) => {
    const form = await request.formData();
    for (const [name, value] of form) {
      forms.push([name, typeof value === "string" ? JSON.parse(value) : await value.text()]);
    }
    return Response.json({ id: "7" });
  });
  const rest = createRest({ baseUrl: server.baseUrl, token: "t" });
  await rest.messages.send("1", { content: "see", nonce: "n", enforce_nonce: true }, [
    { name: "a.txt", data: new Blob(["hello"]) },
  ]);
  expect(forms).toEqual([
    [
      "payload_json",
      {
        content: "see",
        nonce: "n",
        enforce_nonce: true,
        attachments: [{ id: "0", filename: "a.txt" }],
      },
    ],
    ["files[0]", "hello"],
  ]);
});

test("buckets are per channel, not per message", () => {
  expect(bucketKey("DELETE", "/channels/123456/messages/99999999")).toBe(
    "DELETE /channels/123456/messages/:id",
  );
  expect(bucketKey("PUT", "/channels/123456/messages/99999999/reactions/%F0%9F/@me")).toBe(
    "PUT /channels/123456/messages/:id/reactions/:emoji",
  );
});
