import { describe, expect, test } from "bun:test";
import type { CommandIndex, OfferedOption } from "@palabre/client";
import { ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { entriesOf, entryScore } from "./entries.ts";
import { type FieldValue, fill, parseField, problemsOf, summaryOf } from "./fields.ts";

const opt = (type: T, name: string, more: Partial<OfferedOption> = {}): OfferedOption => ({
  type,
  name,
  description: "x",
  ...more,
});

const index: CommandIndex = {
  applications: [
    {
      id: "1",
      name: "Herald",
      icon: null,
      description: "",
      flags: 0,
      bot_public: true,
      verify_key: "",
      tags: [],
    },
  ],
  application_commands: [
    {
      id: "10",
      application_id: "1",
      type: 1,
      version: "5",
      name: "config",
      name_localized: "réglage",
      description: "Settings",
      options: [
        opt(T.SubcommandGroup, "colour", {
          options: [opt(T.Subcommand, "set", { options: [opt(T.String, "to", { required: true })] })],
        }),
        opt(T.Subcommand, "show", { description: "Shows", description_localized: "Montre" }),
      ],
    },
    { id: "11", application_id: "1", type: 1, version: "6", name: "ping", description: "Pong" },
    { id: "12", application_id: "1", type: 3, version: "7", name: "Quote", description: "" },
    { id: "13", application_id: "2", type: 1, version: "8", name: "stray", description: "" },
  ],
};

test("subcommands are entries of their own, in the language one reads", () => {
  expect(entriesOf(index, 1).map(({ label, about }) => [label, about])).toEqual([
    ["réglage colour set", "x"],
    ["réglage show", "Montre"],
    ["ping", "Pong"],
  ]);
  expect(entriesOf(index, 3).map(({ label }) => label)).toEqual(["Quote"]);
});

test("they are found by either name, by a subcommand's, and letter by letter behind a blank", () => {
  const [set, show, ping] = entriesOf(index, 1);
  if (!set || !show || !ping) throw new Error("there are three");
  expect(entryScore(ping, "ping")).toBe(4);
  expect(entryScore(show, "config")).toBe(3);
  expect(entryScore(show, "regl")).toBe(3);
  expect(entryScore(set, "set")).toBe(2);
  expect(entryScore(set, "config col")).toBe(3);
  expect(entryScore(show, "config col")).toBe(0);
  // "/ping " is text that begins with a command: nothing is offered any more.
  expect(entryScore(ping, "ping ")).toBe(0);
});

describe("what a field comes to", () => {
  const text = (text: string): FieldValue => ({ text });
  const whole = opt(T.Integer, "n", { min_value: 1, max_value: 1_000 });
  const listed = opt(T.String, "c", { choices: [{ name: "Red", name_localized: "Rouge", value: "r" }] });
  test.each([
    [opt(T.String, "s", { min_length: 2, max_length: 3 }), text("é🎉x"), { value: "é🎉x" }],
    [opt(T.String, "s", { min_length: 2 }), text("x"), { problem: { kind: "length", min: 2, max: 6_000 } }],
    [opt(T.String, "s", { max_length: 1 }), text("xy"), { problem: { kind: "length", min: 0, max: 1 } }],
    [opt(T.String, "s"), text("   "), null],
    [whole, text("12"), { value: 12 }],
    [whole, text("1\u202f000"), { value: 1_000 }],
    [whole, text("1.5"), { problem: { kind: "whole" } }],
    [whole, text("0x10"), { problem: { kind: "whole" } }],
    [whole, text("0"), { problem: { kind: "min", min: 1 } }],
    [whole, text("1001"), { problem: { kind: "max", max: 1_000 } }],
    [opt(T.Number, "f"), text("-1,5"), { value: -1.5 }],
    [opt(T.Number, "f"), text(".5"), { value: 0.5 }],
    [opt(T.Number, "f"), text("much"), { problem: { kind: "number" } }],
    [listed, text("rouge"), { value: "r" }],
    [listed, text("R"), { value: "r" }],
    [listed, text("green"), { problem: { kind: "choose" } }],
    [listed, { text: "Rouge", picked: "r" }, { value: "r" }],
    [opt(T.User, "u"), text("@ada"), { problem: { kind: "choose" } }],
    [opt(T.User, "u"), { text: "@ada", picked: "7" }, { value: "7" }],
    [opt(T.Boolean, "b"), { text: "False", picked: false }, { value: false }],
  ] as const)("%#", (option, field, expected) => {
    expect(parseField(option as OfferedOption, field)).toEqual(expected as never);
  });
});

test("a form is sent nested as it is registered, files by number, and what is wrong is named in order", () => {
  const options = [
    opt(T.String, "to", { required: true }),
    opt(T.Attachment, "file", { required: true }),
    opt(T.Integer, "n"),
  ];
  const [set] = entriesOf(index, 1);
  if (!set) throw new Error("there is one");
  const entry = { ...set, options };
  expect([...problemsOf(options, { n: { text: "x" } })]).toEqual([
    ["to", { kind: "required" }],
    ["file", { kind: "required" }],
    ["n", { kind: "whole" }],
  ]);
  const file = new File(["x"], "a.txt");
  const values = { to: { text: "blue" }, file: { text: "", file }, n: { text: "3" } };
  expect(problemsOf(options, values).size).toBe(0);
  const { options: sent, files, names } = fill(entry, values);
  expect(sent).toEqual([
    {
      type: T.SubcommandGroup,
      name: "colour",
      options: [
        {
          type: T.Subcommand,
          name: "set",
          options: [
            { type: T.String, name: "to", value: "blue" },
            { type: T.Attachment, name: "file", value: "0" },
            { type: T.Integer, name: "n", value: 3 },
          ],
        },
      ],
    },
  ]);
  expect([files, names]).toEqual([[file], ["to", "file", "n"]]);
  expect(summaryOf(entry, values)).toBe("/réglage colour set to: blue file: a.txt n: 3");

  // While an option is completed the others need not hold yet.
  const typing = fill({ ...entry, path: [] }, { ...values, n: { text: "x" } }, "to");
  expect(typing.options).toEqual([{ type: T.String, name: "to", value: "blue", focused: true }]);
});
