import type { Relationship } from "@palabre/protocol";
import { compileOnce, type Slots } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import { JOINED_USER_COLUMNS, toUser } from "../users/present.ts";
import { toRelationship } from "./present.ts";

const selectRelationships = compileOnce((sql: Sql, { userId }: Slots<{ userId: string }>) =>
  sql
    .selectFrom("relationships as r")
    .innerJoin("users as u", "u.id", "r.other_id")
    .select(JOINED_USER_COLUMNS)
    .select(["r.type", "r.nickname", "r.since"])
    .where("r.user_id", "=", userId)
    .orderBy("r.since")
    .orderBy("r.other_id"),
);

/** Everything one person has with others, oldest first. Bounded by the limits of each kind. */
export async function readRelationships(sql: Sql, userId: string): Promise<Relationship[]> {
  const { rows } = await selectRelationships(sql, { userId });
  return rows.map((row) => toRelationship(row, toUser(row)));
}
