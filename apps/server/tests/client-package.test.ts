import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIMessage } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "./bots.ts";
import { credentials } from "./examples.ts";
import { makeGuild } from "./guild.ts";
import { startTestServer } from "./harness.ts";
import { listen } from "./listen.ts";

const ROOT = join(import.meta.dirname, "../../..");
let folder: string;

async function run(command: string[], cwd: string, env: Record<string, string> = {}): Promise<string> {
  const child = Bun.spawn(command, { cwd, env: { ...process.env, ...env }, stdout: "pipe", stderr: "pipe" });
  const [out, err, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (status !== 0) throw new Error(`${command.join(" ")}: ${status}\n${out}\n${err}`);
  return out;
}

/** A project that has installed the packed package; what that needs comes from here, so that no registry is asked. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "palabre-client-"));
  const source = join(ROOT, "packages/client");
  // This repository's .npmrc runs no scripts of packages, "prepack" among them.
  await run(["npm", "run", "--silent", "build"], source);
  await run(["npm", "pack", "--silent", "--pack-destination", folder], source);
  const packed = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  const here = (name: string) => `file:${join(ROOT, "node_modules", name)}`;
  await Bun.write(
    join(folder, "package.json"),
    JSON.stringify({
      name: "somebodys-bot",
      private: true,
      type: "module",
      dependencies: {
        "@palabre/client": `file:./${packed}`,
        "discord-api-types": here("discord-api-types"),
        pako: here("pako"),
      },
    }),
  );
  await run(["npm", "install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts"], folder);
  await Bun.write(
    join(folder, "bot.js"),
    `import { ApiError, createBot, errorName } from "@palabre/client";
const [url, token, channel] = [process.env.PALABRE_URL, process.env.PALABRE_TOKEN, process.env.CHANNEL];
const bot = createBot({ url, token, intents: 512, gateway: { compress: true } });
const heard = new Promise((resolve) => bot.on("MESSAGE_CREATE", resolve));
const ready = await bot.start();
const file = { name: "report.txt", data: new Blob(["all well"]) };
const sent = await bot.rest.messages.send(channel, { content: "From a package" }, [file]);
const { id } = await heard;
const refused = await bot.rest.messages.send("1", { content: "?" }).catch((error) => error);
console.log(JSON.stringify({
  name: ready.user.username,
  same: id === sent.id,
  refused: refused instanceof ApiError && errorName(refused),
}));
bot.stop();
`,
  );
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

for (const runtime of ["node", "bun"]) {
  test(`the packed client logs in, sends a file, hears it and is refused, under ${runtime}`, async () => {
    await using server = await startTestServer();
    const ada = await server.user("ada");
    const guild = await makeGuild(ada);
    const bot = await makeBot(server, ada);
    await addBot(ada, bot, guild.id, P.ViewChannel | P.SendMessages | P.AttachFiles);
    await using forAda = await listen(server, ada);
    const env = { ...credentials(server.url, bot), CHANNEL: guild.channel("general") };
    const command = runtime === "bun" ? [process.execPath] : await nodeWithSockets();
    const said = await run([...command, "bot.js"], folder, env);
    expect(JSON.parse(said)).toEqual({ name: bot.username, same: true, refused: "unknown_channel" });
    const message = await forAda.next<APIMessage>("MESSAGE_CREATE");
    expect(message).toMatchObject({ content: "From a package", attachments: [{ filename: "report.txt" }] });
  });
}

/** Node before 22 has its WebSocket behind a flag. */
async function nodeWithSockets(): Promise<string[]> {
  const major = Number((await run(["node", "-p", "process.versions.node.split('.')[0]"], folder)).trim());
  return major < 22 ? ["node", "--experimental-websocket"] : ["node"];
}

test("whoever writes TypeScript gets the types", async () => {
  await Bun.write(
    join(folder, "typed.ts"),
    `import { createBot, createWebhook, type Rest } from "@palabre/client";
const bot = createBot({ url: "http://127.0.0.1:1", token: "x", intents: 0 });
bot.on("MESSAGE_CREATE", (message) => console.log(message.content.length, message.author.username));
const send: Rest["messages"]["send"] = bot.rest.messages.send;
void send("1", { content: "hi" }).then(({ id }) => id.length);
void createWebhook("http://127.0.0.1:1").send({ content: "hi" });
// @ts-expect-error a message's text is text
void bot.rest.messages.send("1", { content: 1 });
`,
  );
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  const how =
    "--noEmit --strict --module nodenext --target es2022 --lib es2023,dom,esnext.disposable --types";
  await run([tsc, ...how.split(" "), "", "typed.ts"], folder);
});
