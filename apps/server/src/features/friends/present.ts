import type { APIUser, Relationship } from "@palabre/protocol";
import { iso } from "../users/present.ts";
import type { Relation } from "./relations.ts";

export const toRelationship = (relation: Relation, user: APIUser): Relationship => ({
  id: user.id,
  type: relation.type,
  nickname: relation.nickname,
  user,
  since: iso(relation.since),
});
