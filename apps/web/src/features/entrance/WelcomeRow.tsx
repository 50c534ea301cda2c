import type { Snowflake } from "@palabre/protocol";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { Sparkles } from "lucide-react";
import { useEffect } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useOwnMember } from "../../state/guilds.ts";
import { ChannelRow } from "../../ui/ChannelRow.tsx";

/** Servers that were looked at since the page was opened: nobody is led away twice. */
const seen = new Set<Snowflake>();

/** Above a server's channels: the way to its guide and questions. Whoever has just come is led there once. */
export function WelcomeRow({ guildId, asks }: { guildId: Snowflake; asks: boolean }) {
  const navigate = useNavigate();
  const isPending = useOwnMember(guildId)?.pending === true;
  const path = `/welcome/${guildId}`;
  const isThere = useRouterState({ select: (state) => state.location.pathname === path });
  useEffect(() => {
    if (isThere || seen.has(guildId)) return;
    seen.add(guildId);
    void (async () => {
      const isDue = isPending || (asks && (await guildApi.entrance.onboarding(guildId)).is_due);
      if (isDue) await navigate({ to: "/welcome/$guildId", params: { guildId } });
    })().catch(() => seen.delete(guildId));
  }, [guildId, asks, isPending, isThere, navigate]);
  return (
    <ul className="cat-rows">
      <li>
        <ChannelRow
          to="/welcome/$guildId"
          params={{ guildId }}
          icon={Sparkles}
          name={isPending ? m.entrance_rules() : asks ? m.entrance_welcome_row() : m.entrance_welcome_guide()}
        />
      </li>
    </ul>
  );
}
