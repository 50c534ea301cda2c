import { describe, expect, test } from "bun:test";
import { detectLanguage, looksLikeCode } from "./detectLanguage.ts";
import { GRAMMARS } from "./grammars.ts";
import { highlight } from "./highlight.ts";
import { findLanguage, isTextFile, LANGUAGES, languageOfFile } from "./languages.ts";

test("names of fences and endings of files find their language", () => {
  for (const [name, id] of [
    ["ts", "typescript"],
    ["RS", "rust"],
    ["c++", "cpp"],
    ["c#", "csharp"],
    ["f#", "fsharp"],
    ["sh", "bash"],
    ["dockerfile", "docker"],
    ["tf", "terraform"],
    ["hcl", "hcl"],
    ["protobuf", "proto"],
    ["wat", "wasm"],
    ["makefile", "make"],
    ["yml", "yaml"],
  ] as const)
    expect(findLanguage(name)?.id).toBe(id);
  expect(languageOfFile("src/wal/flush.rs")?.id).toBe("rust");
  expect(languageOfFile("Dockerfile")?.id).toBe("docker");
  expect(languageOfFile("photo.png")).toBeUndefined();
  expect(isTextFile("notes.txt")).toBe(true);
  expect(isTextFile("main.rs", "application/octet-stream")).toBe(true);
  expect(isTextFile("a.svg", "image/svg+xml")).toBe(false);
});

test("every language of the table can be loaded", async () => {
  expect(LANGUAGES.length).toBeGreaterThanOrEqual(60);
  expect(Object.keys(GRAMMARS)).toEqual(LANGUAGES.map((language) => language.id));
  for (const load of Object.values(GRAMMARS)) expect((await load()).default.length).toBeGreaterThan(0);
});

test("highlighting classes the tokens and keeps the text", async () => {
  const rust = findLanguage("rust");
  if (!rust) throw new Error("rust is in the table");
  const code = 'fn flush(&self) -> io::Result<Lsn> {\n    // "lock"\n    let n = 12;\n    Ok(n)\n}';
  const lines = await highlight(code, rust);
  expect(lines?.map((line) => line.map((token) => token.text).join("")).join("\n")).toBe(code);
  const classOf = (text: string) => lines?.flat().find((token) => token.text.trim() === text)?.name;
  expect(classOf("fn")).toBe("k");
  expect(classOf("flush")).toBe("f");
  expect(classOf('// "lock"')).toBe("c");
  expect(classOf("12")).toBe("n");
  expect(classOf("Result")).toBe("t");
});

describe("pasted text", () => {
  test.each([
    ['fn main() {\n    let mut a = 1;\n    println!("{a}");\n}', "rust"],
    ["package main\n\nfunc main() {\n\tfmt.Println(1)\n}", "go"],
    ["def f(x):\n    return x + 1\n\nprint(f(2))", "python"],
    ['interface A {\n  b: string;\n}\nconst a: A = { b: "c" };', "typescript"],
    ["const a = () => {\n  console.log(1);\n};", "javascript"],
    ['{\n  "a": 1,\n  "b": [true]\n}', "json"],
    ["#include <iostream>\nint main() {\n  std::cout << 1;\n}", "cpp"],
    ['#include <stdio.h>\nint main(void) {\n  printf("a");\n}', "c"],
    ["SELECT a\nFROM b\nWHERE c = 1;", "sql"],
    ["diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b", "diff"],
    ['FROM node:24\nRUN npm ci\nCMD ["npm"]', "docker"],
    [".a {\n  color: red;\n}", "css"],
    ["name: ci\non:\n  push:\n    branches: [main]", "yaml"],
    ['[package]\nname = "a"\nversion = "1"', "toml"],
    ["<!doctype html>\n<div>\n</div>", "html"],
    ["public class A {\n  public static void main(String[] a) {}\n}", "java"],
    ['#!/bin/sh\nset -e\necho "$1"', "bash"],
  ])("%j is %s", (text, language) => {
    expect(detectLanguage(text)).toBe(language);
    expect(looksLikeCode(text)).toBe(true);
  });

  test.each([
    "Hello there,\nhow are you today?",
    "one line",
    "Une liste :\n- du pain\n- du vin\n- du fromage",
    "I think we should ship it.\nThe tests pass, and the bench is good.\nWhat do you think?",
  ])("%j is prose", (text) => {
    expect(looksLikeCode(text)).toBe(false);
  });
});
