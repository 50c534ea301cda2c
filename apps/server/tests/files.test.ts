import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import type { APIAttachment, APIMessage, ApiErrorBody } from "@palabre/protocol";
import { MessageResponseSchema } from "discord-api-spec/zod";
import { form, send, startChat, type TestFile } from "./chat.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { listen } from "./listen.ts";
import { animatedGif, photograph, png } from "./pictures.ts";

async function upload(
  user: TestUser,
  channelId: string,
  files: TestFile[],
  payload: Record<string, unknown> = {},
): Promise<APIMessage> {
  const { status, body } = await user.post<APIMessage>(
    `/channels/${channelId}/messages`,
    form(payload, files),
  );
  expect([status, status === 200 ? "" : JSON.stringify(body)]).toEqual([200, ""]);
  return body;
}

async function uploadOne(user: TestUser, channelId: string, file: TestFile): Promise<APIAttachment> {
  const { attachments } = await upload(user, channelId, [file]);
  return attachments[0] as APIAttachment;
}

/** For a busy machine; what never comes still fails. */
const PATIENCE_MS = 20_000;

/** Names of what lies in the server's folder of files. */
async function stored(server: TestServer): Promise<string[]> {
  const entries = await readdir(join(server.dataDir, "files"), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Files go once the answer is out: waits for the folder to become as `expected` says. */
async function eventuallyStored(server: TestServer, expected: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while ((await stored(server)).length !== expected && Date.now() < deadline) await Bun.sleep(10);
  expect(await stored(server)).toHaveLength(expected);
}

test("[FILE1] files of a message come back byte for byte, with name, type and alt text", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  await using gateway = await listen(server, bob);
  const binary = crypto.getRandomValues(new Uint8Array(70_000));
  const sent = await upload(
    alice,
    dm,
    [
      { name: "été – notes.md", data: "# hello", type: "text/html" },
      { name: "data.bin", data: binary, type: "image/png" },
    ],
    {
      content: "two",
      attachments: [
        { id: 1, description: "noise", is_spoiler: true },
        { id: "0", filename: "../renamed/notes.md" },
      ],
    },
  );
  MessageResponseSchema.parse(sent);
  expect(sent.attachments).toMatchObject([
    { filename: "notes.md", size: 7, content_type: "text/plain; charset=utf-8" },
    {
      filename: "SPOILER_data.bin",
      size: 70_000,
      content_type: "application/octet-stream",
      description: "noise",
    },
  ]);
  expect(await gateway.next<APIMessage>("MESSAGE_CREATE")).toEqual(sent);
  const got = await fetch(sent.attachments[1]?.url as string);
  expect(got.status).toBe(200);
  expect(new Uint8Array(await got.arrayBuffer())).toEqual(binary);
});

test("a form without payload_json, or with one `file`, works as well", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const data = new FormData();
  data.append("content", "plain");
  data.append("tts", "true");
  data.append("file", new Blob(["x"]), "x.txt");
  const { status, body } = await alice.post<APIMessage>(`/channels/${dm}/messages`, data);
  expect([status, body.content, body.tts, body.attachments.length]).toEqual([200, "plain", true, 1]);
});

test("[FILE4] a photograph keeps its place on the page and loses the one on the map", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const file = await uploadOne(alice, dm, { name: "me.jpg", data: await photograph(900, 600, 6) });
  expect(file).toMatchObject({ content_type: "image/jpeg", width: 600, height: 900 });
  expect(file.placeholder).toStartWith("data:image/webp;base64,");
  expect(file.placeholder?.length).toBeLessThan(600);
  const whole = await fetch(file.url);
  const bytes = Buffer.from(await whole.arrayBuffer());
  expect(bytes.includes("SECRET")).toBe(false);
  expect(bytes).toHaveLength(file.size);
  const small = await fetch(`${file.url}&width=150&height=150`);
  expect(small.headers.get("content-type")).toBe("image/webp");
  const thumbnail = await new Bun.Image(await small.bytes()).metadata();
  expect(thumbnail).toEqual({ width: 128, height: 192, format: "webp" });
  const png = await fetch(`${file.url}&size=64&format=png`);
  expect(png.headers.get("content-type")).toBe("image/png");
  // One blob, and the two thumbnails that were asked for.
  expect(await stored(server)).toHaveLength(3);
});

test("[FILE3] a moving picture moves on, at any size", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const file = await uploadOne(alice, dm, { name: "wave.gif", data: animatedGif() });
  const got = await fetch(`${file.url}&width=16`);
  expect(got.headers.get("content-type")).toBe("image/gif");
  expect(Buffer.from(await got.arrayBuffer()).includes("NETSCAPE")).toBe(true);
});

test("a picture of too many pixels is a file to save", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const bomb = Buffer.from(await png(10, 10));
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  bomb.writeUInt32BE(Bun.hash.crc32(bomb.subarray(12, 29)), 29);
  const file = await uploadOne(alice, dm, { name: "bomb.png", data: bomb });
  expect(file.content_type).toBe("application/octet-stream");
  expect(file.width).toBeUndefined();
  const got = await fetch(`${file.url}&width=100`);
  expect(got.headers.get("content-disposition")).toStartWith("attachment");
});

test("[FILE4] nothing that was uploaded runs as a page", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const script = "<script>alert(1)</script>";
  for (const [name, data, type] of [
    ["page.html", `<!doctype html>${script}`, "text/html"],
    ["drawing.svg", `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`, "image/svg+xml"],
    ["a.xhtml", `<html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`, "application/xhtml+xml"],
  ] as const) {
    const file = await uploadOne(alice, dm, { name, data, type });
    const got = await fetch(file.url);
    expect(got.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(got.headers.get("x-content-type-options")).toBe("nosniff");
    expect(got.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
  }
  const pdf = await uploadOne(alice, dm, { name: "é.pdf", data: "%PDF-1.4\n\u0001" });
  const got = await fetch(pdf.url);
  expect(got.headers.get("content-disposition")).toBe(
    `attachment; filename="_.pdf"; filename*=UTF-8''%C3%A9.pdf`,
  );
});

test("[FILE5] parts of a file, and unchanged ones, cost what they need", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const { url } = await uploadOne(alice, dm, { name: "digits.txt", data: "0123456789" });
  const get = (headers: Record<string, string>, method = "GET") => fetch(url, { method, headers });
  const whole = await get({});
  const etag = whole.headers.get("etag") as string;
  expect(whole.headers.get("accept-ranges")).toBe("bytes");
  expect(whole.headers.get("cache-control")).toContain("immutable");

  const part = await get({ range: "bytes=2-4" });
  expect([part.status, await part.text()]).toEqual([206, "234"]);
  expect(part.headers.get("content-range")).toBe("bytes 2-4/10");
  expect(part.headers.get("content-length")).toBe("3");
  expect(await (await get({ range: "bytes=-2" })).text()).toBe("89");
  const past = await get({ range: "bytes=10-" });
  expect([past.status, past.headers.get("content-range")]).toEqual([416, "bytes */10"]);
  expect((await get({ range: "bytes=0-1", "if-range": etag })).status).toBe(206);
  expect((await get({ range: "bytes=0-1", "if-range": '"other"' })).status).toBe(200);
  expect((await get({ "if-none-match": etag })).status).toBe(304);
  const head = await get({}, "HEAD");
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "10", ""]);
});

test("[FILE2] an address is good while its signature is, or for a session that sees the channel", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  const eve = await server.user("eve");
  const { id, url } = await uploadOne(alice, dm, { name: "a.txt", data: "hello" });
  const bare = url.split("?")[0] as string;
  const status = async (address: string, headers: Record<string, string> = {}) =>
    (await fetch(address, { headers })).status;
  expect(await status(url)).toBe(200);
  expect(await status(bare)).toBe(404);
  expect(await status(bare, { authorization: bob.token })).toBe(200);
  expect(await status(bare, { cookie: `palabre_session=${bob.token}` })).toBe(200);
  expect(await status(bare, { authorization: eve.token })).toBe(404);
  expect(await status(url.replace(/hm=.{4}/, "hm=0000"))).toBe(404);
  expect(await status(url.replace(/ex=[0-9a-f]+/, "ex=7fffffff"))).toBe(404);
  expect(await status(url.replace("a.txt", "b.txt"))).toBe(404);
  expect(await status(url.replace(`/${id}/`, "/1/"))).toBe(404);

  const refreshed = await bob.post<{ refreshed_urls: { original: string; refreshed: string }[] }>(
    "/attachments/refresh-urls",
    { attachment_urls: [bare] },
  );
  expect(refreshed.body.refreshed_urls).toEqual([{ original: bare, refreshed: url }]);
  const foreign = await eve.post<{ refreshed_urls: unknown[] }>("/attachments/refresh-urls", {
    attachment_urls: [bare],
  });
  expect(foreign.body.refreshed_urls).toEqual([]);
  const nonsense = await bob.post<ApiErrorBody>("/attachments/refresh-urls", {
    attachment_urls: ["https://x/y"],
  });
  expect([nonsense.status, nonsense.body.code]).toEqual([400, 50035]);
});

test("[FILE1] what is too much is refused and leaves nothing behind", async () => {
  await using server = await startTestServer({ PALABRE_MAX_FILE: "100k" });
  const { alice, dm } = await startChat(server);
  const eve = await server.user("eve");
  const post = (user: TestUser, body: unknown) => user.post<ApiErrorBody>(`/channels/${dm}/messages`, body);
  const text = (n: number): TestFile => ({ name: `${n}.txt`, data: "x" });

  const exact = await post(alice, form({}, [{ name: "fits", data: new Uint8Array(102_400) }]));
  expect(exact.status).toBe(200);
  const large = await post(alice, form({}, [text(1), { name: "large", data: new Uint8Array(102_401) }]));
  expect([large.status, large.body.code]).toEqual([413, 40005]);
  const huge = await post(alice, form({}, [{ name: "huge", data: new Uint8Array(3_000_000) }]));
  expect([huge.status, huge.body.code]).toEqual([413, 40005]);
  const many = await post(
    alice,
    form(
      {},
      Array.from({ length: 11 }, (_, n) => text(n)),
    ),
  );
  expect([many.status, many.body.code]).toEqual([400, 30015]);
  expect((await post(alice, form({ content: "x".repeat(2_001) }, [text(1)]))).body.code).toBe(50035);
  expect((await post(alice, form({ attachments: [{ id: 4 }] }, [text(1)]))).body.code).toBe(50035);
  expect((await post(eve, form({}, [text(1)]))).body.code).toBe(10003);
  const broken = await fetch(`${server.url}/api/v10/channels/${dm}/messages`, {
    method: "POST",
    headers: { authorization: alice.token, "content-type": "multipart/form-data; boundary=b" },
    body: '--b\r\ncontent-disposition: form-data; name="files[0]"; filename="a"\r\n\r\nhalf',
  });
  expect(broken.status).toBe(400);
  await eventuallyStored(server, 1);
});

test("a form without a body is refused at once rather than waited for", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  for (const path of [`/channels/${dm}/messages`, "/interactions"]) {
    const answer = await alice.request("POST", path, undefined, {
      "Content-Type": "multipart/form-data; boundary=x",
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 50035 } });
  }
});

test("a sender who goes away leaves nothing behind", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const socket = connect(server.running.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    [
      `POST /api/v10/channels/${dm}/messages HTTP/1.1`,
      "Host: localhost",
      `Authorization: ${alice.token}`,
      "Content-Type: multipart/form-data; boundary=b",
      "Content-Length: 1000000",
      "",
      "--b",
      'Content-Disposition: form-data; name="files[0]"; filename="a.bin"',
      "",
      "half of it",
    ].join("\r\n"),
  );
  const deadline = Date.now() + PATIENCE_MS;
  while ((await stored(server)).length === 0 && Date.now() < deadline) await Bun.sleep(5);
  expect(await stored(server)).toHaveLength(1);
  socket.destroy();
  await eventuallyStored(server, 0);
  expect((await alice.get<APIMessage[]>(`/channels/${dm}/messages`)).body).toEqual([]);
});

test("[SEND2] a retried upload is kept once", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const file = { name: "a.txt", data: "hello" };
  const one = await upload(alice, dm, [file], { nonce: "n" });
  const two = await upload(alice, dm, [file], { nonce: "n" });
  expect(two.id).toBe(one.id);
  expect(two.attachments.map(({ id }) => id)).toEqual(one.attachments.map(({ id }) => id));
  await eventuallyStored(server, 1);
});

test("an edit drops and adds files, a deletion takes them all", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const picture = { name: "c.png", data: await png(300, 200) };
  const sent = await upload(alice, dm, [{ name: "a.txt", data: "a" }, { name: "b.txt", data: "b" }, picture]);
  const [a, b, c] = sent.attachments as [APIAttachment, APIAttachment, APIAttachment];
  expect((await fetch(`${c.url}&width=64`)).status).toBe(200);
  const path = `/channels/${dm}/messages/${sent.id}`;
  const kept = [{ id: b.id, description: "the second" }, { id: c.id }, { id: 0, description: "new" }];
  const edited = await alice.patch<APIMessage>(
    path,
    form({ attachments: kept }, [{ name: "d.txt", data: "d" }]),
  );
  expect(edited.body.attachments).toMatchObject([
    { id: b.id, description: "the second" },
    { id: c.id },
    { filename: "d.txt", description: "new" },
  ]);
  expect((await fetch(a.url)).status).toBe(404);
  await eventuallyStored(server, 4);
  expect((await alice.patch<ApiErrorBody>(path, { attachments: [{ id: "77" }] })).body.code).toBe(50035);
  expect((await alice.patch<ApiErrorBody>(path, { attachments: [] })).body.code).toBe(50006);
  await alice.delete(path);
  await eventuallyStored(server, 0);
  expect((await fetch(b.url)).status).toBe(404);
});

test("ten files stay in order", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const names = Array.from({ length: 10 }, (_, n) => `${n}.txt`);
  const sent = await upload(
    alice,
    dm,
    names.map((name) => ({ name, data: name })),
  );
  expect(sent.attachments.map(({ filename }) => filename)).toEqual(names);
  await send(alice, dm, "after");
  const { body } = await alice.get<APIMessage[]>(`/channels/${dm}/messages`);
  expect(body[1]?.attachments.map(({ filename }) => filename)).toEqual(names);
});
