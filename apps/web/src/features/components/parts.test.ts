import { expect, test } from "bun:test";
import type { APIMessage, BotForm } from "@palabre/protocol";
import { ComponentType, TextInputStyle } from "discord-api-types/v10";
import { userOf } from "../../state/testing.ts";
import { bodyOf, type FormInput, partsOf, problemOf } from "./form-values.ts";
import { traceOf } from "./trace.ts";

const traced = (trace: object) =>
  traceOf({ interaction_metadata: trace } as unknown as Pick<APIMessage, "interaction_metadata">);
const ada = userOf(1, "ada");
const bob = userOf(2, "bob");

test("an answer says who did what, and a form's what opened the form", () => {
  const command = { id: "1", type: 2, user: ada, name: "build now" };
  expect(traced(command)).toEqual({ user: ada, name: "build now" });
  expect(traced({ ...command, target_user: bob })).toMatchObject({ target: bob });
  expect(traced({ ...command, target_message_id: "7" })).toMatchObject({ messageId: "7" });
  expect(traced({ id: "2", type: 3, user: ada, interacted_message_id: "8" })).toEqual({
    user: ada,
    messageId: "8",
  });
  expect(traced({ id: "3", type: 5, user: ada, triggering_interaction_metadata: command })).toEqual({
    user: ada,
    name: "build now",
  });
  expect(traceOf({})).toBeNull();
  expect(traced({ id: "1", type: 2, name: "build" })).toBeNull();
});

const title: FormInput = {
  type: ComponentType.TextInput,
  custom_id: "title",
  label: "Title",
  style: TextInputStyle.Short,
  min_length: 2,
  max_length: 4,
};
const people: FormInput = { type: ComponentType.UserSelect, custom_id: "who", min_values: 2, max_values: 3 };
const form: BotForm = {
  id: "77",
  custom_id: "fault",
  title: "Fault",
  channel_id: "10",
  components: [
    { type: ComponentType.TextDisplay, content: "Hello" },
    { type: ComponentType.ActionRow, components: [title] },
    { type: ComponentType.Label, label: "Who", description: "Two", component: people },
    // What this page cannot draw: the rest of the form stands.
    {
      type: ComponentType.Label,
      label: "File",
      component: { type: ComponentType.FileUpload, custom_id: "f" },
    },
  ],
};

test("a form's parts know where the server names what is wrong with them", () => {
  expect(partsOf(form.components)).toMatchObject([
    { kind: "text", content: "Hello" },
    { kind: "field", id: "title", label: "Title", path: "data.components.1.components.0" },
    { kind: "field", id: "who", label: "Who", about: "Two", path: "data.components.2.component" },
  ]);
});

test("what is filled in is checked as the server checks it, in characters and choices", () => {
  const isWrong = (input: FormInput, value: string | string[]) => problemOf(input, value) !== undefined;
  expect(["", "a", "abcde"].map((text) => isWrong(title, text))).toEqual([true, true, true]);
  expect(["ab", "abcd", "🌳🌳🌳🌳"].map((text) => isWrong(title, text))).toEqual([false, false, false]);
  expect(isWrong({ ...title, required: false }, "")).toBe(false);
  expect(isWrong({ ...title, required: false }, "a")).toBe(true);
  expect(isWrong(people, [])).toBe(true);
  expect(isWrong(people, ["1"])).toBe(true);
  expect(isWrong(people, ["1", "2"])).toBe(false);
  expect(isWrong({ ...people, required: false }, [])).toBe(false);
});

test("what is sent is built as the form is", () => {
  expect(bodyOf(form, { title: "ab", who: ["1", "2"] })).toEqual({
    id: "77",
    custom_id: "fault",
    components: [
      { type: 10 },
      { type: 1, components: [{ type: 4, custom_id: "title", value: "ab" }] },
      { type: 18, component: { type: 5, custom_id: "who", values: ["1", "2"] } },
      { type: 18 },
    ],
  });
});
