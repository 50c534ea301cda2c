import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import settings from "../project.inlang/settings.json";

const folder = join(import.meta.dir, "..", "messages");
const locales = settings.locales;
const base = settings.baseLocale;

type Message = string | { declarations?: string[]; selectors?: string[]; match: Record<string, string> }[];
type File = Record<string, Message>;

function read(locale: string, file: string): File {
  const { $schema: _, ...messages } = JSON.parse(readFileSync(join(folder, locale, file), "utf8"));
  return messages;
}

const files = [...new Set(locales.flatMap((locale) => readdirSync(join(folder, locale))))].sort();

/** Every text of a message: one, or one for each form. */
function texts(message: Message): string[] {
  return typeof message === "string" ? [message] : message.flatMap((variant) => Object.values(variant.match));
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name?.trim() ?? "").sort();
}

/** What a caller must pass: declared inputs, else the names in the text. */
function inputs(message: Message): string[] {
  if (typeof message === "string") return [...new Set(placeholders(message))];
  const declared = message.flatMap((variant) => variant.declarations ?? []);
  return declared
    .filter((line) => line.startsWith("input "))
    .map((line) => line.slice(6).trim())
    .sort();
}

describe("translations", () => {
  test("every file is compiled, and stands in every language", () => {
    const compiled = settings["plugin.inlang.messageFormat"].pathPattern.map((path) =>
      path.split("/").at(-1),
    );
    expect(compiled.toSorted()).toEqual(files);
    for (const locale of locales) expect(readdirSync(join(folder, locale)).sort()).toEqual(files);
  });

  test("no key stands in two files", () => {
    const seen = new Map<string, string>();
    for (const file of files) {
      for (const key of Object.keys(read(base, file))) {
        expect({ key, file: seen.get(key) }).toEqual({ key, file: undefined });
        seen.set(key, file);
      }
    }
  });

  for (const file of files) {
    const reference = read(base, file);
    for (const locale of locales) {
      test(`${locale}/${file} has every key, no empty text, the same placeholders`, () => {
        const messages = read(locale, file);
        expect(Object.keys(messages).sort()).toEqual(Object.keys(reference).sort());
        for (const [key, message] of Object.entries(messages)) {
          for (const text of texts(message))
            expect({ key, isEmpty: text.trim() === "" }).toEqual({ key, isEmpty: false });
          const original = reference[key];
          if (original === undefined) continue;
          expect({ key, inputs: inputs(message) }).toEqual({ key, inputs: inputs(original) });
          if (typeof message === "string") continue;
          const known = message.flatMap((variant) =>
            (variant.declarations ?? []).map((line) =>
              line
                .replace(/^(input|local)\s+/, "")
                .split(/\s*=/)[0]
                ?.trim(),
            ),
          );
          for (const text of texts(message)) {
            for (const name of placeholders(text))
              expect({ key, name, isDeclared: known.includes(name) }).toEqual({
                key,
                name,
                isDeclared: true,
              });
          }
          // French has "one", "many" and "other": a list of forms without "*" would show the key itself for a million.
          for (const variant of message) {
            const forms = Object.keys(variant.match);
            expect({
              key,
              hasFallback: forms.some((form) => form.split(",").every((part) => part.trim().endsWith("=*"))),
            }).toEqual({
              key,
              hasFallback: true,
            });
          }
        }
      });
    }
  }

  test("French keeps its narrow no-break spaces and typographic apostrophes", () => {
    for (const file of files) {
      for (const [key, message] of Object.entries(read("fr", file))) {
        for (const text of texts(message)) {
          // A colon inside a time or an address, or around an emoji's name, and keys such as "Ctrl+;", are no punctuation.
          const wrong = text
            .replaceAll(/:\{\w+\}:/g, "emoji")
            .match(
              /[^\s\u202f](?=[;!?»](\s|$))|[^\s\u202f:](?=:(\s|$))|[ \u00a0](?=[;:!?»])|«(?!\u202f)|\w'\w/u,
            );
          expect({ key, text, wrong: wrong?.[0] }).toEqual({ key, text, wrong: undefined });
        }
      }
    }
  });
});
