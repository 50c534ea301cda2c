import { type APIMessage, compareSnowflakes } from "@palabre/protocol";
import type { MessageWindow } from "./types.ts";

/** Said by a bot to oneself alone. */
export const isEphemeral = ({ flags }: Pick<Partial<APIMessage>, "flags">): boolean =>
  ((flags ?? 0) & 64) !== 0;

/** Posted by a webhook. What bots answer to interactions names one too, by their own id: those are bots all the same. */
export const isOfWebhook = ({
  webhook_id,
  application_id,
}: Pick<APIMessage, "webhook_id" | "application_id">): boolean =>
  webhook_id !== undefined && webhook_id !== application_id;

/** A window's messages with what was told to oneself alone in between, as far as the window reaches. */
export function withTold(
  messages: readonly APIMessage[],
  told: readonly APIMessage[],
  { hasBefore, hasAfter }: Pick<MessageWindow, "hasBefore" | "hasAfter">,
): readonly APIMessage[] {
  const [first] = messages;
  const last = messages.at(-1);
  const here = told.filter(
    (one) =>
      (!hasBefore || (first && compareSnowflakes(one.id, first.id) > 0)) &&
      (!hasAfter || (last && compareSnowflakes(one.id, last.id) < 0)),
  );
  return here.length > 0 ? [...messages, ...here].sort((a, b) => compareSnowflakes(a.id, b.id)) : messages;
}
