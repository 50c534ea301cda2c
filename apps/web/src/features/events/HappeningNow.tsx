import type { ScheduledEvent } from "@palabre/protocol";
import * as m from "../../paraglide/messages.js";
import { useGuild } from "../../state/guilds.ts";
import { useChannel } from "../../state/store.ts";
import { InboxItem } from "../../ui/InboxItem.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { eventPath } from "./events.ts";

/** In the inbox: what one is interested in and is under way. */
export function HappeningNow({ events }: { events: readonly ScheduledEvent[] }) {
  return (
    <section aria-labelledby="inbox-events">
      <div className="sec-h">
        <h3 className="h-section" id="inbox-events">
          {m.events_inbox()}
        </h3>
      </div>
      <ul className="panel">
        {events.map((event) => (
          <li key={event.id}>
            <Item event={event} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Item({ event }: { event: ScheduledEvent }) {
  const guild = useGuild(event.guild_id);
  const channel = useChannel(event.channel_id ?? "0");
  if (!guild) return null;
  return (
    <InboxItem
      to={eventPath(event)}
      avatar={<ServerIcon guild={guild} />}
      name={event.name}
      where={guild.name}
      text={channel?.name ?? event.entity_metadata?.location ?? ""}
      at={event.scheduled_start_time}
    />
  );
}
