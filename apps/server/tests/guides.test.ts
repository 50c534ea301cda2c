import { expect, test } from "bun:test";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIMessage } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { runProgram } from "./examples.ts";
import { makeGuild } from "./guild.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";
import { startReceiver } from "./receiver.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** The programs of a page of the documentation, in their order, beside what they may install. */
async function programsOf(page: string) {
  const text = await readFile(join(ROOT, "docs", page), "utf8");
  const folder = await mkdtemp(join(tmpdir(), "palabre-guide-"));
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return {
    all: [...text.matchAll(/```[jt]s\n(.*?)```/gs)].map(([, code = ""]) => code),
    async write(name: string, code: string) {
      const path = join(folder, name);
      await writeFile(path, code);
      return path;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Text in which something stood and now stands something else. */
function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the page says ${from} no more`);
  return text.replaceAll(from, to);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

test("the bot of docs/first-bot.md answers whoever mentions it", async () => {
  await using server = await startTestServer();
  await using page = await programsOf("first-bot.md");
  const ada = await server.user("ada");
  const guild = await makeGuild(ada);
  const bot = await makeBot(server, ada);
  await addBot(ada, bot, guild.id, P.ViewChannel | P.SendMessages);
  await using forAda = await listen(server, ada);
  const [code = ""] = page.all;
  const path = await page.write("bot.mjs", changed(code, "https://chat.example.org", server.url));
  await using program = runProgram(["node", path], { TOKEN: bot.token.replace(/^Bot /, "") });
  await program.says("is here");
  const general = guild.channel("general");
  await ada.post(`/channels/${general}/messages`, { content: `Are you there, <@${bot.id}>?` });
  const answer = await forAda.next<APIMessage>("MESSAGE_CREATE", ({ author }) => author.id === bot.id);
  expect(answer.content).toBe("pong");
});

test("the program of docs/webhooks.md takes a server's events, and nothing from a stranger", async () => {
  await using server = await startTestServer();
  await using page = await programsOf("webhooks.md");
  const ada = await server.user("ada");
  const guild = await makeGuild(ada);
  const port = await freePort();
  const { body: hook } = await ada.post<{ secret: string }>(`/guilds/${guild.id}/event-webhooks`, {
    name: "Archive",
    url: `http://127.0.0.1:${port}/`,
    types: ["MESSAGE_CREATE"],
  });
  const code = changed(
    page.all[0] ?? "",
    "listen(3000)",
    `listen(${port}, "127.0.0.1", () => console.log("listening"))`,
  );
  await using program = runProgram([process.execPath, await page.write("take.ts", code)], {
    WEBHOOK_SECRET: hook.secret,
  });
  await program.says("listening");
  await ada.post(`/channels/${guild.channel("general")}/messages`, { content: "Good morning" });
  await program.says("ada: Good morning");
  const body = JSON.stringify({ type: "MESSAGE_CREATE", data: {} });
  const forged = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body });
  expect(forged.status).toBe(401);
});

test("docs/webhooks.md tells an application's events from what others made up", async () => {
  await using server = await startTestServer();
  await using page = await programsOf("webhooks.md");
  const ada = await server.user("ada");
  const bot = await makeBot(server, ada);
  const { verify_key } = (await ada.get<{ verify_key: string }>(`/applications/${bot.id}`)).body;
  const code = changed(page.all[1] ?? "", "process.env.PUBLIC_KEY", JSON.stringify(verify_key));
  const { isGenuine } = await import(await page.write("check.ts", `${code}\nexport { isGenuine };\n`));
  using receiver = startReceiver(({ headers, text }) =>
    isGenuine(headers, text) ? new Response(null, { status: 204 }) : new Response(null, { status: 401 }),
  );
  // It is taken only if of two PINGs the one that is signed right is answered with 204, and the other with 401.
  const answer = await ada.patch<{ event_webhooks_url: string }>(`/applications/${bot.id}`, {
    event_webhooks_url: receiver.url,
  });
  expect(answer.body).toMatchObject({ event_webhooks_url: receiver.url });
  expect(receiver.all.map(({ headers, text }) => isGenuine(headers, text)).toSorted()).toEqual([false, true]);
});
