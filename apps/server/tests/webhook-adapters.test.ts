import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { ApiError } from "../src/errors.ts";
import type { Adapter } from "../src/features/webhooks/adapters/adapter.ts";
import { alertmanager, grafana } from "../src/features/webhooks/adapters/alerts.ts";
import { forgejo } from "../src/features/webhooks/adapters/forgejo.ts";
import { github } from "../src/features/webhooks/adapters/github.ts";
import { gitlab } from "../src/features/webhooks/adapters/gitlab.ts";
import { sentry } from "../src/features/webhooks/adapters/sentry.ts";
import { slack, translate } from "../src/features/webhooks/adapters/slack.ts";
import { executeBody } from "../src/features/webhooks/webhook-body.ts";

type Payload = Record<string, unknown>;

/** Payloads of the shape that each service documents, by event. */
const fixtures = (service: string): Record<string, Payload> =>
  JSON.parse(readFileSync(new URL(`fixtures/webhooks/${service}.json`, import.meta.url), "utf8"));

const SERVICES: Record<string, { adapt: Adapter; header: string | null }> = {
  github: { adapt: github, header: "X-GitHub-Event" },
  gitlab: { adapt: gitlab, header: "X-Gitlab-Event" },
  forgejo: { adapt: forgejo, header: "X-Forgejo-Event" },
  sentry: { adapt: sentry, header: "Sentry-Hook-Resource" },
  grafana: { adapt: grafana, header: null },
  alertmanager: { adapt: alertmanager, header: null },
  slack: { adapt: slack, header: null },
};

function adapt(service: string, event: string, payload: unknown) {
  const { adapt, header } = SERVICES[service] ?? {};
  const isPlain = service === "sentry" && event === "plugin";
  return adapt?.(payload, (name) => (name === header && !isPlain ? event : undefined)) ?? null;
}

/** What is told of a fixture, changed where `change` says so. */
function told(service: string, event: string, change: Payload = {}) {
  return adapt(service, event, { ...fixtures(service)[event], ...change });
}

const title = (service: string, event: string, change?: Payload) =>
  told(service, event, change)?.embeds?.[0]?.title;

test("[WEBHOOK9] each event of GitHub is told in an embed with who did it", () => {
  const titles = Object.keys(fixtures("github")).map((event) => [event, title("github", event)]);
  expect(Object.fromEntries(titles)).toEqual({
    ping: "[tessera/mosaic] Webhook connected",
    push: "[tessera/mosaic:main] 2 new commits",
    pull_request: "[tessera/mosaic] Pull request opened: #42 Lay tiles by row",
    issues: "[tessera/mosaic] Issue opened: #41 Tiles overlap at the edge",
    issue_comment: "[tessera/mosaic] New comment on issue: #41 Tiles overlap at the edge",
    pull_request_review: "[tessera/mosaic] Pull request approved: #42 Lay tiles by row",
    pull_request_review_comment: "[tessera/mosaic] New review comment on pull request: #42 Lay tiles by row",
    commit_comment: "[tessera/mosaic] New comment on commit 0d1a26e",
    release: "[tessera/mosaic] New release published: 1.2, the edge",
    create: "[tessera/mosaic] Branch created: rows",
    delete: "[tessera/mosaic] Tag deleted: v0.9",
    fork: "[tessera/mosaic] Fork created: kofi/mosaic",
    star: "[tessera/mosaic] New star added",
    watch: "[tessera/mosaic] New star added",
    check_run: "[tessera/mosaic] lint failed on rows",
    check_suite: "[tessera/mosaic] GitHub Actions succeeded on main",
    workflow_run: "[tessera/mosaic] CI #562 failed on main",
    discussion: "[tessera/mosaic] New discussion: #90 Hexagons?",
  });
  const [push] = told("github", "push")?.embeds ?? [];
  expect(push?.author).toMatchObject({ name: "ada-nowak", url: "https://github.com/ada-nowak" });
  // What a commit says formats nothing.
  expect(push?.description).toBe(
    [
      "[6113728](https://github.com/tessera/mosaic/commit/6113728f27ae82c7b1a177c8d03f9e96e0adf246) Measure the edge – ada-nowak",
      "[0d1a26e](https://github.com/tessera/mosaic/commit/0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c) Lay the last tile \\[inside\\] \\*the\\* row – ada-nowak",
    ].join("\n"),
  );
  expect(title("github", "push", { forced: true })).toContain("force-pushed");
  const merged = { ...(fixtures("github").pull_request?.pull_request as Payload), merged: true };
  expect(title("github", "pull_request", { action: "closed", pull_request: merged })).toContain(
    "Pull request merged",
  );
});

test("[WEBHOOK9] what is not worth a message, and what nobody knows, posts nothing", () => {
  for (const [event, change] of [
    ["pull_request", { action: "labeled" }],
    ["issues", { action: "edited" }],
    ["issue_comment", { action: "deleted" }],
    ["release", { action: "released" }],
    ["push", { ref: "refs/tags/v1" }],
    ["push", { commits: [] }],
    ["star", { action: "deleted" }],
    ["workflow_run", { workflow_run: { conclusion: null } }],
    ["check_run", { check_run: { name: "lint", conclusion: "skipped" } }],
  ] as const) {
    expect(told("github", event, change)).toBeNull();
  }
  expect(adapt("github", "sponsorship", {})).toBeNull();
  expect(adapt("github", "constructor", {})).toBeNull();
  expect(adapt("gitlab", "Wiki Page Hook", {})).toBeNull();
  expect(adapt("sentry", "installation", {})).toBeNull();
  const issue = fixtures("gitlab")["Issue Hook"]?.object_attributes as Payload;
  expect(told("gitlab", "Issue Hook", { object_attributes: { ...issue, confidential: true } })).toBeNull();
});

test("[WEBHOOK9] GitLab, Forgejo and Gitea, Sentry, Grafana and Alertmanager are told alike", () => {
  const all = ["gitlab", "forgejo", "sentry", "grafana", "alertmanager"].flatMap((service) =>
    Object.keys(fixtures(service)).map((event) => `${service} ${event}: ${title(service, event)}`),
  );
  expect(all).toEqual([
    "gitlab Push Hook: [tessera/mosaic:main] 1 new commit",
    "gitlab Tag Push Hook: [tessera/mosaic] Tag created: v1.2.0",
    "gitlab Merge Request Hook: [tessera/mosaic] Merge request opened: !7 Lay tiles by row",
    "gitlab Issue Hook: [tessera/mosaic] Issue opened: #23 Tiles overlap at the edge",
    "gitlab Note Hook: [tessera/mosaic] New comment on merge request !7 Lay tiles by row",
    "gitlab Pipeline Hook: [tessera/mosaic] Pipeline #31 failed on main",
    "gitlab Release Hook: [tessera/mosaic] New release published: 1.2, the edge",
    "forgejo push: [tessera/mosaic:main] 2 new commits",
    "forgejo pull_request: [tessera/mosaic] Pull request merged: #8 Lay tiles by row",
    "forgejo pull_request_approved: [tessera/mosaic] Pull request approved: #8 Lay tiles by row",
    "forgejo issues: [tessera/mosaic] Issue opened: #9 Tiles overlap at the edge",
    "forgejo issue_comment: [tessera/mosaic] New comment on issue: #9 Tiles overlap at the edge",
    "forgejo release: [tessera/mosaic] New release published: 1.2, the edge",
    "forgejo create: [tessera/mosaic] Branch created: rows",
    "forgejo delete: [tessera/mosaic] Branch deleted: rows",
    "forgejo fork: [tessera/mosaic] Fork created: kofi/mosaic",
    "sentry issue: New issue: TypeError: tile is undefined",
    "sentry event_alert: ReferenceError: heck is not defined",
    "sentry metric_alert: Critical: Errors of mosaic",
    "sentry plugin: This is an example exception",
    "grafana firing: [FIRING:1] High memory usage Infra (blue)",
    "alertmanager firing: [FIRING:1] DiskAlmostFull",
    "alertmanager resolved: [RESOLVED] DiskAlmostFull",
  ]);
  // Forgejo lists the newest first, and is told the newest last.
  expect(told("forgejo", "push")?.embeds?.[0]?.description?.split("\n")[1]).toContain("Lay the last tile");
  expect(told("alertmanager", "firing")?.embeds?.[0]).toMatchObject({
    description: "Less than a tenth is free.",
    color: 0xd29922,
    fields: [
      { name: "Firing: DiskAlmostFull", value: expect.stringContaining("/var on db-1 is 93 % full") },
      { name: "Resolved: DiskAlmostFull" },
    ],
  });
  const forgejoPush = fixtures("forgejo").push;
  expect(forgejo(forgejoPush, (name) => (name === "X-Gitea-Event" ? "push" : undefined))).toEqual(
    told("forgejo", "push"),
  );
});

test("[WEBHOOK10] Slack's text, attachments and blocks come over, and its marks", () => {
  expect(told("slack", "text")).toMatchObject({
    content:
      "Deploy of [build 7](https://ci.example.org/builds/7) is **done** & ~~failed~~ fine\n`*not bold* <b>`",
    username: "Deployer",
    embeds: [],
    allowed_mentions: { parse: [] },
  });
  expect(told("slack", "call")).toMatchObject({
    content: "@here on call: disk is full, says @U024BE7LH",
    allowed_mentions: { parse: ["everyone"] },
  });
  // Nobody is called by what only looks like it.
  expect(adapt("slack", "", { text: "@everyone" })?.allowed_mentions).toEqual({ parse: [] });
  expect(told("slack", "attachments")).toMatchObject({
    content: "Traffic is **high**",
    embeds: [
      {
        title: "Network traffic",
        url: "https://graphs.example.org/",
        description: "Above the usual",
        color: 0x36a64f,
        author: { name: "Ada Nowak", url: "https://example.org/ada" },
        fields: [
          { name: "Host", value: "edge-1", inline: true },
          { name: "–", value: "41 kb/s", inline: false },
        ],
        footer: { text: "Graphs" },
        timestamp: "2026-03-02T10:00:00.000Z",
      },
    ],
  });
  expect(told("slack", "blocks")?.content).toBe(
    [
      "**New request**",
      "You have a new request:",
      "**[Ada – holidays](https://example.org/r/1)**",
      "**Type:**",
      "Holidays",
      "**When:**",
      "August",
      "Sent by HR",
    ].join("\n"),
  );
  expect(translate("2*3*4 snake_case <not a mark> ```*x*```")).toBe(
    "2*3*4 snake_case <not a mark> ```*x*```",
  );
});

test("[WEBHOOK9] what is malformed is refused by the name of its field", () => {
  const refused = (service: string, event: string, payload: unknown) => {
    try {
      adapt(service, event, payload);
    } catch (error) {
      if (error instanceof ApiError) return error.body;
      throw error;
    }
    throw new Error("it was taken");
  };
  const { repository: _, ...homeless } = fixtures("github").push ?? {};
  expect(refused("github", "push", homeless)).toMatchObject({
    code: 50035,
    errors: { repository: { _errors: [{ code: "BASE_TYPE_REQUIRED" }] } },
  });
  expect(refused("github", "push", { ...homeless, repository: { full_name: 7 } })).toMatchObject({
    errors: { repository: { full_name: {} } },
  });
  expect(refused("github", "", {})).toMatchObject({ errors: { "X-GitHub-Event": {} } });
  expect(refused("alertmanager", "", { status: "firing", alerts: "none" })).toMatchObject({
    errors: { alerts: {} },
  });
  expect(refused("slack", "", {})).toMatchObject({ errors: { text: {} } });
  expect(refused("slack", "", [])).toMatchObject({ errors: { _body: {} } });
});

/** A payload with values of it swapped for others: long, empty, of another type, markup. */
function mangled(value: unknown): fc.Arbitrary<unknown> {
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, -1, 1e21, [], {}, "", "\0", "\ud800", "x".repeat(9_000)),
    fc.constantFrom<unknown>(
      "@everyone <@1> **x** [a](b)",
      "javascript:alert(1)",
      "🔥".repeat(3_000),
      "https://x/ y",
    ),
    fc.string({ unit: "binary", maxLength: 30 }),
  );
  const swap = (inner: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 12, arbitrary: inner }, { weight: 1, arbitrary: junk });
  if (Array.isArray(value)) {
    const items = fc.tuple(...value.map(mangled));
    return swap(
      fc.oneof(
        items,
        items.map((list) => Array.from({ length: 12 }, () => list).flat()),
      ),
    );
  }
  if (typeof value === "object" && value !== null) {
    return swap(
      fc.record(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mangled(one)]))),
    );
  }
  return swap(fc.constant(value));
}

test("[WEBHOOK9] whatever arrives, a message within the limits comes out, or a refusal, and nobody is called", () => {
  for (const service of Object.keys(SERVICES)) {
    for (const [event, payload] of Object.entries(fixtures(service))) {
      fc.assert(
        fc.property(mangled(payload), (value) => {
          let said: ReturnType<typeof adapt>;
          try {
            said = adapt(service, event, value);
          } catch (error) {
            expect(error).toBeInstanceOf(ApiError);
            return;
          }
          if (said === null) return;
          const { success, error } = executeBody.safeParse(said);
          expect(success ? null : error).toBeNull();
          if (service !== "slack") expect(said.allowed_mentions).toEqual({ parse: [] });
        }),
        { numRuns: 12 },
      );
    }
  }
}, 30_000);
