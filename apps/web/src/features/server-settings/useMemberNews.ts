import type { APIGuildMember, MemberAdd, MemberRemove, Snowflake } from "@palabre/protocol";
import { useEffect, useRef } from "react";
import { gateway } from "../../state/gateway.ts";
import type { Dispatches } from "../../state/types.ts";

interface News {
  onAdd: (member: APIGuildMember) => void;
  onUpdate: (change: Partial<APIGuildMember> & Pick<APIGuildMember, "user">) => void;
  onRemove: (userId: Snowflake) => void;
  /** A session began anew: what happened in between is not told. */
  onReload: () => void;
}

/** Follows who comes, goes and changes in a server, for a list that was read by request. */
export function useMemberNews(guildId: Snowflake, news: News): void {
  const latest = useRef(news);
  latest.current = news;
  useEffect(() => {
    return gateway()?.on("dispatch", ({ t, d }) => {
      if (t === "READY") return latest.current.onReload();
      if ((d as { guild_id?: unknown } | null)?.guild_id !== guildId) return;
      if (t === "GUILD_MEMBER_ADD") {
        const { guild_id, member_count, ...member } = d as MemberAdd;
        latest.current.onAdd(member);
      } else if (t === "GUILD_MEMBER_UPDATE") {
        const { guild_id, ...change } = d as Dispatches["GUILD_MEMBER_UPDATE"];
        latest.current.onUpdate(change);
      } else if (t === "GUILD_MEMBER_REMOVE") latest.current.onRemove((d as MemberRemove).user.id);
    });
  }, [guildId]);
}
