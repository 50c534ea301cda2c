import type { GatewayActivity, GatewaySession, Presence } from "@palabre/protocol";
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "./clock.ts";
import type { SavedPresence } from "./hooks.ts";
import type { Hub, UserNode } from "./hub.ts";
import { Payload } from "./payload.ts";
import type { DeviceStatus, Session } from "./session.ts";

/** Activities that a presence shows at most, over all devices. */
const MAX_ACTIVITIES = 8;

/** How long the list of a person's devices waits for more to tell, in milliseconds. */
const DEVICES_MS = 500;

/** What others see of a user, as they were told. `key` tells two of them apart. */
export interface Announced {
  status: "online" | "idle" | "dnd";
  activities: GatewayActivity[];
  client_status: Presence["client_status"];
  key: string;
}

const RANK: Record<DeviceStatus, number> = { invisible: 0, idle: 1, online: 2, dnd: 3 };

/** The sum over devices: do not disturb anywhere counts everywhere, then online, then idle. */
function strongest(statuses: DeviceStatus[]): DeviceStatus {
  return statuses.reduce<DeviceStatus>(
    (best, status) => (RANK[status] > RANK[best] ? status : best),
    "invisible",
  );
}

/** What others may see of these devices; undefined is offline. */
export function visiblePresence(
  sessions: readonly Pick<Session, "status" | "activities" | "platform">[],
  saved: SavedPresence | undefined,
): Announced | undefined {
  // A choice made for the whole account wins over what each device does.
  const chosen = saved === undefined || saved.status === "online" ? undefined : saved.status;
  const status = sessions.length === 0 ? "invisible" : (chosen ?? strongest(sessions.map((s) => s.status)));
  if (status === "invisible") return undefined;

  const client_status: Presence["client_status"] = {};
  for (const platform of ["desktop", "mobile", "web"] as const) {
    const here = sessions.filter((session) => session.platform === platform).map((session) => session.status);
    const shown = here.length === 0 ? "invisible" : (chosen ?? strongest(here));
    if (shown !== "invisible") client_status[platform] = shown;
  }

  const activities = new Map<string, GatewayActivity>();
  for (const activity of [
    ...(saved?.activities ?? []),
    ...sessions.flatMap((session) => session.activities),
  ]) {
    if (activities.size < MAX_ACTIVITIES) activities.set(JSON.stringify(activity), activity);
  }
  const seen = { status, activities: [...activities.values()], client_status };
  return { ...seen, key: JSON.stringify(seen) };
}

const presenceOf = (userId: string, announced: Announced | undefined): Presence =>
  announced === undefined
    ? { user: { id: userId }, status: "offline", activities: [], client_status: {} }
    : {
        user: { id: userId },
        status: announced.status,
        activities: announced.activities,
        client_status: announced.client_status,
      };

export interface PresenceBook {
  /** A device of this user came or changed; tells others at once if they can see it. */
  changed(user: UserNode): void;
  /** A device lost its connection; tells others after a moment, in case it comes back. */
  left(user: UserNode): void;
  save(user: UserNode, saved: SavedPresence): void;
  /** Presences of those who are not offline, as others were told. */
  of(userIds: Iterable<string>): Presence[];
  one(userId: string): Presence;
  sessionsOf(user: UserNode): GatewaySession[];
}

/**
 * Presence lives in memory alone: it is a fact about connections, and the one event that no database stands behind.
 */
export function createPresenceBook(
  hub: Hub,
  bus: Bus,
  clock: Clock,
  graceMs: number,
  deliver: (session: Session, payload: Payload) => void,
): PresenceBook {
  function announce(user: UserNode): void {
    const now = visiblePresence(
      user.sessions.filter((session) => session.live),
      user.saved,
    );
    if (now?.key === user.announced?.key) return;
    user.announced = now;
    bus.publish({
      kind: "dispatch",
      topic: `presence:${user.id}`,
      t: "PRESENCE_UPDATE",
      d: presenceOf(user.id, now),
    });
  }

  const sessionsOf = (user: UserNode): GatewaySession[] =>
    user.sessions
      .filter((session) => session.live)
      .map((session) => ({
        session_id: session.id,
        status: session.status,
        activities: session.activities,
        client_info: session.client,
      }));

  /** Tells a person's devices which devices there are. */
  function tellDevices(user: UserNode): void {
    const people = user.sessions.filter((session) => session.live && session.bot === undefined);
    if (people.length === 0) return;
    const payload = new Payload("SESSIONS_REPLACE", sessionsOf(user));
    for (const session of people) deliver(session, payload);
  }

  /** Many devices that come at once, after a restart say, are told as one list. */
  function tellDevicesSoon(user: UserNode): void {
    if (user.cancelDevices !== undefined || user.sessions.length < 2) return;
    user.cancelDevices = clock.after(DEVICES_MS, () => {
      user.cancelDevices = undefined;
      tellDevices(user);
    });
  }

  /** All devices just left, and the moment in which one may come back is not over. */
  const isAway = (user: UserNode): boolean =>
    user.cancelAnnouncement !== undefined && !user.sessions.some((session) => session.live);

  return {
    changed(user) {
      announce(user);
      tellDevicesSoon(user);
    },

    left(user) {
      if (user.cancelAnnouncement !== undefined) return;
      user.holds++;
      user.cancelAnnouncement = clock.after(graceMs, () => {
        user.cancelAnnouncement = undefined;
        announce(user);
        tellDevices(user);
        hub.release(user);
      });
    },

    save(user, saved) {
      user.saved = saved;
      user.savedVersion++;
      // Somebody who hides does not wait.
      if (saved.status === "invisible" || !isAway(user)) announce(user);
    },

    of(userIds) {
      const visible: Presence[] = [];
      for (const id of userIds) {
        const announced = hub.find(id)?.announced;
        if (announced !== undefined) visible.push(presenceOf(id, announced));
      }
      return visible;
    },

    one: (userId) => presenceOf(userId, hub.find(userId)?.announced),

    sessionsOf,
  };
}
