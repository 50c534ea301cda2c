import type { Channel, Snowflake } from "@palabre/protocol";
import { LayoutGrid } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { guildIdOf } from "../../state/channel.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { AppIcon } from "./AppIcon.tsx";
import { entriesOf } from "./entries.ts";
import { askOffered, offeredIn } from "./offered.ts";
import { sendOrTell } from "./runs.ts";

/** Milliseconds that a menu waits for what bots offer. What comes later is there the next time it opens. */
const PATIENCE = 400;

/** What bots offer for a person (2) or a message (3): one row that leads to a menu of its own, or none. */
export async function appMenu(channel: Channel, type: 2 | 3, targetId: Snowflake): Promise<MenuEntry[]> {
  const asked = askOffered(channel.id).catch(() => undefined);
  await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  const index = offeredIn(channel.id);
  const entries = index ? entriesOf(index, type) : [];
  if (entries.length === 0) return [];
  return [
    {
      id: "apps",
      label: m.commands_apps(),
      icon: LayoutGrid,
      items: entries.map((entry) => ({
        id: entry.key,
        label: entry.label,
        description: entry.application.name,
        glyph: <AppIcon application={entry.application} size={20} />,
        onAction: () =>
          void sendOrTell({
            channelId: channel.id,
            guildId: guildIdOf(channel),
            entry,
            values: {},
            targetId,
          }),
      })),
    },
  ];
}
