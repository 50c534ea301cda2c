/**
 * Draws the README's pictures into docs/screenshots: `npm run -w e2e screenshots`. A server of its own, people who
 * talk on it, and Chromium. Run by Bun, which has the WebSocket that the people's presence needs.
 */
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createGateway, type Gateway } from "@palabre/client";
import { type Browser, chromium, type Page } from "@playwright/test";
import { befriend, PASSWORD, type Person, restOf, say } from "./people.ts";
import playwright from "./playwright.config.ts";
import { startPalabre } from "./server.ts";
import { bringIn, openServer } from "./servers.ts";

const FOLDER = join(import.meta.dirname, "../docs/screenshots");
/** A README that loads more than this for one picture is a burden. */
const MOST_BYTES = 200 * 1024;

const CAST = {
  maud: "Maud Lefèvre",
  ines: "Inès Moreau",
  tomasz: "Tomasz Zieliński",
  adaeze: "Adaeze Okafor",
  kenji: "Kenji Watanabe",
  lucia: "Lucía Ferrer",
  priya: "Priya Raman",
  theo: "Théo Garnier",
  sam: "Sam Whitlock",
  wei: "Wei Chen",
  jonas: "Jonas Lindqvist",
  amina: "Amina Diallo",
  noor: "Noor Haddad",
} as const;
type Cast = Record<keyof typeof CAST, Person>;

await main();

async function main(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await using server = await startPalabre();
  const cast = await signUpAll(server.url);
  await using presences = goOnline(server.url, cast);
  await presences.ready;
  const { room } = await talkAll(cast);
  const guild = await foundTessera(cast);
  const browser = await chromium.launch(playwright.use?.launchOptions);
  try {
    await drawAll(browser, server.url, cast, { room, ...guild });
  } finally {
    await browser.close();
  }
}

interface Places {
  room: string;
  guild: string;
  channel: string;
}

async function drawAll(
  browser: Browser,
  url: string,
  cast: Cast,
  { room, guild, channel }: Places,
): Promise<void> {
  const conversation = async (page: Page) => {
    await page.getByRole("log").getByText("Does AcqRel hold here").waitFor();
    await Promise.all([cast.tomasz, cast.lucia].map((who) => who.api.channels.typing(room)));
    await page.getByText(/are typing/).waitFor();
    await page.mouse.move(0, 0);
  };
  const inbox = (page: Page) => page.getByRole("region", { name: "Mentions" }).waitFor();
  const heading = (page: Page) => page.getByRole("heading", { level: 1 }).first().waitFor();
  const accounts = (page: Page) => page.getByRole("row").filter({ hasText: CAST.wei }).waitFor();

  const server = async (page: Page) => {
    await page.getByRole("log").getByText("thirty-two shards").first().waitFor();
    await page.mouse.move(0, 0);
  };
  const members = async (page: Page) => {
    await server(page);
    await page
      .getByRole("complementary", { name: /^Members/ })
      .getByText(CAST.jonas)
      .waitFor();
  };
  const roles = (page: Page) => page.getByLabel("Role name").waitFor();

  const at = `/channels/@me/${room}`;
  const inServer = `/channels/${guild}/${channel}`;
  const { maud } = cast;
  // The inbox first: opening the conversation reads it.
  await draw("home-papier-1440", maud, "/", inbox);
  await draw("home-encre-390", maud, "/", inbox);
  await draw("login-encre-1440", null, "/login", heading);
  await draw("conversation-encre-1440", maud, at, conversation);
  await draw("conversation-papier-1024", maud, at, conversation);
  await draw("conversation-encre-390", maud, at, conversation);
  await draw("server-encre-1440", maud, inServer, members);
  await draw("server-papier-390", maud, inServer, server);
  await draw("server-settings-papier-1440", maud, `/channels/${guild}/settings/roles`, roles);
  await draw("settings-encre-1440", maud, "/settings/appearance", heading);
  await draw("admin-papier-1440", maud, "/admin/accounts", accounts);

  /** The name says the theme and the width. */
  async function draw(
    name: string,
    person: Person | null,
    path: string,
    ready: (page: Page) => Promise<unknown>,
  ): Promise<void> {
    const [theme, width] = name.split("-").slice(-2);
    const isPhone = Number(width) < 720;
    const context = await browser.newContext({
      baseURL: url,
      viewport: { width: Number(width), height: isPhone ? 844 : Number(width) < 1180 ? 768 : 900 },
      locale: "en-GB",
      reducedMotion: "reduce",
      colorScheme: theme === "papier" ? "light" : "dark",
      hasTouch: isPhone,
    });
    if (person) {
      await person.api.settings.update({ theme: theme === "papier" ? "papier" : "encre" });
      await context.addCookies([{ name: "palabre_session", value: person.token, url }]);
    }
    const page = await context.newPage();
    await page.goto(path);
    await ready(page);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForLoadState("networkidle");
    const file = join(FOLDER, `${name}.png`);
    const drawn = await page.screenshot({ animations: "disabled", caret: "hide" });
    await context.close();
    // A palette of 256 halves the bytes, and the pages have few colours.
    const size = await Bun.write(
      file,
      await new Bun.Image(drawn).png({ palette: true, compressionLevel: 9 }).bytes(),
    );
    if (size > MOST_BYTES) throw new Error(`${name}.png has ${size} bytes, more than ${MOST_BYTES}`);
    console.log(`${name}.png  ${Math.round(size / 1024)} KB`);
  }
}

async function signUpAll(url: string): Promise<Cast> {
  const made: [string, Person][] = [];
  // One after the other: the first runs the server.
  for (const [username, name] of Object.entries(CAST)) {
    const email = `${username}@tessera.example`;
    const { token, user_id } = await restOf(url).auth.register({
      email,
      username,
      password: PASSWORD,
      global_name: name,
    });
    const api = restOf(url, token);
    made.push([username, { id: user_id, name, username, email, password: PASSWORD, token, api }]);
  }
  return Object.fromEntries(made) as Cast;
}

/** Most are online, each in their own way; they leave when it is disposed of. */
function goOnline(url: string, cast: Cast): { ready: Promise<unknown> } & AsyncDisposable {
  const here: [Person, "online" | "idle" | "dnd", string][] = [
    [cast.ines, "online", "Hunting a stall on arm64"],
    [cast.tomasz, "dnd", "In review, back at 11:30"],
    [cast.adaeze, "online", ""],
    [cast.kenji, "online", "Reading about memory orders"],
    [cast.lucia, "online", ""],
    [cast.priya, "idle", "Out for a walk"],
    [cast.sam, "online", "First patch merged yesterday"],
    [cast.theo, "online", ""],
  ];
  const gateways: Gateway[] = [];
  const ready = here.map(async ([person, status, text]) => {
    const custom_status = text ? { text, emoji_name: null, expires_at: null } : null;
    await person.api.settings.update({ status, custom_status });
    const gateway = createGateway({ url: `${url.replace("http", "ws")}/gateway`, token: person.token });
    gateways.push(gateway);
    const isReady = gateway.next("READY");
    gateway.connect();
    await isReady;
  });
  return {
    ready: Promise.all(ready),
    async [Symbol.asyncDispose]() {
      for (const gateway of gateways) gateway.close();
    },
  };
}

async function talkAll(cast: Cast): Promise<{ room: string }> {
  const { maud, ines, tomasz, adaeze, kenji, lucia, priya, theo, sam, wei, jonas, amina, noor } = cast;
  await maud.api.settings.update({
    custom_status: { text: "Reviewing #4131", emoji_name: null, expires_at: null },
  });
  await maud.api.users.update({ bio: "Storage engines, slowly.", pronouns: "she/her" });
  const friends = [ines, tomasz, adaeze, kenji, lucia, priya, theo, sam];
  await befriend(maud, ...friends);
  await befriend(kenji, ines, tomasz, adaeze, wei, jonas, amina);
  await befriend(ines, wei, amina, noor);
  await befriend(theo, wei, amina);
  await amina.api.relationships.request(maud.username);
  await noor.api.relationships.request(maud.username);

  const dm = async (other: Person, ...lines: [Person, string][]) => {
    const { id } = await maud.api.channels.openDm(other.id);
    for (const [who, text] of lines) await say(who, id, text);
    return id;
  };
  const room = async (owner: Person, name: string, others: Person[]) =>
    (await owner.api.channels.createRoom({ recipients: others.map((one) => one.id), name })).id;
  const rust = await room(kenji, "rust-fr", [wei, ines, maud]);
  await say(wei, rust, "Une relecture pour l’atelier de samedi ?");
  await maud.api.readStates.ack(rust, (await maud.api.channels.get(rust)).last_message_id ?? "0");

  await dm(lucia, [lucia, "Do you still have the planner trace?"], [maud, "the planner trace, as promised"]);
  await dm(theo, [maud, "How did the benchmark go?"], [theo, "Flat on x86, see the file tonight"]);
  await dm(priya, [maud, "page format draft, section 4 is new"]);
  const readers = await room(maud, "Loom readers", [kenji, adaeze]);
  await say(maud, readers, "Chapter 5 for Thursday?");
  const rencontres = await room(maud, "Nantes meetup", [theo, ines, kenji]);
  await say(theo, rencontres, `<@${maud.id}> tu serais partante pour quinze minutes sur loom le 3 ?`);
  await dm(tomasz, [tomasz, "Your fence patch is in."], [maud, "merged, thank you"]);

  const engine = await room(maud, "storage-engine", [ines, tomasz, adaeze, kenji, lucia, priya, sam]);
  await maud.api.channels.setRole(engine, tomasz.id, "admin");
  await maud.api.channels.setRole(engine, ines.id, "admin");
  await say(ines, engine, "p99 of an append went from 3.9 to **41 ms** overnight. Same commit, same load.");
  const flat = await say(ines, engine, "Only the arm64 runners. x86 is flat.");
  for (const who of [maud, kenji, adaeze, sam, lucia, tomasz])
    await who.api.reactions.add(engine, flat, "👀");
  for (const who of [sam, kenji]) await who.api.reactions.add(engine, flat, "🔥");
  await tomasz.api.messages.send(engine, {
    content: [
      "That would be me. I moved `sync_all` under the writer lock, so every append waits for the disk. Dropping the guard first is enough:",
      "```rust",
      "fn flush(&self) -> io::Result<Lsn> {",
      "    let mut tail = self.tail.lock();",
      "    let lsn = tail.seal()?;",
      "    drop(tail); // the lock must not live across fsync",
      "    self.file.sync_data()?;",
      "    self.durable.fetch_max(lsn.0, Ordering::AcqRel);",
      "    Ok(lsn)",
      "}",
      "```",
    ].join("\n"),
    message_reference: { type: 0, message_id: flat },
  });
  await maud.api.readStates.ack(engine, (await maud.api.channels.get(engine)).last_message_id ?? "0");
  await adaeze.api.messages.send(
    engine,
    {
      content:
        "Confirmed on a Graviton 3. With the guard dropped, p99 is back to 3.8 ms over a 40-minute run. Trace attached.",
    },
    [{ name: "wal-stall-graviton3.perf.gz", data: new Blob([gzipSync(randomBytes(2_400_000))]) }],
  );
  await say(
    kenji,
    engine,
    `<@${maud.id}> you wrote the ordering notes. Does \`AcqRel\` hold here, or do we need a fence before readers look at \`durable\`?`,
  );
  await say(kenji, readers, "14 states, no race found");
  await dm(ines, [ines, "Can you take the release notes? I will do the binaries."]);
  return { room: engine };
}

/** A server of Maud's with what a project has: channels by subject, roles with colours, a talk about a change. */
async function foundTessera(cast: Cast): Promise<{ guild: string; channel: string }> {
  const { maud, ines, tomasz, adaeze, kenji, lucia, priya, sam, wei, jonas, amina } = cast;
  const { id, channel } = await openServer(maud, {
    name: "Tessera",
    channels: [
      { id: 1, type: 4, name: "Project" },
      { id: 2, type: 0, name: "welcome", parent_id: "1" },
      { id: 3, type: 5, name: "releases", parent_id: "1" },
      { id: 4, type: 4, name: "Engine" },
      {
        id: 5,
        type: 0,
        name: "storage",
        parent_id: "4",
        topic: "Pages, logs, and what survives a power cut",
      },
      { id: 6, type: 0, name: "query-planner", parent_id: "4" },
      { id: 7, type: 0, name: "benchmarks", parent_id: "4" },
      { id: 8, type: 4, name: "Around it" },
      { id: 9, type: 0, name: "papers", parent_id: "8" },
      { id: 10, type: 0, name: "off-topic", parent_id: "8" },
    ],
  });
  for (const name of ["Loom", "Nantes"]) await openServer(maud, { name });
  const storage = channel("storage");
  const everybody = [ines, tomasz, adaeze, kenji, lucia, priya, sam, wei, jonas, amina];
  await bringIn(maud, storage, ...everybody);
  const roles: [string, number, boolean, Person[]][] = [
    ["Maintainers", 0xe05d44, true, [maud, tomasz, ines]],
    ["Reviewers", 0x4f9fe0, true, [adaeze, kenji]],
    ["Writers", 0x7fa650, false, [lucia, amina]],
  ];
  for (const [name, color, hoist, holders] of roles) {
    const role = await maud.api.roles.create(id, { name, color, hoist });
    for (const holder of holders) await maud.api.members.addRole(id, holder.id, role.id);
  }
  await say(jonas, channel("papers"), "The ARIES paper, with notes in the margin");
  await say(ines, channel("releases"), "0.9 is out");

  await say(kenji, storage, "The lock table is what hurts on 64 cores: every writer meets on the same line.");
  const idea = await say(
    adaeze,
    storage,
    "What if each core had its own? With thirty-two shards a writer meets nobody in **97 %** of cases.",
  );
  for (const who of [maud, kenji, tomasz, sam]) await who.api.reactions.add(storage, idea, "👏");
  await tomasz.api.messages.send(storage, {
    content: [
      "Cheap, too. The hash decides, and nobody waits for a neighbour:",
      "```rust",
      "fn shard(&self, key: &Key) -> &Shard {",
      "    let at = key.hash() as usize % self.shards.len();",
      "    &self.shards[at]",
      "}",
      "```",
    ].join("\n"),
    message_reference: { type: 0, message_id: idea },
  });
  await say(lucia, storage, "I will write it up for the handbook once it is in.");
  await say(maud, storage, "Let us try: thirty-two shards, behind a flag, measured before Friday.");
  return { guild: id, channel: storage };
}
