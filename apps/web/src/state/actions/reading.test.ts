import { expect, test } from "bun:test";
import type { APIMessage } from "@palabre/protocol";
import { store } from "../store.ts";
import { dispatch, messageOf, readyOf, self, userOf } from "../testing.ts";
import { loadMentions } from "./reading.ts";

const bob = userOf(1, "bob");
const room = {
  id: "10",
  type: 3 as const,
  name: "rust-fr",
  icon: null,
  last_message_id: "100",
  last_pin_timestamp: null,
  recipients: [bob],
  recipient_roles: { [self.id]: "owner" as const, [bob.id]: "member" as const },
  flags: 0,
  last_message: null,
};
const mention = (id: string) => messageOf(id, "10", bob, { mentions: [self] });

test("a mention that comes while the inbox loads is in it", async () => {
  store.send(dispatch("READY", readyOf({ private_channels: [room] })));
  const answers: APIMessage[][] = [[mention("101")], [mention("101"), mention("102")]];
  let asked = 0;
  await loadMentions(async () => {
    if (asked === 0) store.send(dispatch("MESSAGE_CREATE", mention("102")));
    return answers[asked++] ?? [];
  });
  expect(store.get().mentions?.map((message) => message.id)).toEqual(["102", "101"]);
  expect(asked).toBe(2);
});

test("one request is enough where nothing happens, and a busy hour does not ask for ever", async () => {
  store.send(dispatch("READY", readyOf({ private_channels: [room] })));
  let asked = 0;
  await loadMentions(async () => [mention(String(asked++))]);
  expect(asked).toBe(1);
  asked = 0;
  await loadMentions(async () => {
    asked++;
    store.send(dispatch("MESSAGE_CREATE", mention(String(200 + asked))));
    return [];
  });
  expect(asked).toBe(3);
});
