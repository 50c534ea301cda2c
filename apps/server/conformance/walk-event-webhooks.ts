import type { Play } from "./play.ts";

/** What an application says of the events that are posted to it. */
export async function eventWebhooks({ ask }: Play): Promise<void> {
  await ask("PATCH /applications/@me", {
    body: { event_webhooks_types: ["APPLICATION_AUTHORIZED", "APPLICATION_DEAUTHORIZED"] },
  });
  await ask("GET /applications/@me");
  await ask("PATCH /applications/@me", { body: { event_webhooks_types: [], event_webhooks_status: 1 } });
}
