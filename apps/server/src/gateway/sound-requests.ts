import { Dispatch, isOfShard } from "./dispatch.ts";
import type { GatewayHooks } from "./hooks.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

/** Servers of one session that wait for their answer; more are passed over. */
const MAX_WAITING = 400;

export interface SoundRequests {
  /** Answers with SOUNDBOARD_SOUNDS for each server, one after the other. */
  ask(session: Session, guildIds: readonly string[]): void;
}

/** Answers requests for sounds, of servers that the one who asks is in; about others there is silence. */
export function createSoundRequests(init: {
  hub: Hub;
  hooks: Pick<GatewayHooks, "soundboardSounds">;
  deliver(session: Session, event: Dispatch): void;
  failed(err: unknown, message: string): void;
}): SoundRequests {
  const { hub, hooks, deliver } = init;
  const turns = new WeakMap<Session, { last: Promise<void>; waiting: number }>();

  const concerns = (session: Session, guildId: string): boolean =>
    session.user.sessions.includes(session) &&
    hub.guilds.get(guildId)?.member(session.user.id) !== undefined &&
    (session.bot?.shard === undefined || isOfShard(guildId, session.bot.shard));

  async function answer(session: Session, guildId: string): Promise<void> {
    // Whoever lost the connection asks again.
    if (session.socket === undefined || !concerns(session, guildId)) return;
    const soundboard_sounds = await hooks.soundboardSounds(guildId);
    if (!concerns(session, guildId)) return;
    deliver(session, new Dispatch("SOUNDBOARD_SOUNDS", { guild_id: guildId, soundboard_sounds }, guildId));
  }

  return {
    ask(session, guildIds) {
      const turn = turns.get(session) ?? { last: Promise.resolve(), waiting: 0 };
      turns.set(session, turn);
      for (const guildId of guildIds) {
        if (turn.waiting >= MAX_WAITING) return;
        turn.waiting++;
        turn.last = turn.last
          .then(() => answer(session, guildId))
          .catch((err) => init.failed(err, "sounds could not be read"))
          .finally(() => {
            turn.waiting--;
          });
      }
    },
  };
}
