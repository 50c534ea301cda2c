import type { EventBody } from "@palabre/client";
import type { ScheduledEvent, Snowflake } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { ImageUp, Trash2 } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { compareChannels } from "../servers/tree.ts";
import { drawCover } from "./cover.ts";
import { EventFrame, EventTimes, useAttempt, wrongTimes } from "./EventFrame.tsx";
import { eventPlace } from "./events.ts";
import { choiceText, fromRule, type Repeat, toRule, weekdayOf } from "./repeat.ts";
import { fromField, toField, weekdayName } from "./when.ts";

const HOUR = 3_600_000;
const FIELDS = [
  "name",
  "description",
  "channel_id",
  "entity_metadata.location",
  "scheduled_start_time",
  "scheduled_end_time",
  "image",
] as const;
const CHOICES: readonly Repeat[] = [
  "none",
  "daily",
  "weekdays",
  "weekly",
  "fortnightly",
  "monthly",
  "yearly",
];

/** Plans an event, or changes one; or asks whether to call it off or delete it. */
export function EventDialog({
  guildId,
  event,
  asks,
  onClose,
}: {
  guildId: Snowflake;
  event?: ScheduledEvent | undefined;
  asks?: "cancel" | "delete" | undefined;
  onClose: () => void;
}) {
  if (event && asks) return <Question event={event} asks={asks} onClose={onClose} />;
  return <EventForm guildId={guildId} event={event} onClose={onClose} />;
}

function Question({
  event,
  asks,
  onClose,
}: {
  event: ScheduledEvent;
  asks: "cancel" | "delete";
  onClose: () => void;
}) {
  const { guild_id, id, name } = event;
  const isDelete = asks === "delete";
  return (
    <ConfirmDialog
      question={isDelete ? m.events_delete_question({ name }) : m.events_cancel_question({ name })}
      confirmLabel={isDelete ? m.events_delete() : m.events_cancel()}
      cancelLabel={m.events_keep()}
      isDanger
      isOpen
      onOpenChange={(open) => open || onClose()}
      onConfirm={async () => {
        if (isDelete) await guildApi.events.remove(guild_id, id);
        else await guildApi.events.update(guild_id, id, { status: 4 });
      }}
    >
      {isDelete ? m.events_delete_text() : m.events_cancel_text()}
    </ConfirmDialog>
  );
}

/** The next full hour that leaves time to hear of it. */
function nextHour(): Date {
  const at = new Date(Date.now() + HOUR);
  at.setMinutes(0, 0, 0);
  return new Date(at.getTime() + HOUR);
}

function EventForm({
  guildId,
  event,
  onClose,
}: {
  guildId: Snowflake;
  event: ScheduledEvent | undefined;
  onClose: () => void;
}) {
  const channels = useGuildChannels(guildId);
  const voices = useMemo(
    () =>
      Object.values(channels)
        .flatMap((one) => (one.type === 2 || one.type === 13 ? [one] : []))
        .sort(compareChannels),
    [channels],
  );
  const first = useMemo(() => (event ? new Date(event.scheduled_start_time) : nextHour()), [event]);
  const was = useMemo(() => {
    const { repeat, days } = fromRule(event?.recurrence_rule ?? null, first);
    // That of the start follows the start.
    return { repeat, days: days.filter((day) => day !== weekdayOf(first)) };
  }, [event, first]);
  const [name, setName] = useState(event?.name ?? "");
  const [description, setDescription] = useState(event?.description ?? "");
  const [isPlace, setPlace] = useState(event ? event.channel_id === null : voices.length === 0);
  const [channelId, setChannelId] = useState(event?.channel_id ?? voices[0]?.id ?? "");
  const [location, setLocation] = useState(event?.entity_metadata?.location ?? "");
  const [start, setStart] = useState(toField(first));
  const [end, setEnd] = useState(
    toField(event ? event.scheduled_end_time : new Date(first.getTime() + HOUR)),
  );
  const [repeat, setRepeat] = useState<Repeat>(was.repeat);
  const [days, setDays] = useState<readonly number[]>(was.days);
  const [picture, setPicture] = useState<string | null | undefined>(undefined);
  const { isPending, failure, attempt } = useAttempt();
  const [isTried, setTried] = useState(false);
  const [isBad, setBad] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();

  const from = fromField(start);
  const to = fromField(end);
  const hasBegun = event !== undefined && event.status > 1;
  const isMoved = start !== toField(first);
  const wrong = {
    name: name.trim() === "" && m.events_name_needed(),
    location: isPlace && location.trim() === "" && m.events_place_needed(),
    channel: !isPlace && channelId === "" && m.events_no_channels(),
    ...wrongTimes(start, end, { isMoved, needsEnd: isPlace }),
  };
  const told = (mine: string | false, field: (typeof FIELDS)[number]) =>
    (isTried && mine) || fieldErrorText(failure, field);
  const isRepeatChanged = repeat !== was.repeat || days.join() !== was.days.join() || isMoved;

  function save() {
    setTried(true);
    if (isPending || from === null || Object.values(wrong).some(Boolean)) return;
    const body: EventBody = {
      name: name.trim(),
      description: description.trim() || null,
      scheduled_start_time: from.toISOString(),
      scheduled_end_time: to?.toISOString() ?? null,
      ...(isPlace
        ? { entity_type: 3, channel_id: null, entity_metadata: { location: location.trim() } }
        : {
            entity_type: channels[channelId]?.type === 13 ? 1 : 2,
            channel_id: channelId,
            entity_metadata: null,
          }),
      ...(picture !== undefined && { image: picture }),
      ...(isRepeatChanged && { recurrence_rule: toRule(repeat, from, days) }),
    };
    void attempt(async () => {
      if (event) {
        const { scheduled_start_time, ...rest } = body;
        await guildApi.events.update(guildId, event.id, isMoved ? body : rest);
        onClose();
      } else {
        const made = await guildApi.events.create(guildId, body);
        onClose();
        await navigate(eventPlace(guildId, made.id));
      }
    });
  }

  async function choose(chosen: File | undefined) {
    if (!chosen) return;
    setBad(false);
    try {
      setPicture(await drawCover(chosen));
    } catch {
      setBad(true);
    }
  }

  const shown =
    picture === undefined
      ? event?.image && `/guild-events/${event.id}/${event.image}.webp?size=1024`
      : picture;
  return (
    <EventFrame
      title={event ? m.events_edit_title() : m.events_new()}
      saveLabel={event ? m.events_save() : m.events_create()}
      isPending={isPending}
      failure={failure}
      fields={FIELDS}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField
        label={m.events_name()}
        placeholder={m.events_name_hint()}
        value={name}
        onChange={setName}
        maxLength={100}
        autoFocus
        autoComplete="off"
        error={told(wrong.name, "name")}
      />
      <div className="field">
        <span className="label" aria-hidden>
          {m.events_where()}
        </span>
        <Segmented
          label={m.events_where()}
          value={isPlace ? "place" : "channel"}
          onChange={(id) => setPlace(id === "place")}
          options={[
            { id: "channel", label: m.events_where_channel() },
            { id: "place", label: m.events_where_place() },
          ]}
        />
      </div>
      {isPlace ? (
        <TextField
          label={m.events_place()}
          placeholder={m.events_place_hint()}
          value={location}
          onChange={setLocation}
          maxLength={100}
          autoComplete="off"
          error={told(wrong.location, "entity_metadata.location")}
        />
      ) : voices.length > 0 ? (
        <Select
          label={m.events_channel()}
          value={channelId}
          onChange={setChannelId}
          options={voices.map((one) => ({ id: one.id, label: one.name }))}
          error={told(wrong.channel, "channel_id")}
        />
      ) : (
        <p className="muted">{m.events_no_channels()}</p>
      )}
      <EventTimes
        start={start}
        end={end}
        onStart={setStart}
        onEnd={setEnd}
        errors={{
          start: told(wrong.start, "scheduled_start_time"),
          end: told(wrong.end, "scheduled_end_time"),
        }}
        isStartDisabled={hasBegun}
      >
        {isPlace ? null : <span>{m.events_end_optional()}</span>}
      </EventTimes>
      <Select
        label={m.events_repeat()}
        value={repeat}
        onChange={setRepeat}
        options={CHOICES.map((id) => ({
          id,
          label:
            id === "weekly"
              ? m.events_repeat_weekly()
              : id === "fortnightly"
                ? m.events_repeat_fortnightly()
                : choiceText(id, from ?? first),
        }))}
      />
      {repeat === "weekly" || repeat === "fortnightly" ? (
        <Days own={weekdayOf(from ?? first)} days={days} onChange={setDays} />
      ) : null}
      <TextArea
        label={m.events_description()}
        value={description}
        onChange={setDescription}
        maxLength={1000}
        rows={3}
        error={told(false, "description")}
      />
      <div className="field">
        <span className="label">{m.events_picture()}</span>
        {shown ? <img className="event-cover" src={shown} alt="" /> : null}
        <span className="row">
          <Button size="sm" icon={ImageUp} onPress={() => file.current?.click()}>
            {m.events_picture_choose()}
          </Button>
          {shown ? (
            <Button size="sm" variant="ghost" icon={Trash2} onPress={() => setPicture(null)}>
              {m.common_remove()}
            </Button>
          ) : null}
        </span>
        <input
          ref={file}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/webp,image/gif"
          data-picture="event"
          onChange={(change) => {
            void choose(change.target.files?.[0]);
            change.target.value = "";
          }}
        />
        {isBad || fieldErrorText(failure, "image") ? (
          <p className="hint-error" role="alert">
            {m.events_picture_bad()}
          </p>
        ) : (
          <p className="hint">{m.events_picture_hint()}</p>
        )}
      </div>
    </EventFrame>
  );
}

/** The days of the week it falls on; that of its start always. */
function Days({
  own,
  days,
  onChange,
}: {
  own: number;
  days: readonly number[];
  onChange: (days: number[]) => void;
}) {
  return (
    <fieldset className="event-days">
      <legend className="label">{m.events_repeat_days()}</legend>
      <div className="row">
        {[0, 1, 2, 3, 4, 5, 6].map((day) => {
          const isOn = day === own || days.includes(day);
          return (
            <button
              key={day}
              type="button"
              className="event-day"
              aria-label={weekdayName(day)}
              aria-pressed={isOn}
              aria-disabled={day === own}
              onClick={() =>
                day !== own && onChange(isOn ? days.filter((one) => one !== day) : [...days, day].sort())
              }
            >
              {weekdayName(day, "short")}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
