import type { APIUser, ScheduledEvent, Snowflake } from "@palabre/protocol";
import { Bell, BellRing, Ellipsis, MapPin, Radio, Repeat2, SearchX, Users, Volume2 } from "lucide-react";
import { Suspense, useState } from "react";
import { formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useMemberName } from "../../state/guilds.ts";
import { useChannel } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { Menu } from "../../ui/Menu.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { attempt } from "../friends/actions.ts";
import { eventMenu } from "./eventMenu.ts";
import { ACTIVE, eventPlace, occurrenceOf, urgency, useInterest, useNow } from "./events.ts";
import { repeatText } from "./repeat.ts";
import { formatWhen } from "./when.ts";

const EventAbout = lazyPart(() => import("./EventAbout.tsx").then((x) => x.EventAbout));

/** What it is about, with the Markdown of messages; `isCut` to a few lines where it is one of many. */
export function About({ event, isCut }: { event: ScheduledEvent; isCut?: boolean }) {
  const { description: text, guild_id: guildId } = event;
  if (!text) return null;
  return (
    <div className={isCut ? "event-about is-cut secondary" : "event-about secondary"}>
      <Suspense fallback={<p className="md-p">{text}</p>}>
        <EventAbout guildId={guildId} text={text} />
      </Suspense>
    </div>
  );
}

export function Cover({ event, size }: { event: ScheduledEvent; size: 512 | 1024 }) {
  if (!event.image) return null;
  return (
    <img
      className="event-cover"
      src={`/guild-events/${event.id}/${event.image}.webp?size=${size}`}
      alt=""
      decoding="async"
      draggable={false}
    />
  );
}

/** When, with what presses; then how it repeats, and where. */
export function Facts({ event }: { event: ScheduledEvent }) {
  const now = useNow();
  const { start, end, isOff } = occurrenceOf(event);
  const regular = new Date(event.scheduled_start_time);
  const kind = urgency(event, now);
  return (
    <>
      <p className="event-when">
        {kind === "live" ? <Tag tone="success">{m.events_live()}</Tag> : null}
        {kind === "soon" ? <Tag tone="accent">{m.events_soon()}</Tag> : null}
        {event.status === ACTIVE + 1 ? <Tag>{m.events_over()}</Tag> : null}
        {event.status > ACTIVE + 1 || isOff ? <Tag tone="warning">{m.events_cancelled()}</Tag> : null}
        {start === regular.getTime() ? null : <Tag tone="accent">{m.events_moved()}</Tag>}
        <time dateTime={new Date(start).toISOString()} className={isOff ? "is-off" : undefined}>
          {formatWhen(start, end, now)}
        </time>
        {kind === "soon" && start > now ? (
          <span className="muted">{m.events_starts({ when: formatRelative(start, now) })}</span>
        ) : null}
      </p>
      <ul className="event-facts">
        <li>
          <Place event={event} />
        </li>
        {event.recurrence_rule ? (
          <li>
            <Icon of={Repeat2} size={16} />
            <span>{repeatText(event.recurrence_rule, regular)}</span>
          </li>
        ) : null}
      </ul>
    </>
  );
}

function Place({ event }: { event: ScheduledEvent }) {
  const channel = useChannel(event.channel_id ?? "0");
  return (
    <>
      <Icon of={event.channel_id === null ? MapPin : event.entity_type === 1 ? Radio : Volume2} size={16} />
      <span>{event.channel_id === null ? event.entity_metadata?.location : channel?.name}</span>
    </>
  );
}

/** How many, and whether oneself; with the menu behind it. */
export function Acts({ event, isCounted = true }: { event: ScheduledEvent; isCounted?: boolean }) {
  const isInterested = useInterest(event.id);
  const [isPending, setPending] = useState(false);

  async function toggle() {
    setPending(true);
    const { attend, unattend } = guildApi.events;
    await attempt(() => (isInterested ? unattend : attend)(event.guild_id, event.id));
    setPending(false);
  }

  return (
    <div className="event-acts">
      {isCounted ? (
        <span className="event-count muted tnum">
          <Icon of={Users} size={16} />
          <span aria-hidden>{event.user_count}</span>
          <span className="vh">{m.events_interested({ count: event.user_count })}</span>
        </span>
      ) : null}
      <span className="grow" />
      {event.status <= ACTIVE ? (
        <Button
          size="sm"
          variant={isInterested ? "secondary" : "outline"}
          className={isInterested ? "is-interested" : undefined}
          icon={isInterested ? BellRing : Bell}
          aria-pressed={isInterested}
          aria-label={m.events_interest_in({ name: event.name })}
          isPending={isPending}
          onPress={() => void toggle()}
        >
          {m.events_interest()}
        </Button>
      ) : null}
      <Menu
        label={m.events_actions({ name: event.name })}
        placement="bottom end"
        items={() => eventMenu(event)}
        trigger={<IconButton icon={Ellipsis} label={m.events_actions({ name: event.name })} />}
      />
    </div>
  );
}

export function Creator({ user, guildId }: { user: APIUser; guildId: Snowflake }) {
  const name = useMemberName(guildId, user);
  return (
    <p className="event-by muted">
      <Avatar user={user} size={20} />
      <span className="truncate">{m.events_by({ name })}</span>
    </p>
  );
}

/** Nothing there that one may see. */
export function Gone({ guildId }: { guildId: Snowflake | null }) {
  useTitle(m.events_gone());
  return (
    <main className="main page-center" id="main">
      <EmptyState
        icon={SearchX}
        tone="muted"
        level={1}
        title={m.events_gone()}
        actions={
          guildId === null ? (
            <LinkButton to="/">{m.conversation_gone_home()}</LinkButton>
          ) : (
            <LinkButton {...eventPlace(guildId)}>{m.events_all()}</LinkButton>
          )
        }
      >
        {m.events_gone_about()}
      </EmptyState>
    </main>
  );
}
