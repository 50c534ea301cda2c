/**
 * What is open over the page. Anything may open one; `features/switcher/Overlays.tsx`, in the shell, draws it.
 * One at a time: a new one takes the place of the last.
 */
import type { APIUser, BotForm, ScheduledEvent, Snowflake } from "@palabre/protocol";
import { useSelect } from "./select.ts";

export type Overlay =
  | { kind: "switcher" }
  | { kind: "shortcuts" }
  | { kind: "new-conversation" }
  /** The custom status. */
  | { kind: "status" }
  /** Name, icon, members of a room; or the question whether to leave it. */
  | { kind: "room"; channelId: Snowflake; isLeaving?: boolean }
  | { kind: "create-server" }
  /** A channel or category of a server; `parentId`: the category it goes into. */
  | { kind: "create-channel"; guildId: Snowflake; parentId: Snowflake | null; isCategory?: boolean }
  /** Name, topic, slow mode; or the question whether to delete it. */
  | { kind: "channel"; channelId: Snowflake; isDeleting?: boolean }
  /** A new event of a server, one to change, or the question whether to call it off or delete it. */
  | { kind: "event"; guildId: Snowflake; event?: ScheduledEvent; asks?: "cancel" | "delete" }
  /** A question to all in a channel; `question`: what was typed of it. */
  | { kind: "poll"; channelId: Snowflake; question?: string }
  /** Where to get what an announcement channel publishes. */
  | { kind: "follow"; channelId: Snowflake }
  | { kind: "leave-server"; guildId: Snowflake }
  /** A thread in a channel, perhaps one that begins with a message. */
  | { kind: "create-thread"; channelId: Snowflake; messageId: Snowflake | null }
  /** A thread's new name, whom to bring in, or the question whether to delete it. */
  | { kind: "thread"; threadId: Snowflake; what: "rename" | "add" | "delete" }
  /** A post's title and tags, or the question whether to delete it. */
  | { kind: "post"; postId: Snowflake; what: "edit" | "delete" }
  /** Name and colour of a folder of the rail. */
  | { kind: "folder"; folderId: string }
  /** A custom emoji in large, with the server it is of. */
  | { kind: "emoji"; emoji: { id: Snowflake; name: string; animated: boolean }; anchor: Element }
  /** What a bot asks in a form. */
  | { kind: "bot-form"; form: BotForm }
  /** A person's card, beside `anchor`; `guildId`: as they are in that server. */
  | {
      kind: "profile";
      user: APIUser;
      anchor: Element;
      guildId?: Snowflake | null;
      /** The conversation that it was opened in. */
      channelId?: Snowflake | undefined;
    };

let open: Overlay | null = null;
const listeners = new Set<() => void>();

const holder = {
  get: () => open,
  send: (next: Overlay | null) => {
    open = next;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const openOverlay = (overlay: Overlay): void => holder.send(overlay);
export const closeOverlay = (): void => holder.send(null);
export const isOverlayOpen = (): boolean => open !== null;
export const useOverlay = (): Overlay | null => useSelect(holder, (now) => now);

/** Opens a person's card beside the avatar or name that was pressed. */
export function openProfile(
  user: APIUser,
  anchor: Element,
  guildId: Snowflake | null = null,
  channelId?: Snowflake,
): void {
  openOverlay({ kind: "profile", user, anchor, guildId, channelId });
}

/** The door to servers: make one, or come into one. */
export const openCreateServer = (): void => openOverlay({ kind: "create-server" });
