import { type APIMessage, compareSnowflakes, type Snowflake, snowflakeTime } from "@palabre/protocol";
import { isEphemeral, isOfWebhook } from "../../state/bot-message.ts";
import type { PendingMessage } from "../../state/types.ts";

/** On a log while it scrolls. */
export const SCROLLING = "data-scrolling";

/** Messages of one author within this many milliseconds stand under one name. */
const GROUP_FOR = 7 * 60_000;

export type LogRow =
  | { kind: "intro"; key: "intro" }
  | {
      kind: "message";
      key: Snowflake;
      message: APIMessage;
      isHead: boolean;
      /** Milliseconds since 1970 when the day begins here, else null. */
      day: number | null;
      /** The first unread. */
      isNew: boolean;
    }
  | { kind: "pending"; key: string; pending: PendingMessage; isHead: boolean; day: number | null };

export interface RowsInput {
  messages: readonly APIMessage[];
  pending: readonly PendingMessage[];
  /** Whether the first message of `messages` is the first of all. */
  isStart: boolean;
  /** Whether the last message of `messages` is the last of all: only then do pending ones follow. */
  isEnd: boolean;
  selfId: Snowflake;
  /** What came after this id is new; null when nothing is. */
  newAfter: Snowflake | null;
}

/**
 * One row a message, separators inside the row they precede. In the middle of history the window's first message gets no
 * row: whether it stands under a name, a day or "New" hangs on what is not loaded, so that its height, or its
 * successor's, would change once that is.
 */
export function rowsOf({ messages, pending, isStart, isEnd, selfId, newAfter }: RowsInput): LogRow[] {
  const rows: LogRow[] = [];
  if (isStart) rows.push({ kind: "intro", key: "intro" });
  let above: { author: string; at: number; isPlain: boolean } | null = null;
  let isMarked = newAfter === null;
  for (const [index, message] of messages.entries()) {
    const at = snowflakeTime(message.id);
    const isPlain = isPlainType(message.type);
    if (index === 0 && !isStart) {
      above = { author: signerOf(message), at, isPlain };
      isMarked ||= isFresh(message, newAfter);
      continue;
    }
    const day = above === null || !isSameDay(above.at, at) ? at : null;
    const isNew: boolean = !isMarked && isFresh(message, newAfter);
    if (isNew) isMarked = true;
    const isHead: boolean =
      above === null ||
      day !== null ||
      isNew ||
      !isPlain ||
      !above.isPlain ||
      message.message_reference !== undefined ||
      hasContext(message) ||
      above.author !== signerOf(message) ||
      at - above.at >= GROUP_FOR;
    rows.push({
      kind: "message",
      key: message.id,
      message,
      isHead,
      day,
      isNew,
    });
    above = { author: signerOf(message), at, isPlain };
  }
  if (!isEnd) return rows;
  for (const one of pending) {
    const day: number | null = above !== null && isSameDay(above.at, one.createdAt) ? null : one.createdAt;
    const isHead: boolean =
      above === null ||
      day !== null ||
      one.replyTo !== null ||
      !above.isPlain ||
      above.author !== selfId ||
      one.createdAt - above.at >= GROUP_FOR;
    rows.push({ kind: "pending", key: `pending ${one.nonce}`, pending: one, isHead, day });
    above = { author: selfId, at: one.createdAt, isPlain: true };
  }
  return rows;
}

/** Came after `newAfter`; what a thread shows that it began with is never new, nor what a bot told oneself alone. */
function isFresh(message: APIMessage, newAfter: Snowflake | null): boolean {
  const { id, type } = message;
  const counts = type !== THREAD_STARTER && !isEphemeral(message);
  return newAfter !== null && counts && compareSnowflakes(id, newAfter) > 0;
}

/** The type of what a thread begins with: it shows a message of the channel. */
export const THREAD_STARTER = 21;

/** Whether a thread began with it. */
export const hasThread = ({ flags }: Pick<APIMessage, "flags">): boolean => ((flags ?? 0) & 32) !== 0;

/** Whether the first answer to what somebody did with a bot: a line above says what that was. */
export const hasContext = ({ interaction_metadata: trace }: APIMessage): boolean =>
  trace !== undefined && trace.original_response_message_id === undefined;

/** Whether it holds what only bots' messages have, besides words: components, or that it is promised, or for one alone. */
export const hasParts = ({ components, flags }: APIMessage): boolean =>
  ((flags ?? 0) & (64 | 128)) !== 0 || Boolean(components?.length);

/** Made of components alone, files among them. */
export const isMadeOfParts = ({ flags }: APIMessage): boolean => ((flags ?? 0) & 32_768) !== 0;

/** A message somebody wrote, as against one that tells what happened to the room. */
export function isPlainType(type: number): boolean {
  return type === 0 || type === 19 || type === 20 || type === 23;
}

function isSameDay(a: number, b: number): boolean {
  const first = new Date(a);
  const second = new Date(b);
  return (
    first.getDate() === second.getDate() &&
    first.getMonth() === second.getMonth() &&
    first.getFullYear() === second.getFullYear()
  );
}

export interface Unread {
  count: number;
  /** More than `count`: the first unread is not loaded. */
  isMore: boolean;
  /** When the oldest known unread was written, milliseconds since 1970. */
  since: number;
}

/** What the pill says about the unread messages of the window. Null when there is nothing to say. */
export function unreadIn(
  messages: readonly APIMessage[],
  newAfter: Snowflake | null,
  selfId: Snowflake,
  isStart: boolean,
): Unread | null {
  if (newAfter === null) return null;
  const fresh = messages.filter((message) => isFresh(message, newAfter) && message.author.id !== selfId);
  const first = fresh[0];
  if (!first) return null;
  const isMore = !isStart && first === messages[0];
  const since = isMore && newAfter !== "0" ? snowflakeTime(newAfter) : snowflakeTime(first.id);
  return { count: fresh.length, isMore, since };
}

export interface RowChange {
  /** Same keys at neither end: another place in history. */
  isOther: boolean;
  removedStart: number;
  addedStart: number;
  removedEnd: number;
  addedEnd: number;
}

/** How one list of keys became another, when at least a run in the middle stayed. Linear. */
export function compareRows(
  before: readonly { key: string }[],
  after: readonly { key: string }[],
): RowChange {
  const place = new Map(after.map((row, index) => [row.key, index]));
  const firstKept = before.findIndex((row) => place.has(row.key));
  if (firstKept < 0) {
    const isOther = before.length > 0;
    return { isOther, removedStart: 0, addedStart: 0, removedEnd: before.length, addedEnd: after.length };
  }
  const lastKept = before.findLastIndex((row) => place.has(row.key));
  const first = place.get(before[firstKept]?.key ?? "") ?? 0;
  const last = place.get(before[lastKept]?.key ?? "") ?? 0;
  return {
    isOther: false,
    removedStart: firstKept,
    addedStart: first,
    removedEnd: before.length - 1 - lastKept,
    addedEnd: after.length - 1 - last,
  };
}

/** Whose name stands above: a webhook has one for each message. */
function signerOf(message: APIMessage): string {
  const { author } = message;
  if (isEphemeral(message)) return `${author.id} alone`;
  return isOfWebhook(message) ? `${author.id} ${author.username} ${author.avatar}` : author.id;
}
