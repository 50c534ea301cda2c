import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { addBot, makeBot } from "../bots.ts";
import { enrol, makeGuild, USUAL } from "../guild.ts";
import { startTestServer, type TestServer } from "../harness.ts";

setDefaultTimeout(120_000);

/**
 * Libraries as their users install them, each in a Node process, against a real server: a scenario of what bots do.
 * What they print on the way is shown when they fail.
 */
test.each([
  ["discord.js", "discord-js"],
  ["Eris", "eris"],
  ["Oceanic", "oceanic"],
  ["discord.js with commands", "discord-js-commands"],
  ["Eris with commands", "eris-commands"],
  ["Oceanic with commands", "oceanic-commands"],
])("%s plays its scenario unmodified", async (_, file) => {
  // Limits are on where a scenario shows that a library obeys them.
  const limits = { PALABRE_RATE_LIMITS: file.endsWith("-commands") ? "on" : "off" };
  await using server = await startTestServer(limits);
  const ada = await server.user("ada");
  const bob = await server.user("bob");
  const guild = await makeGuild(ada, USUAL | P.UseApplicationCommands);
  await enrol(server, guild.id, bob);
  const bot = await makeBot(server, ada, "Library");
  await addBot(ada, bot, guild.id, P.Administrator);
  const stage = {
    url: server.url,
    token: bot.token.replace("Bot ", ""),
    applicationId: bot.id,
    guildId: guild.id,
    channels: Object.fromEntries(
      ["general", "staff", "news", "help", "voice"].map((name) => [name, guild.channel(name)]),
    ),
    people: { ada: { id: ada.id, token: ada.token }, bob: { id: bob.id, token: bob.token } },
  };
  const { code, said } = await playScenario(file, stage, server);
  expect(`${said}\nexit ${code}`).toEndWith("exit 0");
});

/** Bundles the scenario for Node, its library left as it is installed, and runs it. */
async function playScenario(file: string, stage: object, server: TestServer) {
  const folder = await mkdtemp(join(import.meta.dirname, ".scenario-"));
  try {
    const built = await Bun.build({
      entrypoints: [join(import.meta.dirname, `${file}.ts`)],
      target: "node",
      packages: "external",
      outdir: folder,
    });
    const script = built.outputs[0]?.path;
    if (!script) throw new Error("the scenario was not bundled");
    const child = Bun.spawn(["node", script], {
      env: { ...process.env, STAGE: JSON.stringify(stage) },
      stdout: "pipe",
      stderr: "pipe",
      serialization: "json",
      ipc(message, child) {
        if (message !== "restart") return;
        void server.restart().then(() => child.send("restarted"));
      },
    });
    const [out, errors, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    return { code, said: `${out}\n${errors}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
