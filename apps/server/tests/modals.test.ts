import { expect, test } from "bun:test";
import { form, type TestFile } from "./chat.ts";
import type { TestUser } from "./harness.ts";
import { type Bots, nextOf, reply, startBots, use } from "./interactions.ts";
import { png } from "./pictures.ts";

const options = (...values: string[]) => values.map((value) => ({ label: value.toUpperCase(), value }));
const label = (component: object, more: object = {}) => ({ type: 18, label: "Label", component, ...more });
const upload = (more: object = {}) => label({ type: 19, custom_id: "files", ...more });
const radio = (more: object = {}) =>
  label({ type: 21, custom_id: "radio", options: options("a", "b"), ...more });
const boxes = (more: object = {}) =>
  label({ type: 22, custom_id: "boxes", options: options("a", "b", "c"), ...more });
const box = (more: object = {}) => label({ type: 23, custom_id: "box", ...more });
const modal = (...components: object[]) => ({ custom_id: "form", title: "Tell me", components });

/** Has the bot show a form to Bob; what opened it, and the form as he got it. */
async function show(bots: Bots, ...components: object[]) {
  expect((await use(bots.bob, bots, "ping")).status).toBe(204);
  const asked = await nextOf(bots.forBot);
  const { status, body } = await reply(bots.server, asked, { type: 9, data: modal(...components) });
  expect([status, body]).toEqual([204, null]);
  return bots.forBob.next<{ id: string; components: object[] }>("INTERACTION_MODAL_CREATE");
}

/** Sends it in: the parts of its labels, in order. */
function submit(
  user: TestUser,
  { bot, general }: Bots,
  id: string,
  parts: object[],
  files: TestFile[] = [],
  more: object = {},
) {
  const components = parts.map((component) => ({ type: 18, component }));
  const body = {
    type: 5,
    application_id: bot.id,
    channel_id: general,
    data: { id, custom_id: "form", components, ...more },
  };
  return user.post<{ code: number; errors: object }>(
    "/interactions",
    files.length > 0 ? form(body, files) : body,
  );
}

/** Errors of a body as a path. */
const pathOf = (errors: object | undefined): string => {
  const [[key, value] = ["", {}]] = Object.entries(errors ?? {});
  return key === "" || key === "_errors" ? "" : `.${key}${pathOf(value as object)}`;
};

test("[INTER13] a form takes files, radio buttons, boxes and groups of them, each in a label and within its limits", async () => {
  await using bots = await startBots([{ name: "ping", description: "Pong" }]);
  const { server, bob, forBot } = bots;
  const ask = async () => {
    await use(bob, bots, "ping");
    return nextOf(forBot);
  };
  const at = ".data.components.0.component";
  const eleven = options(..."abcdefghijk");
  const refused: [string, object[]][] = [
    [`${at}.custom_id`, [upload({ custom_id: "" })]],
    [`${at}.max_values`, [upload({ max_values: 11 })]],
    [`${at}.max_values`, [upload({ max_values: 0 })]],
    [`${at}.min_values`, [upload({ min_values: -1 })]],
    [`${at}.min_values`, [upload({ min_values: 2 })]],
    [`${at}.file_types`, [upload({ file_types: Array(11).fill("image") })]],
    [`${at}.file_types.1`, [upload({ file_types: ["image", "application/pdf"] })]],
    [`${at}.file_types.0`, [upload({ file_types: [`.${"x".repeat(16)}`] })]],
    [`${at}.required`, [upload({ required: "yes" })]],
    [`${at}.options`, [radio({ options: options("a") })]],
    [`${at}.options`, [radio({ options: eleven })]],
    [`${at}.options.1.value`, [radio({ options: options("a", "a") })]],
    [
      `${at}.options.1.value`,
      [radio({ options: [...options("a"), { label: "B", value: "x".repeat(101) }] })],
    ],
    [`${at}.options.0.label`, [radio({ options: [{ value: "a" }, ...options("b")] })]],
    [
      `${at}.options.0.description`,
      [radio({ options: [{ label: "A", value: "a", description: "x".repeat(101) }, ...options("b")] })],
    ],
    [`${at}.options`, [radio({ options: options("a", "b").map((one) => ({ ...one, default: true })) })]],
    [`${at}.options`, [boxes({ options: [] })]],
    [`${at}.options`, [boxes({ options: eleven })]],
    [`${at}.options.2.value`, [boxes({ options: options("a", "b", "a") })]],
    [`${at}.min_values`, [boxes({ min_values: 3, max_values: 2 })]],
    [`${at}.min_values`, [boxes({ min_values: 4 })]],
    [
      `${at}.options`,
      [boxes({ max_values: 1, options: options("a", "b").map((one) => ({ ...one, default: true })) })],
    ],
    [`${at}.default`, [box({ default: "yes" })]],
    // Only in a label, and never in a row.
    [".data.components.0.type", [{ type: 23, custom_id: "box" }]],
    [".data.components.0.components.0.type", [{ type: 1, components: [{ type: 23, custom_id: "box" }] }]],
  ];
  let asked = await ask();
  for (const [n, [path, components]] of refused.entries()) {
    // A bot tries one answer ten times at most.
    if (n % 9 === 8) asked = await ask();
    const { status, body } = await reply(server, asked, { type: 9, data: modal(...components) });
    expect([path, status, pathOf(body.errors)]).toEqual([path, 400, path]);
  }
  // What does not go together is found once the answer is in time.
  const together: [string, object[]][] = [
    [
      ".data.components.1.component.min_values",
      [upload({ min_values: 8, max_values: 8 }), upload({ custom_id: "b", min_values: 3, max_values: 3 })],
    ],
    [".data.components.1.component.custom_id", [box(), radio({ custom_id: "box" })]],
  ];
  for (const [path, components] of together) {
    const { status, body } = await reply(server, await ask(), { type: 9, data: modal(...components) });
    expect([path, status, pathOf(body.errors)]).toEqual([path, 400, path]);
  }

  const all = [
    upload({ max_values: 3, file_types: ["image", ".TXT"] }),
    radio({
      options: [{ label: "A", value: "a", description: "The first", default: true }, ...options("b")],
    }),
    boxes({ required: false }),
    box(),
  ];
  expect((await reply(server, await ask(), { type: 9, data: modal(...all) })).status).toBe(204);
  expect(await bots.forBob.next("INTERACTION_MODAL_CREATE")).toMatchObject({
    components: [
      {
        id: 1,
        type: 18,
        component: {
          type: 19,
          id: 2,
          min_values: 1,
          max_values: 3,
          required: true,
          file_types: ["image", ".txt"],
        },
      },
      {
        component: {
          type: 21,
          id: 4,
          required: true,
          options: [{ label: "A", value: "a", description: "The first", default: true }, { value: "b" }],
        },
      },
      { component: { type: 22, id: 6, min_values: 1, max_values: 3, required: false } },
      { component: { type: 23, id: 8, default: false } },
    ],
  });
});

test("[INTER14] what is chosen in a form is what it offers, as often as it asks for", async () => {
  await using bots = await startBots([{ name: "ping", description: "Pong" }]);
  const { bob, forBot } = bots;
  const shown = await show(
    bots,
    radio(),
    boxes({ min_values: 2, max_values: 2 }),
    box({ default: true }),
    radio({ custom_id: "other", required: false }),
  );
  const fill = (one: unknown, several: unknown, ticked: unknown, other: unknown = null) => [
    { type: 21, custom_id: "radio", value: one },
    { type: 22, custom_id: "boxes", values: several },
    { type: 23, custom_id: "box", value: ticked },
    { type: 21, custom_id: "other", value: other },
  ];
  const at = (n: number, field: string) => `.data.components.${n}.component.${field}`;
  const refused: [string, object[]][] = [
    [at(0, "value"), fill(null, ["a", "b"], false)],
    [at(0, "value"), fill("", ["a", "b"], false)],
    [at(0, "value"), fill("c", ["a", "b"], false)],
    [at(0, "value"), fill(true, ["a", "b"], false)],
    [at(1, "values"), fill("a", [], false)],
    [at(1, "values"), fill("a", ["a"], false)],
    [at(1, "values"), fill("a", ["a", "b", "c"], false)],
    [at(1, "values.1"), fill("a", ["a", "x"], false)],
    [at(1, "values.1"), fill("a", ["a", "a"], false)],
    [at(2, "value"), fill("a", ["a", "b"], "true")],
    [at(3, "value"), fill("a", ["a", "b"], false, "c")],
    [at(0, "value"), []],
  ];
  for (const [path, parts] of refused) {
    const { status, body } = await submit(bob, bots, shown.id, parts);
    expect([path, status, pathOf(body.errors)]).toEqual([path, 400, path]);
  }
  await forBot.settle();
  expect((await submit(bob, bots, shown.id, fill("b", ["c", "a"], true))).status).toBe(204);
  expect((await nextOf(forBot)).data).toEqual({
    custom_id: "form",
    components: [
      { type: 18, id: 1, component: { type: 21, id: 2, custom_id: "radio", value: "b" } },
      { type: 18, id: 3, component: { type: 22, id: 4, custom_id: "boxes", values: ["c", "a"] } },
      { type: 18, id: 5, component: { type: 23, id: 6, custom_id: "box", value: true } },
      { type: 18, id: 7, component: { type: 21, id: 8, custom_id: "other", value: null } },
    ],
  });
  // What was left out of a form that asks for nothing.
  const again = await show(
    bots,
    box(),
    boxes({ required: false, min_values: 2 }),
    upload({ required: false }),
  );
  expect((await submit(bob, bots, again.id, [])).status).toBe(204);
  expect((await nextOf(forBot)).data.components).toMatchObject([
    { component: { value: false } },
    { component: { values: [] } },
    { component: { values: [] } },
  ]);
});

test("[INTER15] files of a form come as attachments that their addresses alone lead to, as many and of such types as it asks for", async () => {
  await using bots = await startBots([{ name: "ping", description: "Pong" }]);
  const { ada, bob, guild, general, forBot } = bots;
  const shown = await show(
    bots,
    upload({ min_values: 1, max_values: 2 }),
    upload({ custom_id: "pictures", required: false, file_types: ["image", ".txt"] }),
  );
  const fill = (files: string[], pictures: string[] = []) => [
    { type: 19, custom_id: "files", values: files },
    { type: 19, custom_id: "pictures", values: pictures },
  ];
  const file = (name: string, data: Uint8Array | string = name) => ({ name, data });
  const at = (n: number, field: string) => `.data.components.${n}.component.${field}`;
  const refused: [string, object[], TestFile[]][] = [
    [at(0, "values"), fill([]), []],
    [at(0, "values.0"), fill(["0"]), []],
    [at(0, "values.1"), fill(["0", "1"]), [file("a")]],
    [at(0, "values.0"), fill(["00"]), [file("a")]],
    [at(0, "values"), fill(["0", "1", "2"]), [file("a"), file("b"), file("c")]],
    [at(0, "values.1"), fill(["0", "0"]), [file("a")]],
    [at(1, "values.0"), fill(["0"], ["0"]), [file("a")]],
    [".data.components", fill(["0"]), [file("a"), file("b")]],
    // A picture is one by what is in it, a name ends as it ends.
    [at(1, "values.0"), fill(["0"], ["1"]), [file("a"), file("b.png", "no picture")]],
    [at(1, "values.0"), fill(["0"], ["1"]), [file("a"), file("b.txt.exe")]],
  ];
  for (const [path, parts, files] of refused) {
    const { status, body } = await submit(bob, bots, shown.id, parts, files);
    expect([path, status, pathOf(body.errors)]).toEqual([path, 400, path]);
  }
  // Nothing of what was refused is kept.
  await bots.server.seed(async ({ sql }) => {
    expect(await sql.selectFrom("attachments").select("id").execute()).toEqual([]);
  });

  // Who may not attach files here does not by a form either.
  const everyone = `/guilds/${guild.id}/roles/${guild.id}`;
  const roles = await ada.get<{ id: string; permissions: string }[]>(`/guilds/${guild.id}/roles`);
  const held = BigInt(roles.body.find(({ id }) => id === guild.id)?.permissions ?? 0);
  expect((await ada.patch(everyone, { permissions: String(held & ~(1n << 15n)) })).status).toBe(200);
  expect((await submit(bob, bots, shown.id, fill(["0"]), [file("a")])).body).toMatchObject({ code: 50013 });
  expect((await ada.patch(everyone, { permissions: String(held) })).status).toBe(200);
  expect((await submit(ada, bots, shown.id, fill(["0"]), [file("a")])).body).toMatchObject({ code: 10062 });

  const files = [
    file("plan.txt", "the plan"),
    file("dot.png", await png(8, 8)),
    file("list.TXT", "the list"),
  ];
  const attachments = [{ id: "0", filename: "renamed.md", description: "What we plan" }];
  const sent = await submit(bob, bots, shown.id, fill(["2", "0"], ["1"]), files, { attachments });
  expect(sent.status).toBe(204);
  const { data } = await nextOf(forBot);
  const [first, second] = data.components.map((one: { component: { values: string[] } }) => one.component);
  expect(first).toMatchObject({ type: 19, custom_id: "files" });
  const [list, plan] = first.values;
  const [dot] = second.values;
  expect(Object.keys(data.resolved)).toEqual(["attachments"]);
  expect(data.resolved.attachments).toMatchObject({
    [plan]: { id: plan, filename: "renamed.md", description: "What we plan", size: 8 },
    [list]: { id: list, filename: "list.TXT", size: 8 },
    [dot]: { id: dot, filename: "dot.png", content_type: "image/png" },
  });
  expect(await (await fetch(data.resolved.attachments[plan].url)).text()).toBe("the plan");
  // Only its address leads to it: it is no file of the channel.
  const [bare] = data.resolved.attachments[plan].url.split("?");
  expect((await ada.request("GET", bare)).status).toBe(404);
  expect((await bob.get(`/channels/${general}/messages`)).body).toEqual([]);
  expect((await submit(bob, bots, shown.id, fill(["0"]), [file("a")])).body).toMatchObject({ code: 10062 });
});

test("[INTER15] an endpoint gets the files of a form as the gateway does", async () => {
  await using bots = await startBots([{ name: "ping", description: "Pong" }]);
  const { bob, bot } = bots;
  const shown = await show(bots, upload(), box());
  const got: { type: number; data: { components: object[]; resolved: { attachments: object } } }[] = [];
  using endpoint = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      got.push((await request.json()) as (typeof got)[number]);
      return Response.json({ type: 4, data: { content: "Got it" } });
    },
  });
  await bots.server.seed(async ({ sql }) => {
    const interactions_endpoint_url = `http://localhost:${endpoint.port}/`;
    await sql
      .updateTable("applications")
      .set({ interactions_endpoint_url })
      .where("id", "=", bot.id)
      .execute();
  });
  const parts = [
    { type: 19, custom_id: "files", values: ["0"] },
    { type: 23, custom_id: "box", value: true },
  ];
  expect((await submit(bob, bots, shown.id, parts, [{ name: "a.txt", data: "hello" }])).status).toBe(204);
  expect(await bots.forBob.next("MESSAGE_CREATE")).toMatchObject({ content: "Got it" });
  const [{ type, data } = { type: 0, data: { components: [], resolved: { attachments: {} } } }] = got;
  const [[id, attachment] = ["", { url: "" }]] = Object.entries(data.resolved.attachments);
  expect(type).toBe(5);
  expect(data.components).toMatchObject([
    { component: { type: 19, values: [id] } },
    { component: { type: 23, value: true } },
  ]);
  expect(await (await fetch((attachment as { url: string }).url)).text()).toBe("hello");
});
