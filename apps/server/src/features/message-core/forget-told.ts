import type { Tx } from "../../db/database.ts";
import { inList } from "./in-list.ts";

const NOTE = "the message was deleted";

const toForget = new WeakMap<Tx, Set<string>>();

/**
 * What was told of these messages to addresses outside loses their content, and what is still to be told of them is not
 * told: in the log, in what waits, and in what is about to be announced. Messages that answer one of them lose what they
 * show of it. This comes last in the transaction, once for all that it deletes: the addresses are locked in one order.
 */
export function forgetTold(tx: Tx, ids: readonly string[]): void {
  const known = toForget.get(tx);
  if (known !== undefined) {
    for (const id of ids) known.add(id);
    return;
  }
  const all = new Set(ids);
  toForget.set(tx, all);
  tx.beforeCommit(async () => {
    toForget.delete(tx);
    await forget(tx, inList(all));
  });
}

/** @param ids filled up by `inList` */
async function forget(tx: Tx, ids: readonly string[]): Promise<void> {
  const { sql } = tx;
  // First what is not in the outbox yet: whoever takes it there at this moment has done so when this is over.
  await sql.deleteFrom("event_announcements").where("message_id", "in", ids).execute();
  const answers = await sql
    .selectFrom("event_announcements")
    .select(["id", "data"])
    .where("quoted_id", "in", ids)
    .execute();
  for (const { id, data } of answers) {
    await sql
      .updateTable("event_announcements")
      .set({ data: withoutQuoted(data, (d) => d), quoted_id: null })
      .where("id", "=", id)
      .execute();
  }
  const find = () =>
    sql
      .selectFrom("event_deliveries")
      .select(["id", "hook_id", "message_id", "next_at", "body"])
      .where((is) => is.or([is("message_id", "in", ids), is("quoted_id", "in", ids)]))
      .where("body", "!=", "");
  const concerned = await find().execute();
  if (concerned.length === 0) return;
  await tx.lock(...new Set(concerned.map(({ hook_id }) => `event-hook:${hook_id}`)));
  const gone = new Set(ids);
  const now = Date.now();
  for (const { id, message_id, next_at, body } of await find().orderBy("id").execute()) {
    const isAnswer = message_id === null || !gone.has(message_id);
    const waits = next_at !== null && { status: "dropped" as const, next_at: null, finished_at: now };
    // What came back may repeat what was posted.
    const changes = isAnswer
      ? { body: forgetQuoted(body), response: null, quoted_id: null }
      : { body: "", response: null, note: NOTE, ...waits };
    await sql.updateTable("event_deliveries").set(changes).where("id", "=", id).execute();
  }
}

type Fields = Record<string, unknown>;

/** The message in what is posted: an application's envelope, or a server's. */
const envelopeData = ({ event, data }: Fields): Fields => ((event as Fields)?.data ?? data ?? {}) as Fields;

/** What is posted, without what it shows of the message that it answers. */
export const forgetQuoted = (body: string): string => withoutQuoted(body, envelopeData);

function withoutQuoted(json: string, messageIn: (whole: Fields) => Fields): string {
  const whole = JSON.parse(json) as Fields;
  messageIn(whole).referenced_message = null;
  return JSON.stringify(whole);
}
