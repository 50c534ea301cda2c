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

/** The actor and somebody whose account is in use; undefined when the other's is not. */
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
        w.and([
          "id" in other ? w("id", "=", other.id) : w("username", "=", other.username),
          w("deleted_at", "is", null),
          w("disabled_at", "is", null),
        ]),
      ]),
    )
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
