import { AUTHORIZATION_EVENTS } from "@palabre/protocol";
import type { Logger } from "pino";
import type { Database } from "../../db/database.ts";
import type { Gateway } from "../../gateway/gateway.ts";
import type { Heard, Listener } from "../../gateway/hub.ts";
import { KNOWN_INTENTS, PRIVILEGED_INTENTS } from "../../gateway/intents.ts";
import { readAllowedIntents } from "../applications/allowed-intents.ts";
import { eventEnvelope, type OutgoingEvent } from "../applications/event-outbox.ts";
import { type Hook, readHooks } from "./hook.ts";

/** Of these the channel is gone, or not seen any more: there is nothing to look at when it is sent. */
const FAREWELLS: ReadonlySet<string> = new Set(["CHANNEL_DELETE", "THREAD_DELETE"]);
const OF_ITSELF: ReadonlySet<string> = new Set(AUTHORIZATION_EVENTS);

interface Listening {
  /** What decides what is heard. */
  key: string;
  end: Disposable;
}

/** What listens at the gateway for the webhooks that are switched on. */
export class Listeners {
  readonly #db: Database;
  readonly #gateway: Pick<Gateway, "listen">;
  readonly #log: Pick<Logger, "error">;
  readonly #heard: (event: OutgoingEvent, record: string | undefined) => void;
  readonly #listening = new Map<string, Listening>();
  /** One follows after the other: a change that came later counts. */
  #queue: Promise<void> = Promise.resolve();

  constructor(
    parts: { db: Database; gateway: Pick<Gateway, "listen">; log: Pick<Logger, "error"> },
    heard: (event: OutgoingEvent, record: string | undefined) => void,
  ) {
    this.#db = parts.db;
    this.#gateway = parts.gateway;
    this.#log = parts.log;
    this.#heard = heard;
  }

  /** Listens as the database says, for one webhook or for all. From when it resolves on, everything is heard. */
  follow(hookId?: string): Promise<void> {
    const turn = this.#queue.then(async () => {
      const hooks = await readHooks(this.#db.read, hookId === undefined ? undefined : [hookId]);
      const on = hooks.filter(({ isOn }) => isOn);
      const known = hookId === undefined ? [...this.#listening.keys()] : [hookId];
      for (const id of known) if (!on.some((hook) => hook.id === id)) this.#end(id);
      for (const hook of on) {
        await this.#listen(hook).catch((err: unknown) =>
          this.#log.error({ err, hook: hook.id }, "an event webhook cannot listen"),
        );
      }
    });
    this.#queue = turn.catch((err: unknown) =>
      this.#log.error({ err }, "event webhooks could not be followed"),
    );
    return this.#queue;
  }

  close(): void {
    for (const id of [...this.#listening.keys()]) this.#end(id);
  }

  async #listen(hook: Hook): Promise<void> {
    const types = new Set(hook.types.filter((type) => !OF_ITSELF.has(type)));
    const allowed = hook.guildId === null ? await readAllowedIntents(this.#db.read, hook.id) : 0;
    const { listensAs, guildId, channelId } = hook;
    const key = JSON.stringify([listensAs, guildId, channelId, [...types], allowed]);
    if (this.#listening.get(hook.id)?.key === key) return;
    const listener: Listener = {
      userId: listensAs,
      guildId: guildId ?? undefined,
      types,
      bot: guildId === null ? { intents: (KNOWN_INTENTS & ~PRIVILEGED_INTENTS) | allowed } : undefined,
      hear: (event) => {
        if (concerns(hook, event)) this.#heard(toOutgoing(hook, event), event.record);
      },
    };
    const end = types.size === 0 ? { [Symbol.dispose]() {} } : await this.#gateway.listen(listener);
    this.#end(hook.id);
    this.#listening.set(hook.id, { key, end });
  }

  #end(id: string): void {
    this.#listening.get(id)?.end[Symbol.dispose]();
    this.#listening.delete(id);
  }
}

/**
 * A server's own webhook tells those who manage webhooks, who need not see what its maker sees: it hears of the one channel
 * that it was made for, or of those that every member sees; never of what is private to some.
 */
function concerns(hook: Hook, event: Heard): boolean {
  if (hook.guildId === null) return true;
  if (event.guildId !== hook.guildId) return false;
  if (event.channelId === undefined) return hook.channelId === null;
  if (event.isPrivate) return false;
  return hook.channelId === null ? event.isOpen : event.parentId === hook.channelId;
}

function toOutgoing(hook: Hook, { t, data, guildId, channelId, messageId, quotedId }: Heard): OutgoingEvent {
  const isOfApplication = hook.guildId === null;
  return {
    hookId: hook.id,
    applicationId: isOfApplication ? hook.id : null,
    guildId,
    channelId: FAREWELLS.has(t) ? null : (channelId ?? null),
    messageId: messageId ?? null,
    quotedId: quotedId ?? null,
    type: t,
    body: isOfApplication ? eventEnvelope(hook.id, t, data) : guildEnvelope(guildId, t, data),
  };
}

/** What a server's own webhook sends; `data` is JSON. */
export const guildEnvelope = (guildId: string, type: string, data: string): string =>
  `{"type":"${type}","timestamp":"${new Date().toISOString()}","guild_id":"${guildId}","data":${data}}`;
