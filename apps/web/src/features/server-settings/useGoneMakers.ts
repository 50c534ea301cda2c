import { ApiError } from "@palabre/client";
import type { Snowflake, Webhook } from "@palabre/protocol";
import { useCallback, useMemo } from "react";
import { guildApi } from "../../state/guild-api.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { useMemberNews } from "./useMemberNews.ts";

/** Most that are asked for, one call each; a server seldom has webhooks of so many people. */
const ASKED = 15;
/** Unknown Member. */
const UNKNOWN = 10_007;

/** Who made one of these webhooks and is in the server no more: what they made posts on. */
export function useGoneMakers(
  guildId: Snowflake,
  webhooks: readonly Webhook[] | null,
): ReadonlySet<Snowflake> {
  // As one text, which stays the same as long as it says the same.
  const makers = [...new Set(webhooks?.flatMap(({ user }) => user?.id ?? []))].slice(0, ASKED).join(" ");
  const load = useCallback(
    async (signal: AbortSignal) => {
      const ids = makers.split(" ").filter(Boolean);
      const isIn = await Promise.all(ids.map((id) => isMember(guildId, id, signal)));
      return ids.filter((_, n) => isIn[n] === false);
    },
    [guildId, makers],
  );
  const { data, reload, setData } = useLoaded(load);
  useMemberNews(guildId, {
    onAdd: ({ user }) => setData((before) => before?.filter((id) => id !== user.id) ?? null),
    onRemove: (id) =>
      setData((before) => (makers.split(" ").includes(id) ? [...(before ?? []), id] : before)),
    onUpdate: () => {},
    onReload: () => void reload(),
  });
  return useMemo(() => new Set(data), [data]);
}

/** Undefined where it cannot be told. */
async function isMember(guildId: Snowflake, userId: Snowflake, signal: AbortSignal) {
  try {
    await guildApi.members.get(guildId, userId, { signal });
    return true;
  } catch (error) {
    return error instanceof ApiError && error.code === UNKNOWN ? false : undefined;
  }
}
