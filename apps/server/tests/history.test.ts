import { expect, test } from "bun:test";
import type { APIMessage, ApiErrorBody } from "@palabre/protocol";
import { MessageResponseSchema } from "discord-api-spec/zod";
import { send, startChat } from "./chat.ts";
import { startTestServer } from "./harness.ts";

test("history reads backwards, forwards and around, newest first", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  const ids: string[] = [];
  for (let n = 0; n < 12; n++) ids.push((await send(alice, dm, `m${n}`)).id);
  const page = async (query: string) => {
    const { status, body } = await alice.get<APIMessage[]>(`/channels/${dm}/messages?${query}`);
    expect(status).toBe(200);
    return body.map(({ content }) => content).join(" ");
  };
  expect(await page("")).toBe("m11 m10 m9 m8 m7 m6 m5 m4 m3 m2 m1 m0");
  expect(await page("limit=3")).toBe("m11 m10 m9");
  expect(await page(`limit=3&before=${ids[5]}`)).toBe("m4 m3 m2");
  expect(await page(`limit=3&after=${ids[5]}`)).toBe("m8 m7 m6");
  expect(await page(`limit=5&around=${ids[5]}`)).toBe("m7 m6 m5 m4 m3");
  expect(await page(`limit=4&around=${ids[5]}`)).toBe("m7 m6 m5 m4");
  expect(await page(`limit=1&around=${ids[5]}`)).toBe("m5");
  expect(await page(`limit=4&around=${ids[11]}`)).toBe("m11 m10");
  expect(await page(`before=${ids[0]}`)).toBe("");
  expect(await page(`after=${ids[11]}`)).toBe("");
  expect(await page("after=0&limit=2")).toBe("m1 m0");
});

test("[ERROR1] what cannot be asked is refused by name", async () => {
  await using server = await startTestServer();
  const { alice, dm } = await startChat(server);
  for (const [query, field] of [
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=x", "limit"],
    ["before=abc", "before"],
    ["after=99999999999999999999", "after"],
    ["before=1&after=2", "around"],
  ]) {
    const { status, body } = await alice.get<ApiErrorBody>(`/channels/${dm}/messages?${query}`);
    expect([status, body.code]).toEqual([400, 50035]);
    expect(body.errors).toHaveProperty(field as string);
  }
  expect((await alice.get<ApiErrorBody>(`/channels/${dm}/messages/1`)).body.code).toBe(10008);
  expect((await alice.get<ApiErrorBody>("/channels/1/messages")).body.code).toBe(10003);
});

test("a page of replies, mentions and reactions has the documented shape", async () => {
  await using server = await startTestServer();
  const { alice, bob, dm } = await startChat(server);
  const first = await send(alice, dm, `hi <@${bob.id}>`);
  await send(bob, dm, { content: "yes", message_reference: { message_id: first.id } });
  await bob.put(`/channels/${dm}/messages/${first.id}/reactions/%F0%9F%94%A5/@me`);
  const { body } = await bob.get<APIMessage[]>(`/channels/${dm}/messages`);
  for (const message of body) MessageResponseSchema.parse(message);
  expect(body[1]?.reactions).toMatchObject([{ count: 1, me: true, emoji: { name: "🔥" } }]);
  expect(body[0]?.referenced_message?.mentions.map(({ id }) => id)).toEqual([bob.id]);
});
