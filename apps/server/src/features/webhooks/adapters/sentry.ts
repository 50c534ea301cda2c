import { z } from "zod";
import { byHeader, COLOR, cut, EMBED, type Event, event, say } from "./adapter.ts";
import { address, EXCERPT } from "./forge.ts";

const LEVELS: Record<string, number | undefined> = {
  fatal: COLOR.bad,
  error: COLOR.bad,
  warning: COLOR.warning,
  info: COLOR.neutral,
  debug: COLOR.closed,
};
const colorOf = (level: string | null | undefined): number => LEVELS[level ?? ""] ?? COLOR.bad;

const occurrence = z.object({
  title: z.string(),
  culprit: z.string().nullish(),
  level: z.string().nullish(),
  environment: z.string().nullish(),
  web_url: address,
});

const RESOURCES: Record<string, Event> = {
  issue: event(
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
    ({ action, data }) => {
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
  ),

  event_alert: event(
    z.object({ data: z.object({ event: occurrence, triggered_rule: z.string().nullish() }) }),
    ({ data }) => {
      return happened(data.event, data.triggered_rule);
    },
  ),

  error: event(z.object({ data: z.object({ error: occurrence }) }), ({ data }) => {
    return happened(data.error, null);
  }),

  metric_alert: event(
    z.object({
      action: z.string(),
      data: z.object({
        description_title: z.string(),
        description_text: z.string().nullish(),
        web_url: address,
      }),
    }),
    ({ action, data }) => {
      const color =
        { critical: COLOR.bad, warning: COLOR.warning, resolved: COLOR.good }[action] ?? COLOR.neutral;
      return say({
        title: data.description_title,
        url: data.web_url,
        description: cut(data.description_text, EXCERPT),
        color,
      });
    },
  ),
};

/**
 * What Sentry tells: the hooks of an integration (`Sentry-Hook-Resource`: issue, event_alert, metric_alert, error), and,
 * without that header, those of its older plugin.
 */
export const sentry = byHeader(["Sentry-Hook-Resource"], RESOURCES, { title: "plugin", event: plugin() });

function happened(one: z.output<typeof occurrence>, rule: string | null | undefined) {
  return say({
    title: one.title,
    url: one.web_url,
    description: cut(one.culprit, EXCERPT),
    color: colorOf(one.level),
    fields: fieldsOf({ Level: one.level, Environment: one.environment }),
    footer: rule ? { text: rule } : undefined,
  });
}

function plugin(): Event {
  return event(
    z.object({
      project_name: z.string().nullish(),
      project: z.string(),
      culprit: z.string().nullish(),
      level: z.string().nullish(),
      url: address,
      message: z.string().nullish(),
      event: z.object({ title: z.string().nullish() }).nullish(),
    }),
    (one) => {
      return say({
        title: one.event?.title || one.message || one.culprit || one.project,
        url: one.url,
        description: cut(one.culprit, EXCERPT),
        color: colorOf(one.level),
        fields: fieldsOf({ Project: one.project_name ?? one.project, Level: one.level }),
      });
    },
  );
}

const fieldsOf = (values: Record<string, string | null | undefined>) =>
  Object.entries(values).flatMap(([name, value]) => (value ? [{ name, value, inline: true }] : []));
