import { describe, expect, test } from "bun:test";
import { runCommand } from "./commands.ts";
import { completionAt, matchParts, matchScore } from "./completion.ts";
import { fromWire, toWire } from "./outgoing.ts";

describe("what is completed at the caret", () => {
  test.each([
    ["hi @ma", "person ma 3-6"],
    ["@", "person  0-1"],
    ["mail me@ma", null],
    ["see #rus", "room rus 4-8"],
    [":t", null],
    [":ta", "emoji ta 0-3"],
    [":fê", "emoji fê 0-3"],
    ["at 10:14", null],
    [":)", null],
    ["/sh", "command sh 0-3"],
    ["a /sh", null],
    ["`@ma", null],
    ["```js\n@dec", null],
    ["**@ma", "person ma 2-5"],
    ["done", null],
  ])("%j: %s", (text, expected) => {
    const found = completionAt(text, text.length);
    expect(found && `${found.kind} ${found.query} ${found.from}-${found.to}`).toBe(expected);
  });
});

test("names match at their beginning, at a word's, inside, without accents", () => {
  expect(matchScore("Tomasz Zieliński", "to")).toBe(3);
  expect(matchScore("Jonas Torvald", "to")).toBe(2);
  expect(matchScore("Auto", "to")).toBe(1);
  expect(matchScore("Inès", "ines")).toBe(3);
  expect(matchScore("Maud", "x")).toBe(0);
  expect(matchParts("Jonas Torvald", "to")).toEqual(["Jonas ", "To", "rvald"]);
});

describe("commands", () => {
  test.each([
    ["/shrug", "¯\\_(ツ)_/¯"],
    ["/shrug who knows", "who knows ¯\\_(ツ)_/¯"],
    ["/me waves", "_waves_"],
    ["/me", null],
    ["/spoiler it was him", "||it was him||"],
    ["/usr/bin", "/usr/bin"],
    ["/nothing here", "/nothing here"],
    ["plain", "plain"],
  ])("%j sends %j", (typed, sent) => {
    expect(runCommand(typed, "1")).toBe(sent);
  });
});

describe("names on the wire", () => {
  const names = {
    people: [
      { id: "1", name: "maud" },
      { id: "2", name: "j.doe_" },
    ],
    rooms: [
      { id: "3", name: "rust" },
      { id: "4", name: "rust fr" },
    ],
    emoji: (text: string) => text.replaceAll(":tada:", "🎉"),
  };
  test.each([
    ["hi @maud, and @j.doe_!", "hi <@1>, and <@2>!"],
    ["ask @maud.", "ask <@1>."],
    ["@Maud", "<@1>"],
    ["@maudette a@maud", "@maudette a@maud"],
    ["`@maud` @maud", "`@maud` <@1>"],
    ["```\n@maud :tada:\n``` :tada:", "```\n@maud :tada:\n``` 🎉"],
    ["see #rust fr and #rust", "see <#4> and <#3>"],
    ["**@maud**", "**<@1>**"],
    ["@everyone", "@everyone"],
  ])("%j is %j", (typed, wire) => {
    expect(toWire(typed, names)).toBe(wire);
  });

  test("and back again for editing", () => {
    const back = {
      person: (id: string) => names.people.find((one) => one.id === id)?.name,
      room: (id: string) => names.rooms.find((one) => one.id === id)?.name,
    };
    expect(fromWire("hi <@1> <@!2> <#4> <@9> `<@1>`", back)).toBe("hi @maud @j.doe_ #rust fr <@9> `<@1>`");
  });
});
