import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Block, Inline } from "./ast.ts";
import { isJumbo } from "./isJumbo.ts";
import { parseMarkdown } from "./parseMarkdown.ts";
import { plainText } from "./plainText.ts";

/** A short notation of the tree, so that a table can show text and meaning side by side. */
function show(blocks: readonly Block[]): string {
  return blocks.map(showBlock).join(" ");
}

function showBlock(block: Block): string {
  switch (block.type) {
    case "paragraph":
      return `p(${showInline(block.children)})`;
    case "heading":
      return `h${block.level}(${showInline(block.children)})`;
    case "subtext":
      return `sub(${showInline(block.children)})`;
    case "quote":
      return `quote(${show(block.children)})`;
    case "codeBlock":
      return `fence[${block.lang}|${block.title}](${block.code})`;
    case "list": {
      const items = block.items.map((item) =>
        [showInline(item.children), ...item.lists.map(showBlock)].join(" "),
      );
      return `${block.start === null ? "ul" : `ol${block.start}`}(${items.join("; ")})`;
    }
  }
}

const SHORT = { strong: "b", emphasis: "i", underline: "u", strike: "s", spoiler: "spoiler" } as const;

function showInline(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case "text":
          return node.text;
        case "code":
          return `code(${node.code})`;
        case "link":
          return `a[${node.href}](${showInline(node.children)})`;
        case "user":
        case "role":
        case "channel":
          return `${node.type}(${node.id})`;
        case "everyone":
          return `@(${node.name})`;
        case "emoji":
          return `emoji(${node.text})`;
        case "customEmoji":
          return `custom(${node.animated ? "a:" : ""}${node.name}:${node.id})`;
        case "timestamp":
          return `time(${node.seconds}:${node.style})`;
        case "codeBlock":
          return showBlock(node);
        default:
          return `${SHORT[node.type]}(${showInline(node.children)})`;
      }
    })
    .join("");
}

describe("inline marks", () => {
  test.each([
    ["plain", "p(plain)"],
    ["**b** *i* _i_ __u__ ~~s~~ ||x||", "p(b(b) i(i) i(i) u(u) s(s) spoiler(x))"],
    ["***both***", "p(b(i(both)))"],
    ["*a **b***", "p(i(a b(b)))"],
    ["**a *b***", "p(b(a i(b)))"],
    ["*a **b** c*", "p(i(a b(b) c))"],
    ["**a *b* c**", "p(b(a i(b) c))"],
    ["__**a**__", "p(u(b(a)))"],
    ["__*a*__", "p(u(i(a)))"],
    ["___a___", "p(u(i(a)))"],
    ["||**a**||||b||", "p(spoiler(b(a))spoiler(b))"],
    ["snake_case_name", "p(snake_case_name)"],
    ["_a_b", "p(_a_b)"],
    ["2 * 3 * 4", "p(2 * 3 * 4)"],
    ["a*b*c", "p(ai(b)c)"],
    ["**open", "p(**open)"],
    ["**a ~~b** c~~", "p(b(a ~~b) c~~)"],
    ["****", "p(****)"],
    ["****x****", "p(****x****)"],
    ["~~~~", "p(~~~~)"],
    ["||||", "p(||||)"],
    ["a || b", "p(a || b)"],
    ["~a~", "p(~a~)"],
    ["\\*not\\* \\_that\\_", "p(*not* _that_)"],
    ["C:\\dir\\\\x", "p(C:\\dir\\x)"],
    ["¯\\_(ツ)_/¯", "p(¯\\_(ツ)_/¯)"],
    ["**a\nb**", "p(b(a\nb))"],
    ["||a\n\nb||", "p(spoiler(a\n\nb))"],
  ])("%j is %s", (source, expected) => {
    expect(show(parseMarkdown(source))).toBe(expected);
  });
});

describe("code", () => {
  test.each([
    ["`a`", "p(code(a))"],
    ["`**a**`", "p(code(**a**))"],
    ["``a ` b``", "p(code(a ` b))"],
    ["`` `a` ``", "p(code(`a`))"],
    ["`open", "p(`open)"],
    ["`a\\`", "p(code(a\\))"],
    ["\\`a`", "p(`a`)"],
    ["```x```", "fence[|](x)"],
    ["```js\nlet a;\n```", "fence[js|](let a;)"],
    ["```js```", "fence[|](js)"],
    ["```rust src/wal/flush.rs\nfn a() {}\n```", "fence[rust|src/wal/flush.rs](fn a() {})"],
    ["```\n  indented\n```", "fence[|](  indented)"],
    ["```c++\nint a;\n```", "fence[c++|](int a;)"],
    ["````md\n```js\nx\n```\n````", "fence[md|](```js\nx\n```)"],
    ["before ```js\nx\n``` after", "p(before) fence[js|](x) p( after)"],
    ["a\n```\n> b\n# c\n```\nd", "p(a) fence[|](> b\n# c) p(d)"],
    ["```\nopen", "p(```\nopen)"],
    ["||```js\nx\n```||", "p(spoiler(fence[js|](x)))"],
    ["```not a language, text\nmore```", "fence[|](not a language, text\nmore)"],
  ])("%j is %s", (source, expected) => {
    expect(show(parseMarkdown(source))).toBe(expected);
  });
});

describe("blocks", () => {
  test.each([
    ["# a", "h1(a)"],
    ["## a **b**", "h2(a b(b))"],
    ["### a", "h3(a)"],
    ["#### a", "p(#### a)"],
    ["#a", "p(#a)"],
    ["-# small", "sub(small)"],
    ["> a", "quote(p(a))"],
    ["> a\n> b\nc", "quote(p(a\nb)) p(c)"],
    [">a", "p(>a)"],
    [">>> a\nb\n# c", "quote(p(a\nb) h1(c))"],
    ["> ```js\n> x\n> ```", "quote(fence[js|](x))"],
    ["> > a", "quote(p(> a))"],
    ["- a\n- b", "ul(a; b)"],
    ["* a", "ul(a)"],
    ["- a\n  - b\n    - c\n- d", "ul(a ul(b ul(c)); d)"],
    ["3. a\n4. b", "ol3(a; b)"],
    ["1. a\n  - b\n2. c", "ol1(a ul(b); c)"],
    ["- a\n1. b", "ul(a) ol1(b)"],
    ["- a\n  goes on", "ul(a\ngoes on)"],
    ["-a", "p(-a)"],
    ["a\n- b\nc", "p(a) ul(b) p(c)"],
    ["a\n\nb", "p(a) p(b)"],
    ["a\nb", "p(a\nb)"],
    ["\n\na\n\n", "p(a)"],
    ["", ""],
    ["a\r\nb", "p(a\nb)"],
  ])("%j is %s", (source, expected) => {
    expect(show(parseMarkdown(source))).toBe(expected);
  });
});

describe("links, mentions, emoji, times", () => {
  test.each([
    ["https://a.example/b", "p(a[https://a.example/b](https://a.example/b))"],
    ["see https://a.example.", "p(see a[https://a.example/](https://a.example).)"],
    ["(https://a.example/x_(y))", "p((a[https://a.example/x_(y)](https://a.example/x_(y))))"],
    ["**https://a.example**", "p(b(a[https://a.example/](https://a.example)))"],
    ["||https://a.example/||.", "p(spoiler(a[https://a.example/](https://a.example/)).)"],
    ["*https://a.example*", "p(i(a[https://a.example/](https://a.example)))"],
    ["xhttp://a.example", "p(xhttp://a.example)"],
    ["<https://a.example>", "p(a[https://a.example/](https://a.example))"],
    ["<maud@palabre.example>", "p(a[mailto:maud@palabre.example](maud@palabre.example))"],
    ["[text](https://a.example)", "p(a[https://a.example/](text))"],
    ["[**b**](https://a.example)", "p(a[https://a.example/](b(b)))"],
    ["[a](<https://a.example>)", "p(a[https://a.example/](a))"],
    ['[a](https://a.example "title")', "p(a[https://a.example/](a))"],
    ["[a](mailto:b@c.example)", "p(a[mailto:b@c.example](a))"],
    ["[a](javascript:alert(1))", "p([a](javascript:alert(1)))"],
    ["[a](data:text/html,x)", "p([a](data:text/html,x))"],
    ["[https://bank.example](https://evil.example)", null],
    ["[a]", "p([a])"],
    ["[]()", "p([]())"],
    ["<@1> <@!2> <@&3> <#4>", "p(user(1) user(2) role(3) channel(4))"],
    ["<:tree:5> <a:tree:5>", "p(custom(tree:5) custom(a:tree:5))"],
    ["<t:1700000000> <t:1700000000:R>", "p(time(1700000000:f) time(1700000000:R))"],
    ["<t:99999999999999999>", "p(<t:99999999999999999>)"],
    ["@everyone @here @hereby", "p(@(everyone) @(here) @hereby)"],
    ["👍🏽 ok 👩‍👩‍👧", "p(emoji(👍🏽) ok emoji(👩‍👩‍👧))"],
    ["1️⃣ #️⃣ *️⃣ 1", "p(emoji(1️⃣) emoji(#️⃣) emoji(*️⃣) 1)"],
    ["<@x> <b>", "p(<@x> <b>)"],
  ])("%j is %s", (source, expected) => {
    const shown = show(parseMarkdown(source));
    if (expected === null) expect(shown).not.toContain("evil.example](http");
    else expect(shown).toBe(expected);
  });
});

test("only emoji are drawn large, and not too many", () => {
  expect(isJumbo(parseMarkdown("🌳 👍🏽\n🔥"))).toBe(true);
  expect(isJumbo(parseMarkdown("🌳 yes"))).toBe(false);
  expect(isJumbo(parseMarkdown("🌳".repeat(28)))).toBe(false);
  expect(isJumbo(parseMarkdown(""))).toBe(false);
});

test("a preview has names, no marks and no spoilers", () => {
  const names = { user: (id: string) => (id === "1" ? "Maud" : undefined), channel: () => "general" };
  const text = "# Hi <@1>\n**look** at <#2>: `x`, ||secret||\n- one\n- two";
  expect(plainText(parseMarkdown(text), names)).toBe("Hi @Maud look at #general: x, ▒▒▒▒ • one • two");
});

/** All text of the tree, spoilers included. */
function textOf(blocks: readonly Block[]): string {
  const inline = (nodes: readonly Inline[]): string =>
    nodes
      .map((node) => {
        if ("text" in node) return node.text;
        if ("code" in node) return node.code;
        if ("id" in node) return node.id;
        if ("children" in node) return inline(node.children);
        return "";
      })
      .join("");
  const list = (block: Extract<Block, { type: "list" }>): string =>
    block.items.map((item) => inline(item.children) + item.lists.map(list).join("")).join("");
  return blocks
    .map((block) => {
      if (block.type === "codeBlock") return block.code;
      if (block.type === "quote") return textOf(block.children);
      if (block.type === "list") return list(block);
      return inline(block.children);
    })
    .join("");
}

const nonsense = fc
  .array(
    fc.constantFrom(
      ..."* ** _ __ ~~ || ` `` ``` > >>> # ## -# - 1. [ ] ( ) < <@ <@1> <#2> <:a:1> <t:1> http:// https://a.b \\ \n a b 👍 é @everyone é 1️⃣ ]( ![".split(
        " ",
      ),
      "\n",
      " ",
      "    ",
      "\n> ",
      "\n- ",
      "\n```js\n",
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

test("any text parses, and every letter of it is still there", () => {
  fc.assert(
    fc.property(nonsense, (source) => {
      const letters = (text: string) => text.replace(/[^abé👍]/gu, "");
      // Letters inside addresses, names and language words are data, not text: leave them out of the question.
      const plain = source.replace(/https:\/\/a\.b|<:a:1>|@everyone|<t:1>|```[^\n]*\n|http/g, (found) =>
        found.replace(/[a-zé👍]/gu, "1"),
      );
      expect(letters(textOf(parseMarkdown(plain)))).toBe(letters(plain));
    }),
    { numRuns: 3000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (source) => void parseMarkdown(source)),
  );
});

/** Some 20 ms are usual; what is not linear takes many seconds. */
const CHEAP_MS = 1_000;

test.each([
  "*",
  "**",
  "_ ",
  "* a",
  "**a ",
  "*a **b __c ~~d ||e ",
  "`",
  "` ",
  "``` ",
  "```a\n",
  "[",
  "[a](",
  "[a](x(",
  "[a](http://",
  "<",
  "<http://",
  "http://",
  "||http://a",
  "http://a)",
  "https://a))))))",
  "\\",
  "> ",
  "> \n",
  "- a\n",
  "  - a\n",
  "    1. a\n ",
  "-# ",
  "é",
  "👍",
  "1️⃣",
  "@",
  "\n",
  "   \n",
  "<t:1",
  "[[[[a]]]]",
  "mailto:a",
])("100,000 characters of %j parse in linear time", (unit) => {
  expect(cost(unit.repeat(Math.ceil(100_000 / unit.length)))).toBeLessThan(CHEAP_MS);
});

test("runs of backticks of every length stay cheap", () => {
  let source = "";
  for (let length = 440; length > 0; length -= 1) source += `${"`".repeat(length)} `;
  expect(cost(source)).toBeLessThan(CHEAP_MS);
});

/** Milliseconds of processor time, which other work on the machine does not lengthen. */
function cost(source: string): number {
  const start = process.cpuUsage();
  parseMarkdown(source);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
