import { startRole } from "../child-process.ts";
import type { Figure } from "../figures.ts";
import { median } from "../measure.ts";
import { type StartedServer, settledBytes, startPalabre } from "../palabre.ts";
import { pick, type RunOptions } from "../scale.ts";
import { seedGuilds } from "../seed.ts";

const GATEWAY = "/gateway?v=10&encoding=json";
const CONTENT =
  "A message of the length that people write in a chat: about a hundred characters, a line and a half.";
const DRAIN_MS = 20_000;

/** (g) From IDENTIFY to READY, for somebody in many large servers and for the same person in one. */
export async function measureReady(options: RunOptions): Promise<Figure[]> {
  const sizes = pick(options.scale, {
    full: { guilds: 100, members: 1_000, channels: 30, roles: 10, times: 30 },
    quick: { guilds: 100, members: 1_000, channels: 30, roles: 10, times: 10 },
    smoke: { guilds: 3, members: 4, channels: 3, roles: 2, times: 2 },
  });
  options.say(`(g) ${sizes.guilds} servers of ${sizes.members} members are made`);
  const many = await readyOf(options, sizes, sizes.guilds);
  const one = await readyOf(options, sizes, 1);
  return [
    {
      key: "g",
      what: `READY of a person in ${sizes.guilds} servers of ${sizes.members.toLocaleString("en-US")} members, ${sizes.channels} channels`,
      unit: "ms",
      value: median(many.times),
      reference: { what: "the same in one server", value: median(one.times) },
      rounds: many.times,
    },
    {
      key: "g",
      what: "its size",
      unit: "KB",
      value: many.bytes / 1024,
      reference: { what: "the same in one server", value: one.bytes / 1024 },
    },
  ];
}

async function readyOf(
  options: RunOptions,
  sizes: { members: number; channels: number; roles: number; times: number },
  guilds: number,
): Promise<{ times: number[]; bytes: number }> {
  await using data = await seedGuilds({ ...sizes, guilds });
  await using palabre = await startPalabre(data.dataDir, options);
  const token = data.guilds[0]?.members.at(-1)?.token ?? "";
  const times: number[] = [];
  let bytes = 0;
  // The first reads what the database does not have in memory yet.
  for (let n = 0; n <= sizes.times; n++) {
    const ready = await identify(palabre, token);
    bytes = ready.bytes;
    if (n > 0) times.push(ready.ms);
  }
  return { times, bytes };
}

/** Milliseconds from IDENTIFY to READY, and READY's bytes. */
function identify({ port }: StartedServer, token: string): Promise<{ ms: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${GATEWAY}`);
    let began = 0;
    socket.onmessage = ({ data }) => {
      const text = String(data);
      if (text.startsWith('{"op":10')) {
        began = performance.now();
        socket.send(JSON.stringify({ op: 2, d: { token, properties: {} } }));
      } else if (text.includes('"t":"READY"')) {
        resolve({ ms: performance.now() - began, bytes: Buffer.byteLength(text) });
        socket.close(1000);
      }
    };
    socket.onclose = ({ code }) => reject(new Error(`closed with ${code} before READY`));
  });
}

/** (h) A role edit that takes a channel from everybody who is connected, and one that changes nobody's view. */
export async function measureRoleEdit(options: RunOptions): Promise<Figure[]> {
  const sizes = pick(options.scale, {
    full: { members: 5_000, times: 30 },
    quick: { members: 5_000, times: 10 },
    smoke: { members: 10, times: 2 },
  });
  await using data = await seedGuilds({ guilds: 1, members: sizes.members, channels: 30, roles: 10 });
  const [guild] = data.guilds;
  const owner = guild?.members[0];
  if (guild === undefined || owner === undefined) throw new Error("no server was made");
  await using palabre = await startPalabre(data.dataDir, options);
  await using readers = startRole("receivers");
  options.say(`(h) ${sizes.members} members connect`);
  const tokens = guild.members.map(({ token }) => token);
  await readers.open({ port: palabre.port, path: GATEWAY, tokens });

  const edit = async (roleId: string, body: object): Promise<number> => {
    const began = performance.now();
    const answer = await fetch(
      `http://127.0.0.1:${palabre.port}/api/v10/guilds/${guild.id}/roles/${roleId}`,
      {
        method: "PATCH",
        headers: { Authorization: owner.token, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      },
    );
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the edit was refused: ${answer.status}`);
    return performance.now() - began;
  };
  const views: number[] = [];
  const names: number[] = [];
  for (let n = 0; n < sizes.times; n++) {
    // 3072 sees and writes, 2048 sees nothing: everybody but the owner loses or gains what is open to all.
    views.push(await edit(guild.id, { permissions: n % 2 === 0 ? "2048" : "3072" }));
    names.push(await edit(guild.roleId, { name: `Role ${n}` }));
  }
  const { closed } = await readers.read(undefined);
  if (closed.length > 0) throw new Error(`${closed.length} connections ended: ${closed[0]}`);
  return [
    {
      key: "h",
      what: `role edit that changes what ${sizes.members.toLocaleString("en-US")} connected members see, 29 channels each`,
      unit: "ms",
      value: median(views),
      reference: { what: "a role's new name, told to the same", value: median(names) },
      rounds: views,
    },
  ];
}

/** (i) Deliveries a second of a channel that half of a server's connected members see. */
export async function measureHalfFanOut(options: RunOptions): Promise<Figure[]> {
  const sizes = pick(options.scale, {
    full: { members: 1_000, senders: 32, rounds: 3, ms: 4_000 },
    quick: { members: 1_000, senders: 32, rounds: 1, ms: 2_000 },
    smoke: { members: 8, senders: 2, rounds: 1, ms: 300 },
  });
  await using data = await seedGuilds({ guilds: 1, members: sizes.members, channels: 30, roles: 10 });
  const [guild] = data.guilds;
  if (guild === undefined) throw new Error("no server was made");
  await using palabre = await startPalabre(data.dataDir, options);
  await using seeing = startRole("receivers");
  await using blind = startRole("receivers");
  await using writers = startRole("http-load");
  const half = Math.floor(sizes.members / 2);
  const tokens = guild.members.map(({ token }) => token);
  options.say(`(i) ${sizes.members} members connect`);
  await seeing.open({
    port: palabre.port,
    path: GATEWAY,
    tokens: tokens.slice(half),
    sample: Math.min(10, half),
  });
  // The owner sees everything.
  await blind.open({ port: palabre.port, path: GATEWAY, tokens: tokens.slice(1, half) });

  const post = async (channelId: string, ms: number, everybody: boolean): Promise<number> => {
    await seeing.reset(undefined);
    await blind.reset(undefined);
    const lanes = guild.members.slice(half, half + sizes.senders).map(({ token }) => [
      {
        method: "POST",
        path: `/api/v10/channels/${channelId}/messages`,
        token,
        body: { content: CONTENT },
      },
    ]);
    const load = await writers.run({ port: palabre.port, lanes, ms });
    if (Object.keys(load.refused).length > 0) throw new Error(`refused: ${JSON.stringify(load.refused)}`);
    const received = await seeing.waitFor({ each: load.done, timeoutMs: DRAIN_MS });
    if (received.fewest !== load.done || received.most !== load.done || received.gaps > 0)
      throw new Error(`sent ${load.done}, received ${received.fewest} to ${received.most}`);
    const others = everybody
      ? await blind.waitFor({ each: load.done, timeoutMs: DRAIN_MS })
      : await blind.read(undefined);
    if (!everybody && others.messages > 0) throw new Error("somebody got what they may not see");
    if (everybody && others.fewest !== load.done) throw new Error("somebody did not get what they may see");
    const last = Math.max(received.at, everybody ? others.at : 0);
    return ((received.messages + others.messages) / (last - load.startedAt)) * 1000;
  };

  options.say("(i) warming up");
  await post(guild.channels.half, sizes.ms / 4, false);
  const ours: number[] = [];
  const all: number[] = [];
  for (let round = 1; round <= sizes.rounds; round++) {
    options.say(`(i) round ${round} of ${sizes.rounds}`);
    ours.push(await post(guild.channels.half, sizes.ms, false));
    all.push(await post(guild.channels.open, sizes.ms, true));
  }
  return [
    {
      key: "i",
      what: `deliveries of a channel that ${half} of ${sizes.members.toLocaleString("en-US")} connected members see`,
      unit: "/s",
      value: median(ours),
      reference: { what: "of a channel that all of them see", value: median(all) },
      rounds: ours,
    },
  ];
}

/** (j) Resident memory for each connected member of one server. */
export async function measureMemberMemory(options: RunOptions): Promise<Figure[]> {
  const sizes = pick(options.scale, {
    full: { members: 5_000, settleMs: 12_000 },
    quick: { members: 5_000, settleMs: 5_000 },
    smoke: { members: 10, settleMs: 300 },
  });
  options.say(`(j) a server of ${sizes.members} members is made`);
  await using data = await seedGuilds({ guilds: 1, members: sizes.members, channels: 100, roles: 20 });
  await using palabre = await startPalabre(data.dataDir, options);
  await using readers = startRole("receivers");
  const empty = await settledBytes(palabre.pid, sizes.settleMs);
  const tokens = data.guilds[0]?.members.map(({ token }) => token) ?? [];
  await readers.open({ port: palabre.port, path: GATEWAY, tokens });
  const full = await settledBytes(palabre.pid, sizes.settleMs);

  await using bare = startRole("bare-server");
  await using bareReaders = startRole("receivers");
  const port = await bare.port(undefined);
  const bareEmpty = await settledBytes(bare.pid, sizes.settleMs);
  await bareReaders.open({ port, path: "/", tokens: tokens.map(() => "") });
  const bareFull = await settledBytes(bare.pid, sizes.settleMs);
  return [
    {
      key: "j",
      what: `memory a connected member, one server of ${sizes.members.toLocaleString("en-US")}, 100 channels, 20 roles`,
      unit: "KB",
      value: (full - empty) / 1024 / sizes.members,
      reference: { what: "bare Bun socket", value: (bareFull - bareEmpty) / 1024 / sizes.members },
    },
  ];
}
