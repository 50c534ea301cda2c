import type { APIUser, ScheduledEvent, Snowflake } from "@palabre/protocol";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { CalendarDays, CalendarPlus } from "lucide-react";
import { useCallback, useEffect, useMemo } from "react";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuild } from "../../state/guilds.ts";
import { openOverlay } from "../../state/overlays.ts";
import { store, useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { About, Acts, Cover, Creator, Facts, Gone } from "./EventParts.tsx";
import { EventView } from "./EventView.tsx";
import { eventPlace, mayPlan, useEvents } from "./events.ts";
import { zoneName } from "./when.ts";
import "../server-settings/errorWords.ts";
import "./events.css";

/** `/events/GUILD` and `/events/GUILD/EVENT`: what a server plans, and one of it. */
export function EventsPage() {
  const { guildId = "", eventId } = useParams({ strict: false });
  const guild = useGuild(guildId);
  if (!guild) return <Gone guildId={null} />;
  if (eventId !== undefined) return <EventView key={eventId} guild={guild} eventId={eventId} />;
  return <EventList guild={guild} />;
}

function EventList({ guild }: { guild: Guild }) {
  const { id: guildId, name } = guild;
  useTitle(m.events_of({ name }));
  const navigate = useNavigate();
  const events = useEvents(guildId);
  const plans = useSelector((state) => mayPlan(state, guildId));
  const creators = useCreators(guildId, events);
  const create = () => openOverlay({ kind: "event", guildId });
  return (
    <main className="main" id="main">
      <PaneHeader
        title={m.events()}
        onBack={() => void navigate({ to: "/channels/$guildId", params: { guildId } })}
      >
        {plans ? (
          <Button variant="primary" icon={CalendarPlus} onPress={create}>
            {m.events_new()}
          </Button>
        ) : null}
      </PaneHeader>
      <div className="scroll page-scroll">
        <div className="col">
          <p className="secondary lead">{m.events_lead({ name })}</p>
          {events.length > 0 ? (
            <>
              <ul className="event-list">
                {events.map((event) => (
                  <li key={event.id}>
                    <EventCard event={event} creator={creators.get(event.creator_id)} />
                  </li>
                ))}
              </ul>
              <p className="muted event-zone">{m.events_zone({ zone: zoneName() })}</p>
            </>
          ) : (
            <EmptyState icon={CalendarDays} tone="muted" level={2} title={m.events_none()}>
              {plans ? m.events_none_can() : m.events_none_cannot()}
            </EmptyState>
          )}
        </div>
      </div>
    </main>
  );
}

function EventCard({ event, creator }: { event: ScheduledEvent; creator: APIUser | undefined }) {
  return (
    <article className="card event-card">
      <Cover event={event} size={1024} />
      <div className="event-body">
        <Facts event={event} />
        <h2 className="event-name">
          <Link {...eventPlace(event.guild_id, event.id)}>{event.name}</Link>
        </h2>
        <About event={event} isCut />
        {creator ? <Creator user={creator} guildId={event.guild_id} /> : null}
        <Acts event={event} />
      </div>
    </article>
  );
}

/** Who planned these: READY and dispatches name them by id alone. One's own interest comes along. */
function useCreators(guildId: Snowflake, events: readonly ScheduledEvent[]): ReadonlyMap<string, APIUser> {
  const load = useCallback((signal: AbortSignal) => guildApi.events.list(guildId, { signal }), [guildId]);
  const { data, reload } = useLoaded(load);
  const known = useMemo(
    () => new Map(data?.flatMap(({ creator }) => (creator ? [[creator.id, creator] as const] : []))),
    [data],
  );
  const isStranger = data !== null && events.some((event) => !known.has(event.creator_id));
  useEffect(() => {
    if (isStranger) void reload();
  }, [isStranger, reload]);
  useEffect(() => {
    const eventIds = data?.flatMap((event) => (event.user_rsvp ? event.id : [])) ?? [];
    if (eventIds.length > 0) store.send({ type: "interests_loaded", eventIds });
  }, [data]);
  return known;
}
