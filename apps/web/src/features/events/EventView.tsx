import type { EventAttendee } from "@palabre/client";
import type { Snowflake } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { ArrowDown, ArrowLeft } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { guildApi } from "../../state/guild-api.ts";
import { openProfile } from "../../state/overlays.ts";
import { store, useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { Dates } from "./Dates.tsx";
import { About, Acts, Cover, Creator, Facts, Gone } from "./EventParts.tsx";
import { ACTIVE, eventPlace } from "./events.ts";

const PAGE = 50;

/** One event, whole, with those who are interested. One that is over is read once. */
export function EventView({ guild, eventId }: { guild: Guild; eventId: Snowflake }) {
  const guildId = guild.id;
  const live = useSelector((state) => state.events[guildId]?.[eventId]);
  const load = useCallback(
    (signal: AbortSignal) => guildApi.events.get(guildId, eventId, { signal }),
    [guildId, eventId],
  );
  const { data, error, reload } = useLoaded(load);
  const navigate = useNavigate();
  useEffect(() => {
    if (data?.user_rsvp) store.send({ type: "interests_loaded", eventIds: [data.id] });
  }, [data]);
  // It ended or went while one looked: how is told by reading it again.
  const wasLive = useRef(false);
  useEffect(() => {
    if (wasLive.current && !live) void reload();
    wasLive.current = live !== undefined;
  }, [live, reload]);
  const event = live ?? data;
  useTitle(event?.name ?? m.events());
  if (error && !live) return <Gone guildId={guildId} />;
  return (
    <main className="main" id="main">
      <PaneHeader title={event?.name ?? m.events()} onBack={() => void navigate(eventPlace(guildId))}>
        <LinkButton
          {...eventPlace(guildId)}
          variant="ghost"
          icon={ArrowLeft}
          className="only-wide"
          activeOptions={{ exact: true }}
        >
          {m.events_all()}
        </LinkButton>
      </PaneHeader>
      <div className="scroll page-scroll">
        <div className="col">
          {event ? (
            <>
              <article className="card event-card">
                <Cover event={event} size={1024} />
                <div className="event-body">
                  <Facts event={event} />
                  <h2 className="event-name">{event.name}</h2>
                  <About event={event} />
                  {data?.creator ? <Creator user={data.creator} guildId={guildId} /> : null}
                  <Acts event={event} isCounted={false} />
                </div>
              </article>
              {event.recurrence_rule && event.status <= ACTIVE ? <Dates event={event} /> : null}
              <People guildId={guildId} eventId={eventId} count={event.user_count} />
            </>
          ) : (
            <SkeletonRows rows={4} avatar={40} />
          )}
        </div>
      </div>
    </main>
  );
}

/** Who is interested, by pages; read again when their number changes. */
function People({ guildId, eventId, count }: { guildId: Snowflake; eventId: Snowflake; count: number }) {
  const settled = useSettled(count);
  const [pages, setPages] = useState(1);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const all: EventAttendee[] = [];
      for (let page = 0; page < pages; page++) {
        const next = await guildApi.events.users(
          guildId,
          eventId,
          { limit: PAGE, with_member: true, after: all.at(-1)?.user_id },
          { signal },
        );
        all.push(...next);
        if (next.length < PAGE) break;
      }
      return { all, pages, count: settled };
    },
    [guildId, eventId, pages, settled],
  );
  const { data, error, reload } = useLoaded(load);
  return (
    <section aria-labelledby="event-people">
      <div className="sec-h">
        <h2 className="h-section" id="event-people">
          {m.events_people()}
        </h2>
        <span className="muted tnum" role="status">
          {m.events_interested({ count })}
        </span>
      </div>
      {data === null ? (
        error ? (
          <EmptyState
            title={m.events_people_failed()}
            tone="danger"
            actions={<Button onPress={() => void reload()}>{m.common_retry()}</Button>}
          />
        ) : (
          <SkeletonRows rows={3} avatar={32} />
        )
      ) : data.all.length === 0 ? (
        <p className="muted">{m.events_people_none()}</p>
      ) : (
        <ul className="event-people">
          {data.all.map(({ user, member }) => (
            <li key={user.id}>
              <button
                type="button"
                className="event-person"
                onClick={(press) => openProfile(user, press.currentTarget, guildId)}
              >
                <Avatar user={user} size={32} />
                <span className="truncate">{member?.nick ?? user.global_name ?? user.username}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {data && data.all.length >= PAGE && data.all.length < data.count ? (
        <Button
          variant="ghost"
          icon={ArrowDown}
          isPending={data.pages < pages && error === null}
          onPress={() => setPages(pages + 1)}
        >
          {m.events_more_people()}
        </Button>
      ) : null}
    </section>
  );
}

/** The number once it has rested for a second: hundreds may come at once, and each would have the list read again. */
function useSettled(count: number): number {
  const [settled, setSettled] = useState(count);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(count), 1_000);
    return () => clearTimeout(timer);
  }, [count]);
  return settled;
}
