import type { Selectable } from "kysely";
import type { DispatchMessage, Recorder, Topic } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { Dispatch } from "../../gateway/dispatch.ts";
import type { Gateway } from "../../gateway/gateway.ts";
import type { WriteDown } from "./write-down.ts";

type Row = Selectable<Schema["event_announcements"]>;
type Recordings = Pick<Tx, "sql" | "beforeCommit">;

/** Records that are read at a time. */
const BATCH = 200;
/** Rows that one statement inserts: databases bound its parameters. */
const ROWS = 500;
/** What nobody took for so long is of a node that died. One that lives takes its own within milliseconds. */
const FORSAKEN_MS = 30_000;

/**
 * Writes down what is announced where somebody listens for it. Where nobody does this is a look into memory: no statement,
 * nothing made.
 */
export function createRecorder(
  gateway: Pick<Gateway, "listenersOf">,
  { newId, nodeId }: { newId: () => string; nodeId: number },
): Recorder {
  /** All of a transaction are written by one statement. */
  const ofTransaction = new WeakMap<Recordings, [DispatchMessage, readonly string[], string][]>();
  return (tx, message) => {
    const audience = gateway.listenersOf(message);
    if (audience.length === 0) return undefined;
    const id = newId();
    const known = ofTransaction.get(tx);
    if (known !== undefined) {
      known.push([message, audience, id]);
      return id;
    }
    const all: [DispatchMessage, readonly string[], string][] = [[message, audience, id]];
    ofTransaction.set(tx, all);
    tx.beforeCommit(async () => {
      ofTransaction.delete(tx);
      const rows = all.map(([one, heard, its]) => toRow(one, heard, its, nodeId));
      for (let at = 0; at < rows.length; at += ROWS) {
        await tx.sql
          .insertInto("event_announcements")
          .values(rows.slice(at, at + ROWS))
          .execute();
      }
    });
    return id;
  };
}

function toRow(
  { topic, t, d, needs }: DispatchMessage,
  audience: readonly string[],
  id: string,
  nodeId: number,
): Row {
  const { guildId, messageId, quotedId } = new Dispatch(t, d);
  return {
    id,
    node_id: nodeId,
    created_at: Date.now(),
    guild_id: topic.startsWith("guild:") ? topic.slice("guild:".length) : (guildId ?? null),
    message_id: messageId ?? null,
    quoted_id: quotedId ?? null,
    audience: JSON.stringify(audience),
    topic,
    type: t,
    data: JSON.stringify(d),
    needs: needs ?? null,
  };
}

/** Announces to those who listen what a process that died had committed. */
interface Recall {
  /** All that this node left behind; before it announces anything new, so that the order holds. */
  own(): Promise<void>;
  /** What any node left behind that did not come back. */
  forsaken(): Promise<void>;
}

export function createRecall(
  { db, gateway, nodeId }: { db: Database; gateway: Pick<Gateway, "recall">; nodeId: number },
  writeDown: Pick<WriteDown, "heard" | "settled">,
): Recall {
  async function recall(of: { nodeId: number } | { before: number }): Promise<void> {
    for (let after = "0"; ; ) {
      let query = db.read.selectFrom("event_announcements").selectAll().where("id", ">", after);
      query =
        "nodeId" in of ? query.where("node_id", "=", of.nodeId) : query.where("created_at", "<", of.before);
      const rows = await query.orderBy("id").limit(BATCH).execute();
      for (const row of rows) {
        gateway.recall(toMessage(row), JSON.parse(row.audience) as string[]);
        writeDown.heard(row.id);
      }
      await writeDown.settled();
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.id;
    }
  }
  return {
    own: () => recall({ nodeId }),
    forsaken: () => recall({ before: Date.now() - FORSAKEN_MS }),
  };
}

const toMessage = ({ id, topic, type, data, needs }: Row): DispatchMessage => ({
  kind: "dispatch",
  topic: topic as Topic,
  t: type,
  d: JSON.parse(data) as unknown,
  ...(needs !== null && { needs }),
  record: id,
});
