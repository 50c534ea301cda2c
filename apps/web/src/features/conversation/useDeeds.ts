import type { APIMessage, Channel, Snowflake } from "@palabre/protocol";
import { type RefObject, useMemo } from "react";
import { copyText } from "../../code/copyText.ts";
import * as m from "../../paraglide/messages.js";
import { pathOf } from "../../shell/place.ts";
import { guildIdOf } from "../../state/channel.ts";
import { openOverlay, openProfile } from "../../state/overlays.ts";
import { toast } from "../../ui/toast.ts";
import type { useContextMenu } from "../../ui/useContextMenu.tsx";
import type { ConversationValue, Deeds } from "./context.ts";
import type { LogView } from "./useLogView.ts";
import type { Writing } from "./useWriting.ts";

const loadDeeds = () => import("./deeds.ts");
export const loadMenu = () => import("./messageMenu.ts");

/** A picture in large, the emoji to react with, or the question whether to delete: one at a time. */
export type Floating =
  | { kind: "image"; message: APIMessage; id: Snowflake }
  | { kind: "picker"; message: APIMessage; x: number; y: number }
  | { kind: "delete"; message: APIMessage };

interface Ways {
  view: LogView;
  writing: Writing;
  setEditing: (id: Snowflake | null) => void;
  setFloating: (floating: Floating) => void;
  openMenu: ReturnType<typeof useContextMenu>["open"];
  /** What the menu of a message is made from. */
  value: RefObject<ConversationValue | null>;
}

/** What can be done to the messages of a conversation. The same object for as long as it stands. */
export function useDeeds(channel: Channel, ways: Ways): Deeds {
  const channelId = channel.id;
  const guildId = guildIdOf(channel);
  const { view, writing, setEditing, setFloating, openMenu, value } = ways;
  const { jump, showNew } = view;
  const { reply, composer } = writing;
  return useMemo(
    (): Deeds => ({
      reply,
      edit(message) {
        setEditing(message?.id ?? null);
        if (message === null) composer.current?.focus();
      },
      remove(message, isSure) {
        if (isSure) later(({ remove }) => remove(channelId, message));
        else setFloating({ kind: "delete", message });
      },
      startThread: (message) => openOverlay({ kind: "create-thread", channelId, messageId: message.id }),
      togglePin: (message) => later(({ togglePin }) => togglePin(channelId, message)),
      markUnread(message) {
        showNew();
        later(({ leaveUnread }) => leaveUnread(channelId, message));
      },
      toggleReaction: (message, emoji) =>
        later(({ toggleReaction }) => toggleReaction(channelId, message, emoji)),
      copyText: (message) => void copyText(message.content).then(told(m.conversation_copied())),
      copyLink: (message) =>
        void copyText(`${location.origin}${pathOf(channelId, message.id)}`).then(
          told(m.conversation_link_copied()),
        ),
      copyId: (message) => void copyText(message.id).then(told(m.conversation_copied())),
      pickReaction(message, anchor) {
        const box = anchor.getBoundingClientRect();
        const { x, y } = isRow(anchor) ? { x: box.left + 68, y: box.top + 12 } : { x: box.left, y: box.top };
        setFloating({ kind: "picker", message, x, y });
      },
      openActions(message, anchor) {
        const box = anchor.getBoundingClientRect();
        const row = anchor.closest("article") ?? anchor;
        const at = isRow(anchor) ? { x: box.left + 68, y: box.top + 28 } : { x: box.left, y: box.bottom };
        openMenu(at, m.conversation_actions(), async () => {
          const { messageMenu } = await loadMenu();
          return value.current ? messageMenu(message, value.current, row) : [];
        });
      },
      openImage: (message, id) => setFloating({ kind: "image", message, id }),
      openProfile: (user, anchor) => openProfile(user, anchor, guildId, channelId),
      jump: (id) => void jump(id),
      write: () => composer.current?.focus(),
    }),
    [channelId, guildId, jump, showNew, reply, composer, setEditing, setFloating, openMenu, value],
  );
}

const isRow = (anchor: Element): boolean => anchor.tagName === "ARTICLE";

function told(text: string) {
  return (isDone: boolean) =>
    void toast(
      isDone ? { tone: "success", title: text } : { tone: "danger", title: m.conversation_copy_failed() },
    );
}

/** Offline, before it was fetched: what cannot be fetched was not done. */
function later(deed: (deeds: Awaited<ReturnType<typeof loadDeeds>>) => void): void {
  loadDeeds().then(deed, () => void toast({ tone: "danger", title: m.conversation_not_done() }));
}
