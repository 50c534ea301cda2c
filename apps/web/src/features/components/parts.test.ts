import { expect, test } from "bun:test";
import type { APIMessage, BotForm } from "@palabre/protocol";
import { ComponentType, TextInputStyle } from "discord-api-types/v10";
import { userOf } from "../../state/testing.ts";
import { acceptOf, isOfTypes, typesText } from "./file-types.ts";
import {
  beginning,
  bodyOf,
  type FormInput,
  type FormValue,
  partsOf,
  problemOf,
  problemsOf,
} from "./form-values.ts";
import { traceOf } from "./trace.ts";

const traced = (trace: object) =>
  traceOf({ interaction_metadata: trace } as unknown as Pick<APIMessage, "interaction_metadata">);
const ada = userOf(1, "ada");
const bob = userOf(2, "bob");
const file = (name: string, type = "") => new File([name], name, { type });

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
const options = ["a", "b", "c"].map((value) => ({ label: value, value }));
const files: FormInput = { type: ComponentType.FileUpload, custom_id: "files", min_values: 1, max_values: 8 };
const radio: FormInput = { type: ComponentType.RadioGroup, custom_id: "radio", options };
const boxes: FormInput = {
  type: ComponentType.CheckboxGroup,
  custom_id: "boxes",
  min_values: 2,
  options: options.map((one) => ({ ...one, default: one.value !== "b" })),
};
const form: BotForm = {
  id: "77",
  custom_id: "fault",
  title: "Fault",
  channel_id: "10",
  components: [
    { type: ComponentType.TextDisplay, content: "Hello" },
    { type: ComponentType.ActionRow, components: [title] },
    { type: ComponentType.Label, label: "Who", description: "Two", component: people },
    { type: ComponentType.Label, label: "Files", component: files },
    { type: ComponentType.Label, label: "Radio", component: radio },
    { type: ComponentType.Label, label: "Boxes", component: boxes },
    {
      type: ComponentType.Label,
      label: "Box",
      component: { type: ComponentType.Checkbox, custom_id: "box", default: true },
    },
    // What this page cannot draw: the rest of the form stands.
    {
      type: ComponentType.Label,
      label: "Newer",
      component: { type: 99, custom_id: "newer" } as unknown as FormInput,
    },
  ],
};

test("a form's parts know where the server names what is wrong with them", () => {
  expect(partsOf(form.components)).toMatchObject([
    { kind: "text", content: "Hello" },
    { kind: "field", id: "title", label: "Title", path: "data.components.1.components.0" },
    { kind: "field", id: "who", label: "Who", about: "Two", path: "data.components.2.component" },
    { kind: "field", id: "files", label: "Files", path: "data.components.3.component" },
    { kind: "field", id: "radio", path: "data.components.4.component" },
    { kind: "field", id: "boxes", path: "data.components.5.component" },
    { kind: "field", id: "box", path: "data.components.6.component" },
  ]);
});

test("a form begins with what its bot chose", () => {
  expect(beginning(partsOf(form.components))).toEqual({
    title: "",
    who: [],
    files: [],
    radio: "",
    boxes: ["a", "c"],
    box: true,
  });
});

test("what is filled in is checked as the server checks it, in characters and choices", () => {
  const isWrong = (input: FormInput, value: FormValue) => problemOf(input, value) !== undefined;
  expect(["", "a", "abcde"].map((text) => isWrong(title, text))).toEqual([true, true, true]);
  expect(["ab", "abcd", "🌳🌳🌳🌳"].map((text) => isWrong(title, text))).toEqual([false, false, false]);
  expect(isWrong({ ...title, required: false }, "")).toBe(false);
  expect(isWrong({ ...title, required: false }, "a")).toBe(true);
  expect(isWrong(people, [])).toBe(true);
  expect(isWrong(people, ["1"])).toBe(true);
  expect(isWrong(people, ["1", "2"])).toBe(false);
  expect(isWrong({ ...people, required: false }, [])).toBe(false);
  expect(isWrong(radio, "")).toBe(true);
  expect(isWrong({ ...radio, required: false }, "")).toBe(false);
  expect(isWrong(boxes, ["a"])).toBe(true);
  expect(isWrong(boxes, ["a", "b"])).toBe(false);
  expect(isWrong(files, [])).toBe(true);
  expect(isWrong({ ...files, min_values: 0 }, [])).toBe(false);
  expect(isWrong(files, [file("a.txt")])).toBe(false);
});

test("all files of a form together are as many as a form carries", () => {
  const parts = partsOf([
    { type: ComponentType.Label, label: "A", component: files },
    { type: ComponentType.Label, label: "B", component: { ...files, custom_id: "more" } },
  ]);
  const some = (count: number) => Array.from({ length: count }, (_, n) => file(`${n}.txt`));
  expect(problemsOf(parts, { files: some(8), more: some(2) })).toEqual({});
  expect(Object.keys(problemsOf(parts, { files: some(8), more: some(3) }))).toEqual(["more"]);
});

test("files are of a type by what the browser says, or by the end of their names", () => {
  expect(isOfTypes(file("a.png", "image/png"), ["image"])).toBe(true);
  expect(isOfTypes(file("a.png", "text/plain"), ["image", ".jpg"])).toBe(false);
  expect(isOfTypes(file("Plan.TXT"), ["image", ".txt"])).toBe(true);
  expect(isOfTypes(file("anything"), undefined)).toBe(true);
  expect(acceptOf(["image", ".txt"])).toBe("image/*,.txt");
  expect(typesText(["image", ".txt"])).toBe("pictures or .txt");
});

test("what is sent is built as the form is, files by their number", () => {
  const [first, second] = [file("a.txt"), file("b.txt")];
  expect(
    bodyOf(form, {
      title: "ab",
      who: ["1", "2"],
      files: [first, second],
      radio: "a",
      boxes: ["b"],
      box: true,
    }),
  ).toEqual({
    data: {
      id: "77",
      custom_id: "fault",
      components: [
        { type: 10 },
        { type: 1, components: [{ type: 4, custom_id: "title", value: "ab" }] },
        { type: 18, component: { type: 5, custom_id: "who", values: ["1", "2"] } },
        { type: 18, component: { type: 19, custom_id: "files", values: ["0", "1"] } },
        { type: 18, component: { type: 21, custom_id: "radio", value: "a" } },
        { type: 18, component: { type: 22, custom_id: "boxes", values: ["b"] } },
        { type: 18, component: { type: 23, custom_id: "box", value: true } },
        { type: 18 },
      ],
    },
    files: [
      { name: "a.txt", data: first },
      { name: "b.txt", data: second },
    ],
  });
  const { data, files: none } = bodyOf(form, beginning(partsOf(form.components)));
  expect(none).toEqual([]);
  expect(data).toMatchObject({
    components: [{}, {}, {}, { component: { values: [] } }, { component: { value: null } }, {}, {}, {}],
  });
});
