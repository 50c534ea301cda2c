import { z } from "zod";
import { always, COLOR, cut, EMBED, type Embed, event, linked, plain, say } from "./adapter.ts";
import { address, EXCERPT } from "./forge.ts";

/** What Grafana and Prometheus' Alertmanager send is one shape: a group of alerts that fire or are resolved. */

const labels = z.record(z.string(), z.string());

const alert = z.object({
  status: z.string(),
  labels: labels.nullish(),
  annotations: labels.nullish(),
  startsAt: z.string().nullish(),
  generatorURL: address,
  /** Grafana's own. */
  panelURL: address,
  dashboardURL: address,
  valueString: z.string().nullish(),
});
type Alert = z.output<typeof alert>;

const group = {
  status: z.string(),
  alerts: z.array(alert).min(1).max(10_000),
  groupLabels: labels.nullish(),
  commonLabels: labels.nullish(),
  commonAnnotations: labels.nullish(),
  externalURL: address,
  receiver: z.string().nullish(),
};

/** Alerts that are told one by one; of the others there is the number. */
const SHOWN = 8;

export const alertmanager = always(
  event(z.object(group), (one) => {
    const name =
      one.commonLabels?.alertname ?? one.groupLabels?.alertname ?? one.alerts[0]?.labels?.alertname;
    return say({
      ...headOf(one, name ?? one.receiver ?? "Alerts"),
      description: cut(one.commonAnnotations?.summary ?? one.commonAnnotations?.description, EXCERPT),
      fields: fieldsOf(one.alerts),
    });
  }),
);

const grafanaBody = z.object({ ...group, title: z.string().nullish(), message: z.string().nullish() });

export const grafana = always(
  event(grafanaBody, (one) => {
    const head = headOf(one, one.commonLabels?.alertname ?? one.alerts[0]?.labels?.alertname ?? "Alerts");
    return say({
      ...head,
      // Its own title says the same, and is what people shape there.
      title: one.title || head.title,
      description: cut(one.commonAnnotations?.summary ?? one.commonAnnotations?.description, EXCERPT),
      fields: fieldsOf(one.alerts),
    });
  }),
);

function headOf(
  {
    status,
    alerts,
    externalURL,
    commonLabels,
  }: Pick<z.output<z.ZodObject<typeof group>>, "status" | "alerts" | "externalURL" | "commonLabels">,
  name: string,
): Embed {
  const isResolved = status === "resolved";
  const firing = alerts.filter((one) => one.status !== "resolved").length;
  const isMild = ["warning", "info"].includes(commonLabels?.severity ?? "");
  return {
    title: cut(isResolved ? `[RESOLVED] ${name}` : `[FIRING:${firing}] ${name}`, EMBED.title),
    url: externalURL,
    color: isResolved ? COLOR.good : isMild ? COLOR.warning : COLOR.bad,
  };
}

function fieldsOf(alerts: readonly Alert[]): NonNullable<Embed["fields"]> {
  const fields = alerts.slice(0, SHOWN).map((one) => {
    const { alertname, ...rest } = one.labels ?? {};
    const about = one.annotations?.summary ?? one.annotations?.description ?? one.annotations?.message;
    const marks = Object.entries(rest)
      .slice(0, 8)
      .map(([key, value]) => `${plain(cut(key, 40))}=${plain(cut(value, 60))}`)
      .join(" ");
    const url = one.panelURL || one.dashboardURL || one.generatorURL;
    return {
      name: cut(
        `${one.status === "resolved" ? "Resolved" : "Firing"}: ${alertname ?? "alert"}`,
        EMBED.fieldName,
      ),
      value:
        [about ? cut(about, 300) : "", marks, url ? linked("Source", url) : ""].filter(Boolean).join("\n") ||
        "–",
    };
  });
  const more = alerts.length - fields.length;
  return more > 0 ? [...fields, { name: "And more", value: `${more} further alerts` }] : fields;
}
