/**
 * Runs a command and tells a channel how it went: one message, which is changed when the command ends.
 *
 *   PALABRE_WEBHOOK=https://chat.example/api/webhooks/ID/TOKEN bun ci-notifier.ts npm test
 *
 * The address is a webhook's, from the channel's settings. Ends with the command's own status, so that it can stand
 * before any step of a build. Node from 22.18 on runs it, too.
 */
import { spawn } from "node:child_process";
import { createWebhook } from "@palabre/client";
import { need } from "./settings.ts";

const GREEN = 0x2f9e63;
const RED = 0xc2403a;
/** What of the output is shown: an embed holds 4,096 characters. */
const TAIL = 1_500;

const [program, ...args] = process.argv.slice(2);
if (program === undefined) {
  console.error("Which command? For example: bun ci-notifier.ts npm test");
  process.exit(2);
}
const title = [program, ...args].join(" ");
const webhook = createWebhook(need("PALABRE_WEBHOOK", "the address of a webhook"));

const message = await webhook.send({
  username: "Builds",
  content: `⏳ \`${title}\` is running …`,
  allowed_mentions: { parse: [] },
});

const began = Date.now();
const { status, output } = await run(program, args);
const seconds = ((Date.now() - began) / 1_000).toFixed(1);
const passed = status === 0;
await webhook.edit(message.id, {
  content: passed ? `✅ \`${title}\` passed` : `❌ \`${title}\` failed with ${status}`,
  embeds: [
    {
      color: passed ? GREEN : RED,
      description: output === "" ? "No output." : `\`\`\`\n${output.replaceAll("```", "'''")}\n\`\`\``,
      footer: { text: `${seconds} s` },
    },
  ],
});
process.exit(status);

/** Runs it, passing its output on, and keeps the end of that. */
async function run(command: string, args: string[]): Promise<{ status: number; output: string }> {
  const child = spawn(command, args, { stdio: ["inherit", "pipe", "pipe"] });
  let output = "";
  const keep = (target: NodeJS.WriteStream) => (chunk: Buffer) => {
    target.write(chunk);
    output = (output + chunk.toString()).slice(-TAIL);
  };
  child.stdout.on("data", keep(process.stdout));
  child.stderr.on("data", keep(process.stderr));
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ status: 127, output: error.message }));
    child.on("close", (code) => resolve({ status: code ?? 1, output: output.trim() }));
  });
}
