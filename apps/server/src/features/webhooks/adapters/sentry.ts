import { z } from "zod";
import { type Adapter, COLOR, cut, EMBED, expectPayload, say } from "./adapter.ts";
import { address, EXCERPT } from "./forge.ts";

/**
 * What Sentry tells: the hooks of an integration (`Sentry-Hook-Resource`: issue, event_alert, metric_alert, error), and,
 * without that header, those of its older plugin.
 */
export const sentry: Adapter = (payload, header) => {
  const resource = header("Sentry-Hook-Resource");
  if (resource === undefined) return plugin(payload);
  return Object.hasOwn(RESOURCES, resource) ? (RESOURCES[resource]?.(payload) ?? null) : null;
};

const LEVELS: Record<string, number | undefined> = {
  fatal: COLOR.bad,
  error: COLOR.bad,
  warning: COLOR.warning,
  info: COLOR.neutral,
  debug: COLOR.closed,
};
const colorOf = (level: string | null | undefined): number => LEVELS[level ?? ""] ?? COLOR.bad;

const event = z.object({
  title: z.string(),
  culprit: z.string().nullish(),
  level: z.string().nullish(),
  environment: z.string().nullish(),
  web_url: address,
});

const RESOURCES: Record<string, (payload: unknown) => ReturnType<Adapter>> = {
  issue(payload) {
    const { action, data } = expectPayload(
      z.object({
        action: z.string(),
        data: z.object({
          issue: z.object({
            title: z.string(),
            culprit: z.string().nullish(),
            level: z.string().nullish(),
            shortId: z.string().nullish(),
            web_url: address,
            permalink: address,
            project: z.object({ name: z.string().nullish(), slug: z.string().nullish() }).nullish(),
          }),
        }),
      }),
      payload,
    );
    const what = {
      created: "New issue",
      resolved: "Issue resolved",
      unresolved: "Issue is back",
    }[action];
    if (!what) return null;
    const { title, culprit, level, shortId, web_url, permalink, project } = data.issue;
    return say({
      title: cut(`${what}: ${title}`, EMBED.title),
      url: web_url ?? permalink,
      description: cut(culprit, EXCERPT),
      color: action === "resolved" ? COLOR.good : colorOf(level),
      fields: fieldsOf({ Project: project?.name ?? project?.slug, Level: level }),
      footer: shortId ? { text: shortId } : undefined,
    });
  },

  event_alert(payload) {
    const { data } = expectPayload(
      z.object({ data: z.object({ event, triggered_rule: z.string().nullish() }) }),
      payload,
    );
    return happened(data.event, data.triggered_rule);
  },

  error(payload) {
    const { data } = expectPayload(z.object({ data: z.object({ error: event }) }), payload);
    return happened(data.error, null);
  },

  metric_alert(payload) {
    const { action, data } = expectPayload(
      z.object({
        action: z.string(),
        data: z.object({
          description_title: z.string(),
          description_text: z.string().nullish(),
          web_url: address,
        }),
      }),
      payload,
    );
    const color =
      { critical: COLOR.bad, warning: COLOR.warning, resolved: COLOR.good }[action] ?? COLOR.neutral;
    return say({
      title: data.description_title,
      url: data.web_url,
      description: cut(data.description_text, EXCERPT),
      color,
    });
  },
};

function happened(one: z.output<typeof event>, rule: string | null | undefined) {
  return say({
    title: one.title,
    url: one.web_url,
    description: cut(one.culprit, EXCERPT),
    color: colorOf(one.level),
    fields: fieldsOf({ Level: one.level, Environment: one.environment }),
    footer: rule ? { text: rule } : undefined,
  });
}

function plugin(payload: unknown) {
  const one = expectPayload(
    z.object({
      project_name: z.string().nullish(),
      project: z.string(),
      culprit: z.string().nullish(),
      level: z.string().nullish(),
      url: address,
      message: z.string().nullish(),
      event: z.object({ title: z.string().nullish() }).nullish(),
    }),
    payload,
  );
  return say({
    title: one.event?.title || one.message || one.culprit || one.project,
    url: one.url,
    description: cut(one.culprit, EXCERPT),
    color: colorOf(one.level),
    fields: fieldsOf({ Project: one.project_name ?? one.project, Level: one.level }),
  });
}

const fieldsOf = (values: Record<string, string | null | undefined>) =>
  Object.entries(values).flatMap(([name, value]) => (value ? [{ name, value, inline: true }] : []));
