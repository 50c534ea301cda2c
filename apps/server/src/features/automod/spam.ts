/** People remembered at most; who wrote longest ago is forgotten first. */
const MAX_PEOPLE = 10_000;
/** More messages than this in so many milliseconds are spam. */
const FAST = { messages: 8, withinMs: 8_000 };
/** The same words so often in so many milliseconds are spam. */
const SAME = { messages: 4, withinMs: 60_000 };

interface Habit {
  /** Times of the last messages, the oldest first. */
  times: number[];
  words: string;
  /** Times at which `words` were written in a row. */
  repeats: number[];
}

/** Remembers who wrote lately, for a while and in memory: each node for itself. */
export class SpamWatch {
  readonly #habits = new Map<string, Habit>();

  /** Notes one more message of a member; whether it is one too many. */
  isSpam(guildId: string, userId: string, content: string, now: number): boolean {
    const key = `${guildId}:${userId}`;
    const habit = this.#habits.get(key) ?? { times: [], words: "", repeats: [] };
    this.#habits.delete(key);
    this.#habits.set(key, habit);
    if (this.#habits.size > MAX_PEOPLE) {
      const [oldest] = this.#habits.keys();
      if (oldest !== undefined) this.#habits.delete(oldest);
    }
    habit.times = [...habit.times.filter((time) => time > now - FAST.withinMs), now];
    if (content !== habit.words) habit.repeats = [];
    habit.words = content;
    habit.repeats = [...habit.repeats.filter((time) => time > now - SAME.withinMs), now];
    const repeated = content !== "" && habit.repeats.length >= SAME.messages;
    return habit.times.length > FAST.messages || repeated;
  }
}

/** Servers remembered at most. */
const MAX_GUILDS = 1_000;
/** Mentions by newcomers of one server within a minute that look like a raid. */
const RAID = { mentions: 30, withinMs: 60_000, newcomerMs: 86_400_000 };

/** Remembers how often those who have just come mention others. */
export class RaidWatch {
  readonly #mentions = new Map<string, { since: number; count: number }>();

  isRaid(guildId: string, joinedAt: number, mentions: number, now: number): boolean {
    if (mentions === 0 || joinedAt < now - RAID.newcomerMs) return false;
    const known = this.#mentions.get(guildId);
    const window = known && known.since > now - RAID.withinMs ? known : { since: now, count: 0 };
    window.count += mentions;
    this.#mentions.delete(guildId);
    this.#mentions.set(guildId, window);
    if (this.#mentions.size > MAX_GUILDS) {
      const [oldest] = this.#mentions.keys();
      if (oldest !== undefined) this.#mentions.delete(oldest);
    }
    return window.count > RAID.mentions;
  }
}
