import { GatewayDispatchEvents, GatewayIntentBits } from "discord-api-types/v10";
import { type Fields, fields, text } from "./fields.ts";
import { intentFor } from "./intents.ts";
import { Payload } from "./payload.ts";
import type { Session } from "./session.ts";

/** Who is told: a session, or what listens without one. */
export interface Reader {
  readonly bot: Session["bot"];
  readonly user: { readonly id: string };
}

/** Dispatches whose `id` is a channel's or a thread's. */
const IS_PLACE = /^(CHANNEL_(CREATE|UPDATE|DELETE)|THREAD_(CREATE|UPDATE|DELETE))$/;

const HOLDS_CONTENT: ReadonlySet<string> = new Set(["MESSAGE_CREATE", "MESSAGE_UPDATE"]);

/** One event on its way to the sessions of a topic. Everything it works out is worked out once, when first asked for. */
export class Dispatch {
  readonly t: string;
  readonly #d: unknown;
  #whole: Payload | undefined;
  #withoutContent: Payload | undefined;
  #guild: string | undefined | null = null;
  #intent: number | undefined | null = null;
  #mentioned: ReadonlySet<string> | undefined;

  /** `guildId` when it is known to be of that server, whether or not `d` says so. */
  constructor(t: string, d: unknown, guildId?: string) {
    this.t = t;
    this.#d = d;
    if (guildId !== undefined) this.#guild = guildId;
  }

  /** What this session gets of it; undefined when it gets nothing. */
  payloadFor({ bot, user }: Reader): Payload | undefined {
    if (bot === undefined) return this.whole;
    const { intents, shard } = bot;
    const userId = user.id;
    if (shard !== undefined && !this.#isOfShard(shard)) return undefined;
    const intent = this.#intentBit();
    if (intent === undefined) return undefined;
    if (intent !== 0 && (intents & intent) === 0 && !this.#isMemberUpdateOf(userId)) return undefined;
    if ((intents & GatewayIntentBits.MessageContent) === 0 && this.#hidesContentFrom(userId)) {
      this.#withoutContent ??= new Payload(this.t, stripContent(fields(this.#d)));
      return this.#withoutContent;
    }
    return this.whole;
  }

  get whole(): Payload {
    this.#whole ??= new Payload(this.t, this.#d);
    return this.#whole;
  }

  /** The server that it is of. */
  get guildId(): string | undefined {
    return this.#guildId();
  }

  /** The channel or thread that it is about. */
  get channelId(): string | undefined {
    const d = fields(this.#d);
    return text(IS_PLACE.test(this.t) ? d.id : d.channel_id);
  }

  /** The message whose content stands in it. */
  get messageId(): string | undefined {
    return HOLDS_CONTENT.has(this.t) ? text(fields(this.#d).id) : undefined;
  }

  /** The message that this one answers, whose content stands in it, too. */
  get quotedId(): string | undefined {
    if (!HOLDS_CONTENT.has(this.t)) return undefined;
    return text(fields(fields(this.#d).referenced_message).id);
  }

  /** The channel that it says a thread is in. */
  get parentId(): string | undefined {
    return this.t.startsWith("THREAD_") ? text(fields(this.#d).parent_id) : undefined;
  }

  #guildId(): string | undefined {
    if (this.#guild === null) {
      const d = fields(this.#d);
      const isGuild =
        this.t === GatewayDispatchEvents.GuildCreate ||
        this.t === GatewayDispatchEvents.GuildUpdate ||
        this.t === GatewayDispatchEvents.GuildDelete;
      this.#guild = text(isGuild ? d.id : d.guild_id);
    }
    return this.#guild;
  }

  #intentBit(): number | undefined {
    if (this.#intent === null) this.#intent = intentFor(this.t, this.#guildId() === undefined);
    return this.#intent;
  }

  /** Guilds are dealt out over the shards by id; what is of no guild goes to the first shard. */
  #isOfShard([shard, count]: readonly [number, number]): boolean {
    const guild = this.#guildId();
    return guild === undefined ? shard === 0 : isOfShard(guild, [shard, count]);
  }

  /** A bot hears of changes to its own membership without the intent for everybody's. */
  #isMemberUpdateOf(userId: string): boolean {
    return this.t === GatewayDispatchEvents.GuildMemberUpdate && fields(fields(this.#d).user).id === userId;
  }

  #hidesContentFrom(userId: string): boolean {
    if (this.t !== GatewayDispatchEvents.MessageCreate && this.t !== GatewayDispatchEvents.MessageUpdate)
      return false;
    if (this.#guildId() === undefined) return false;
    const d = fields(this.#d);
    if (fields(d.author).id === userId) return false;
    if (this.#mentioned === undefined) {
      const mentions = Array.isArray(d.mentions) ? d.mentions : [];
      this.#mentioned = new Set(mentions.map((user) => text(fields(user).id) ?? ""));
    }
    return !this.#mentioned.has(userId);
  }
}

/** Whether the server's dispatches come to this shard. */
export const isOfShard = (guildId: string, [shard, count]: readonly [number, number]): boolean =>
  Number((BigInt(guildId) >> 22n) % BigInt(count)) === shard;

/** The message without what its author wrote, the messages that it quotes included. */
function stripContent(message: Fields): Fields {
  const stripped: Fields = { ...message };
  if ("content" in message) stripped.content = "";
  for (const list of ["embeds", "attachments", "components"]) if (list in message) stripped[list] = [];
  delete stripped.poll;
  if (typeof message.referenced_message === "object" && message.referenced_message !== null) {
    stripped.referenced_message = stripContent(fields(message.referenced_message));
  }
  if (Array.isArray(message.message_snapshots)) {
    stripped.message_snapshots = message.message_snapshots.map((snapshot) => ({
      ...fields(snapshot),
      message: stripContent(fields(fields(snapshot).message)),
    }));
  }
  return stripped;
}
