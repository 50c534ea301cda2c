import type { Sql } from "../../db/database.ts";
import { isCustom } from "./emoji.ts";
import { inList } from "./in-list.ts";

/** An emoji as reactions and their events carry it. One that is gone has lost its name. */
export interface ReactionEmoji {
  id: string | null;
  name: string | null;
  animated?: boolean;
}

/** What reactions are kept under, as emojis: a query only where there are custom ones. */
export async function readReactionEmojis(
  sql: Sql,
  keys: Iterable<string>,
): Promise<(key: string) => ReactionEmoji> {
  const ids = new Set([...keys].filter(isCustom));
  const rows =
    ids.size === 0
      ? []
      : await sql
          .selectFrom("emojis")
          .select(["id", "name", "animated"])
          .where("id", "in", inList(ids))
          .execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  return (key) => {
    if (!isCustom(key)) return { id: null, name: key };
    const row = known.get(key);
    return { id: key, name: row?.name ?? null, animated: row?.animated === 1 };
  };
}
