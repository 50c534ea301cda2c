import { expect, test } from "bun:test";
import { curlLine } from "./webhookForms.ts";

test("what stands in the line for a shell ends its quotes nowhere", () => {
  const line = curlLine("https://chat.example.org/api/webhooks/1/x", 'it\'s $HOME "here"');
  expect(line.split("'")).toHaveLength(7);
  const body = /-d '([^']*)'/.exec(line)?.[1] ?? "";
  expect(JSON.parse(body)).toEqual({ content: 'it\'s $HOME "here"' });
});
