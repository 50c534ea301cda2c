import type { APIUser } from "@palabre/protocol";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Sql, Tx } from "../../db/database.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";
import { toRelationship } from "./present.ts";
import type { Relation } from "./relations.ts";

/** The two ends of a relation, as each appears to the other. */
export interface People {
  me: APIUser;
  other: APIUser;
}

/** The actor and somebody else; undefined when the account of one is not in use. */
export async function findPeople(
  sql: Sql,
  actorId: string,
  other: { id: string } | { username: string },
): Promise<People | undefined> {
  const rows = await sql
    .selectFrom("users")
    .select(USER_COLUMNS)
    .where((w) =>
      w.or([
        w("id", "=", actorId),
        "id" in other ? w("id", "=", other.id) : w("username", "=", other.username),
      ]),
    )
    // The actor's, too: it may be deleted since the request came, and nothing is to tie anybody to it any more.
    .where("deleted_at", "is", null)
    .where("disabled_at", "is", null)
    .execute();
  const me = rows.find((row) => row.id === actorId);
  const them =
    rows.find((row) => row.id !== actorId) ??
    rows.find((row) => ("id" in other ? row.id === other.id : row.username === other.username));
  return me && them ? { me: toUser(me), other: toUser(them) } : undefined;
}

type RelationshipEvent = "RELATIONSHIP_ADD" | "RELATIONSHIP_UPDATE" | "RELATIONSHIP_REMOVE";

/** Tells `userId`, with the transaction, what they have (or had) with `other`. */
export function announceRelation(
  tx: Tx,
  bus: Bus,
  event: RelationshipEvent,
  userId: string,
  other: APIUser,
  relation: Relation,
): void {
  const d = toRelationship(relation, other);
  announce(tx, bus, `user:${userId}`, event, d);
}
