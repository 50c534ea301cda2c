import { expect, test } from "bun:test";
import type { Channel, PrivateChannel } from "@palabre/protocol";
import { apply } from "../../state/apply/apply.ts";
import { initialState } from "../../state/initial.ts";
import { dispatch, readyOf, userOf } from "../../state/testing.ts";
import { findResults } from "./results.ts";

const grace = { ...userOf(1, "grace"), global_name: "Grace Őry" };
const jonas = { ...userOf(2, "jonas"), global_name: "Jonas Ńowak" };

function channelOf(id: string, change: Partial<PrivateChannel>): PrivateChannel {
  return {
    id,
    type: 3,
    name: null,
    icon: null,
    last_message_id: null,
    last_pin_timestamp: null,
    recipients: [grace, jonas],
    flags: 0,
    last_message: null,
    ...change,
  };
}

const nameOf = (channel: Channel) =>
  channel.name ??
  (channel as PrivateChannel).recipients.map((user) => user.global_name ?? user.username).join(" and ");

test("somebody's name finds them before an unread room that is called after its people", () => {
  const state = apply(
    initialState,
    dispatch(
      "READY",
      readyOf({
        private_channels: [
          channelOf("10", { last_message_id: "99" }),
          channelOf("20", { type: 1, recipients: [grace] }),
        ],
      }),
    ),
  );
  expect(findResults(state, "gra", [], nameOf).map((one) => one.id)).toEqual(["20", "10"]);
});

test("before anything is typed, what is unread comes first", () => {
  const state = apply(
    initialState,
    dispatch(
      "READY",
      readyOf({
        private_channels: [
          channelOf("10", { last_message_id: "99" }),
          channelOf("20", { type: 1, recipients: [grace], last_message_id: "200" }),
        ],
        read_state: [{ id: "20", last_message_id: "200", mention_count: 0 }],
      }),
    ),
  );
  expect(findResults(state, "", [], nameOf).map((one) => one.id)).toEqual(["10", "20"]);
});
