import type { Bus } from "../../bus/bus.ts";
import type { Sql } from "../../db/database.ts";
import { type CompiledRule, compileRule } from "./compile-rule.ts";
import { listRules } from "./rules.ts";
import { RaidWatch, SpamWatch } from "./spam.ts";

/** Servers whose rules are kept ready; the one that was asked for longest ago goes first. */
const MAX_GUILDS = 1_000;

const EVENTS = /^AUTO_MODERATION_RULE_(CREATE|UPDATE|DELETE)$/;

/** Keeps the rules that are switched on ready to run. What the bus tells of a change, on any node, makes them be read anew. */
export class RuleCache {
  readonly #known = new Map<string, readonly CompiledRule[]>();
  /** Grows with every change: what was read while it grew may be old, and is not kept. */
  #version = 0;
  readonly #watches = { spam: new SpamWatch(), raid: new RaidWatch() };

  constructor(bus: Bus) {
    bus.subscribe((message) => {
      if (message.kind !== "dispatch" || !EVENTS.test(message.t)) return;
      this.#version++;
      this.#known.delete(message.topic.slice("guild:".length));
    });
  }

  async of(sql: Sql, guildId: string): Promise<readonly CompiledRule[]> {
    const known = this.#known.get(guildId);
    if (known) {
      this.#known.delete(guildId);
      this.#known.set(guildId, known);
      return known;
    }
    const version = this.#version;
    const rules = (await listRules(sql, guildId))
      .filter(({ enabled }) => enabled)
      .map((rule) => compileRule(rule, this.#watches));
    if (version === this.#version) {
      this.#known.set(guildId, rules);
      if (this.#known.size > MAX_GUILDS) {
        const [oldest] = this.#known.keys();
        if (oldest !== undefined) this.#known.delete(oldest);
      }
    }
    return rules;
  }
}
