import type { ComponentUse } from "@palabre/client";
import type { Snowflake } from "@palabre/protocol";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { commandApi } from "../../state/command-api.ts";
import { gateway } from "../../state/gateway.ts";
import { interactionNonce } from "../../state/interaction-nonce.ts";
import { createStore, useSelect } from "../../state/select.ts";

/** Milliseconds after the server took it until nobody waits any more: a bot has three seconds, and the server tells. */
const WAIT = 6_000;

/**
 * Sends what was done to a bot. True once the bot answered, false when it did not.
 * @throws ApiError, NetworkError when the server does not take it: nothing has happened then
 */
export async function interact(request: Omit<ComponentUse, "nonce">): Promise<boolean> {
  const nonce = interactionNonce();
  let stop = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    // Listened for before it is sent: the answer may come before the server has said that it took it.
    let giveUp = () => {};
    const end = new Promise<boolean>((resolve) => {
      giveUp = () => resolve(false);
      const heard = gateway()?.on("dispatch", ({ t, d }) => {
        if (t !== "INTERACTION_SUCCESS" && t !== "INTERACTION_FAILURE") return;
        if ((d as { nonce?: string }).nonce === nonce) resolve(t === "INTERACTION_SUCCESS");
      });
      if (heard) stop = heard;
    });
    await commandApi.interact({ ...request, nonce });
    timer = setTimeout(giveUp, WAIT);
    return await end;
  } finally {
    stop();
    clearTimeout(timer);
  }
}

/** What was pressed in a message. */
interface Press {
  messageId: Snowflake;
  /** Components whose bot has not answered yet. */
  waiting: readonly string[];
  /** Why the last did not work. */
  failure: string | null;
}

/** Messages of which it is kept. */
const KEPT = 30;
const IDLE: Omit<Press, "messageId"> = { waiting: [], failure: null };

const presses = createStore<readonly Press[], { messageId: Snowflake; change: (press: Press) => Press }>(
  [],
  (all, { messageId, change }) => {
    const known = all.find((one) => one.messageId === messageId) ?? { ...IDLE, messageId };
    return [...all.filter((one) => one.messageId !== messageId), change(known)].slice(-KEPT);
  },
);

/** What of a message was pressed and waits, and what went wrong. Outlives the row, which scrolls away. */
export const usePress = (messageId: Snowflake): Omit<Press, "messageId"> =>
  useSelect(presses, (all) => all.find((one) => one.messageId === messageId) ?? IDLE);

export interface Pressed {
  applicationId: Snowflake;
  guildId: Snowflake | null;
  channelId: Snowflake;
  messageId: Snowflake;
  component: { type: number; custom_id: string };
  /** Of a list. */
  values?: readonly string[];
}

/** Presses a button, or chooses in a list. True once the bot answered. */
export async function press(what: Pressed): Promise<boolean> {
  const { applicationId, guildId, channelId, messageId, component, values } = what;
  const { type, custom_id } = component;
  const change = (to: (press: Press) => Press) => presses.send({ messageId, change: to });
  const ended = (failure: string | null) =>
    change((now) => ({ ...now, waiting: now.waiting.filter((id) => id !== custom_id), failure }));
  change((now) => ({ ...now, waiting: [...now.waiting, custom_id], failure: null }));
  try {
    const isDone = await interact({
      type: 3,
      application_id: applicationId,
      ...(guildId !== null && { guild_id: guildId }),
      channel_id: channelId,
      message_id: messageId,
      data: { component_type: type, custom_id, ...(values && { values }) },
    });
    ended(isDone ? null : m.components_failed());
    return isDone;
  } catch (error) {
    ended(`${m.components_failed()} ${errorText(error)}`);
    return false;
  }
}
