import { Link2, Terminal } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import type { MenuEntry } from "../../ui/Menu.tsx";

/** Services whose payloads the server translates, by the end of the address. Their names are their own. */
const SERVICES: readonly (readonly [path: string, name: string, about?: () => string])[] = [
  ["slack", "Slack", m.webhook_form_slack_about],
  ["github", "GitHub", m.webhook_form_own_about],
  ["gitlab", "GitLab", m.webhook_form_own_about],
  ["forgejo", "Forgejo", m.webhook_form_forgejo_about],
  ["sentry", "Sentry"],
  ["grafana", "Grafana"],
  ["alertmanager", "Alertmanager"],
];

/** Those that can sign what they send with a webhook's secret. */
const SIGNING = ["github", "gitlab", "forgejo", "sentry"];

/** The forms in which an address can be copied; where what is posted has to be signed, those that are. */
export function webhookForms(url: string, isSigned: boolean, copy: (text: string) => void): MenuEntry[] {
  const services = SERVICES.filter(([path]) => !isSigned || SIGNING.includes(path)).map(
    ([path, label, about]) => ({
      id: path,
      label,
      ...(about && { description: about() }),
      onAction: () => copy(`${url}/${path}`),
    }),
  );
  if (isSigned) return services;
  return [
    {
      id: "plain",
      label: m.webhook_form_plain(),
      description: m.webhook_form_plain_about(),
      icon: Link2,
      onAction: () => copy(url),
    },
    {
      id: "curl",
      label: m.webhook_form_curl(),
      description: m.webhook_form_curl_about(),
      icon: Terminal,
      onAction: () => copy(curlLine(url, m.webhook_hello())),
    },
    "separator",
    ...services,
  ];
}

/** A line for a shell; what stands between its quotes ends them nowhere. */
export function curlLine(url: string, content: string): string {
  const body = JSON.stringify({ content }).replaceAll("'", "\\u0027");
  return `curl -H 'Content-Type: application/json' -d '${body}' '${url}'`;
}
