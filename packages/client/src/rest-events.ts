import type { APIGuildMember, APIUser, EventException, ScheduledEvent, Snowflake } from "@palabre/protocol";
import type { APIGuildScheduledEventRecurrenceRule } from "discord-api-types/v10";
import type { CallOptions, Http, Reasoned } from "./http.ts";

/** A new event, or what is to change of one. Times are ISO strings. */
export interface EventBody {
  name: string;
  description?: string | null;
  scheduled_start_time: string;
  scheduled_end_time?: string | null;
  /** 1: on a stage; 2: in a voice channel; 3: elsewhere, which needs a location and an end. */
  entity_type: 1 | 2 | 3;
  channel_id?: Snowflake | null;
  entity_metadata?: { location: string } | null;
  /** A data URI, or null for none. */
  image?: string | null;
  recurrence_rule?: Partial<APIGuildScheduledEventRecurrenceRule> | null;
}

/** What becomes of one occurrence; a time that is null is as the rule has it. */
export type OccurrenceChange = Partial<
  Pick<EventException, "scheduled_start_time" | "scheduled_end_time" | "is_canceled">
>;

export interface EventAttendee {
  guild_scheduled_event_id: Snowflake;
  user_id: Snowflake;
  user: APIUser;
  member?: APIGuildMember;
}

export function events({ request }: Http) {
  const at = (guildId: Snowflake) => `/guilds/${guildId}/scheduled-events`;
  type Told = ScheduledEvent & { creator?: APIUser };
  return {
    /** Those to come and under way, the next first. */
    list: (guildId: Snowflake, call?: CallOptions) => request<Told[]>("GET", at(guildId), call),
    get: (guildId: Snowflake, id: Snowflake, call?: CallOptions) =>
      request<Told>("GET", `${at(guildId)}/${id}`, call),
    create: (guildId: Snowflake, body: EventBody, call?: Reasoned) =>
      request<ScheduledEvent>("POST", at(guildId), { body, ...call }),
    /** `status`: 2 starts it, 3 ends it, 4 calls it off. */
    update: (
      guildId: Snowflake,
      id: Snowflake,
      body: Partial<EventBody> & { status?: 2 | 3 | 4 },
      call?: Reasoned,
    ) => request<ScheduledEvent>("PATCH", `${at(guildId)}/${id}`, { body, ...call }),
    remove: (guildId: Snowflake, id: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `${at(guildId)}/${id}`, call),
    /** Who is interested, by id, 100 at most at a time. */
    users: (
      guildId: Snowflake,
      id: Snowflake,
      query: { limit?: number; after?: Snowflake; with_member?: boolean } = {},
      call?: CallOptions,
    ) => request<EventAttendee[]>("GET", `${at(guildId)}/${id}/users`, { query, ...call }),
    /** Calls one occurrence off, or moves it; `original`: when it begins by the rule. */
    except: (
      guildId: Snowflake,
      id: Snowflake,
      original: string,
      change: OccurrenceChange,
      known?: Snowflake,
    ) =>
      known === undefined
        ? request<EventException>("POST", `${at(guildId)}/${id}/exceptions`, {
            body: { original_scheduled_start_time: original, ...change },
          })
        : request<EventException>("PATCH", `${at(guildId)}/${id}/exceptions/${known}`, { body: change }),
    /** The occurrence is as any other again. */
    unexcept: (guildId: Snowflake, id: Snowflake, exceptionId: Snowflake) =>
      request<void>("DELETE", `${at(guildId)}/${id}/exceptions/${exceptionId}`),
    attend: (guildId: Snowflake, id: Snowflake) =>
      request<void>("PUT", `${at(guildId)}/${id}/users/@me`, { body: {} }),
    unattend: (guildId: Snowflake, id: Snowflake) =>
      request<void>("DELETE", `${at(guildId)}/${id}/users/@me`),
  };
}
