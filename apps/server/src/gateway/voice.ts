import { randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";
import { Dispatch } from "./dispatch.ts";
import type { ChannelInfoRequest, VoiceWish } from "./frames.ts";
import type { GatewayHooks } from "./hooks.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

/** Wishes of one session that wait for their turn; more are passed over. */
const MAX_WAITING = 5;
/** Milliseconds between two of them. */
const APART_MS = 500;

export interface VoiceRequests {
  /** Brings a session into a voice channel or out of it, one wish after the other. */
  change(session: Session, wish: VoiceWish): void;
  /** Answers with CHANNEL_INFO. */
  inform(session: Session, request: ChannelInfoRequest): void;
  /** The session is over: it leaves where it was. */
  ended(session: Session): void;
}

/** What sessions ask about voice. What may not be is passed over in silence, as documented. */
export function createVoiceRequests(init: {
  hub: Hub;
  hooks: Pick<GatewayHooks, "changeVoice" | "endVoice" | "channelInfo">;
  clock: Clock;
  deliver(session: Session, event: Dispatch): void;
  failed(err: unknown, message: string): void;
}): VoiceRequests {
  const { hub, hooks, clock, deliver, failed } = init;
  const turns = new WeakMap<Session, { last: Promise<void>; waiting: number }>();

  /** Does one thing of a session after the other. */
  function inTurn(session: Session, what: () => Promise<void>, limit = MAX_WAITING): void {
    const turn = turns.get(session) ?? { last: Promise.resolve(), waiting: 0 };
    turns.set(session, turn);
    if (turn.waiting >= limit) return;
    turn.waiting++;
    turn.last = turn.last
      .then(what)
      .catch((err: unknown) => failed(err, "a wish about voice could not be met"))
      // Each tells all who see the channel: no faster than a hand is.
      .then(() =>
        turn.waiting > 1 ? new Promise<void>((resolve) => void clock.after(APART_MS, resolve)) : undefined,
      )
      .finally(() => void turn.waiting--);
  }

  const isMember = (session: Session, guildId: string) =>
    hub.guilds.get(guildId)?.member(session.user.id) !== undefined;

  return {
    change(session, wish) {
      if (hooks.changeVoice === undefined || !isMember(session, wish.guildId)) return;
      inTurn(session, async () => {
        if (session.socket === undefined || !session.user.sessions.includes(session)) return;
        session.voiceId ??= randomBytes(16).toString("hex");
        const who = { userId: session.user.id, bot: session.bot !== undefined, voiceId: session.voiceId };
        const channelId = await hooks.changeVoice?.(who, wish);
        if (channelId === null || channelId !== wish.channelId) return;
        // No address: as documented, the client waits until one is told. Nothing here carries sound yet.
        const d = { token: randomBytes(8).toString("hex"), guild_id: wish.guildId, endpoint: null };
        deliver(session, new Dispatch("VOICE_SERVER_UPDATE", d, wish.guildId));
      });
    },
    inform(session, { guildId, fields }) {
      if (hooks.channelInfo === undefined || !isMember(session, guildId)) return;
      inTurn(session, async () => {
        if (session.socket === undefined) return;
        const all = (await hooks.channelInfo?.(session.user.id, guildId)) ?? [];
        const channels = all.map((one) => ({
          id: one.id,
          ...Object.fromEntries(fields.map((field) => [field, one[field]])),
        }));
        deliver(session, new Dispatch("CHANNEL_INFO", { guild_id: guildId, channels }, guildId));
      });
    },
    ended(session) {
      const { voiceId } = session;
      // Behind what it wished for: a place that is being given is taken back, too.
      if (voiceId !== undefined) {
        inTurn(session, async () => hooks.endVoice?.(voiceId), Number.POSITIVE_INFINITY);
      }
    },
  };
}
