import type { Snowflake } from "@palabre/protocol";
import { CalendarDays } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { useSelector } from "../../state/store.ts";
import { ChannelRow } from "../../ui/ChannelRow.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { eventPlace, mayPlan, urgency, useEvents, useNow } from "./events.ts";
import "./events.css";

/** Above a server's channels: the way to its events, and those that are under way or about to begin. */
export function EventRows({ guildId }: { guildId: Snowflake }) {
  const events = useEvents(guildId);
  const plans = useSelector((state) => mayPlan(state, guildId));
  const now = useNow();
  if (events.length === 0 && !plans) return null;
  const pressing = events.flatMap((event) => {
    const kind = urgency(event, now);
    return kind ? [{ event, kind }] : [];
  });
  return (
    <ul className="cat-rows event-rows">
      <li>
        <ChannelRow
          {...eventPlace(guildId)}
          activeOptions={{ exact: true }}
          icon={CalendarDays}
          name={m.events()}
          end={
            events.length > 0 ? (
              <>
                <span aria-hidden>{events.length}</span>
                <span className="vh">{m.events_count({ count: events.length })}</span>
              </>
            ) : undefined
          }
        />
      </li>
      {pressing.slice(0, 3).map(({ event, kind }) => (
        <li key={event.id} className="event-pressing">
          <ChannelRow
            {...eventPlace(guildId, event.id)}
            name={event.name}
            end={
              <Tag tone={kind === "live" ? "success" : "accent"}>
                {kind === "live" ? m.events_live() : m.events_soon()}
              </Tag>
            }
          />
        </li>
      ))}
    </ul>
  );
}
