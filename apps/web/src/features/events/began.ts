import { CalendarDays } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { goTo } from "../../shell/goTo.ts";
import { isGuildMuted } from "../../state/guild-settings.ts";
import { store } from "../../state/store.ts";
import { toast } from "../../ui/toast.ts";
import { ACTIVE, eventPath } from "./events.ts";

/** Says quietly, without a sound, when something begins that one is interested in. Returns what ends it. */
export function watchBeginnings(): () => void {
  let before = store.get().events;
  return store.subscribe(() => {
    const state = store.get();
    if (state.events === before) return;
    const last = before;
    before = state.events;
    if (state.settings.status === "dnd") return;
    for (const [guildId, table] of Object.entries(state.events)) {
      if (table === last[guildId] || isGuildMuted(state, guildId)) continue;
      for (const event of Object.values(table)) {
        const wasToCome = (last[guildId]?.[event.id]?.status ?? ACTIVE) < ACTIVE;
        if (!wasToCome || event.status !== ACTIVE || !(event.id in state.interests)) continue;
        toast({
          tone: "neutral",
          icon: CalendarDays,
          title: m.events_began({ name: event.name }),
          description: m.events_began_in({ server: state.guilds[guildId]?.name ?? "" }),
          action: { label: m.events_look(), onAction: () => goTo(eventPath(event)) },
        });
      }
    }
  });
}
