import type { JoinRequestEvent } from "@palabre/protocol";
import * as m from "../../paraglide/messages.js";
import { goTo } from "../../shell/goTo.ts";
import { guildApi } from "../../state/guild-api.ts";
import { store } from "../../state/store.ts";
import { toast } from "../../ui/toast.ts";

/** Says what became of one's application, unless the page that is open shows it: the inbox, the application itself. */
export async function tellDecision({ guild_id: guildId, request }: JoinRequestEvent): Promise<void> {
  const { self, guilds } = store.get();
  if (!request || request.user_id !== self?.id || /^\/($|invite\/)/.test(location.pathname)) return;
  if (request.application_status === "APPROVED") {
    toast({
      tone: "success",
      title: m.entrance_told_in({ name: guilds[guildId]?.name ?? "" }),
      action: { label: m.entrance_told_open(), onAction: () => goTo(`/channels/${guildId}`) },
    });
  }
  if (request.application_status === "REJECTED") {
    // The event does not carry the server's name, and whoever is not in does not know it.
    const own = await guildApi.entrance.mine().catch(() => null);
    const name = own?.guild_join_requests.find((one) => one.id === request.id)?.guild?.name;
    if (!name) return;
    toast({
      title: m.entrance_told_rejected({ name }),
      description: request.rejection_reason ?? m.entrance_apply_no_reason(),
    });
  }
}
