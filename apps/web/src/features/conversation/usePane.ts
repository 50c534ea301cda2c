import type { Channel, Snowflake } from "@palabre/protocol";
import { type ReactElement, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { MarkdownHost } from "../../markdown/Markdown.tsx";
import { wantMembers } from "../../state/actions/members.ts";
import { isOfWebhook } from "../../state/bot-message.ts";
import { guildIdOf } from "../../state/channel.ts";
import { useSelf, useSettings } from "../../state/store.ts";
import { type ContextMenuProps, useContextMenu } from "../../ui/useContextMenu.tsx";
import { useAbilities } from "./abilities.ts";
import type { ConversationValue } from "./context.ts";
import { useMarkdownHost } from "./mentions.tsx";
import { type Floating, useDeeds } from "./useDeeds.ts";
import { type LogView, useLogView } from "./useLogView.ts";
import { useWriting, type Writing } from "./useWriting.ts";

/** One conversation in sight, with a place, an answer, an edit and a menu of its own: two may stand side by side. */
export interface Pane {
  /** What holds it on the page. */
  root: RefObject<HTMLElement | null>;
  /** Whether it is the page's own, to which belongs what belongs to none. */
  isMain: boolean;
  value: ConversationValue;
  host: MarkdownHost;
  view: LogView;
  writing: Writing;
  /** The message that is being changed. */
  editing: Snowflake | null;
  /** Changes one's last message; false without one. */
  editLast: () => boolean;
  floating: Floating | null;
  close: () => void;
  menuProps: (
    label: string,
    items: Parameters<ReturnType<typeof useContextMenu>["props"]>[1],
  ) => ContextMenuProps;
  menu: ReactElement | null;
}

export interface PaneOptions {
  channel: Channel;
  isMain: boolean;
  /** The message to go to; null for the present. */
  jumpId: Snowflake | null;
  /** The address need not name the message any more. */
  onJumped: () => void;
}

export function usePane({ channel, isMain, jumpId, onJumped }: PaneOptions): Pane {
  const guildId = guildIdOf(channel);
  const self = useSelf();
  const can = useAbilities(channel);
  const { code_line_numbers: hasLineNumbers } = useSettings();
  const root = useRef<HTMLElement>(null);
  const [editing, setEditing] = useState<Snowflake | null>(null);
  const [floating, setFloating] = useState<Floating | null>(null);
  const { props: menuProps, open: openMenu, menu } = useContextMenu();
  const view = useLogView(channel.id, self.id, jumpId, onJumped);
  const writing = useWriting(channel.id, self.id, can, view);
  const latest = useRef<ConversationValue>(null);
  const deeds = useDeeds(channel, { view, writing, setEditing, setFloating, openMenu, value: latest });
  const value = useMemo(
    (): ConversationValue => ({ channel, guildId, selfId: self.id, deeds, can, hasLineNumbers }),
    [channel, guildId, self.id, deeds, can, hasLineNumbers],
  );
  latest.current = value;

  const { messages, log } = view;
  const written = useRef(messages);
  written.current = messages;
  const editLast = useCallback(() => {
    const last = written.current.findLast(
      (one) => one.author.id === self.id && (one.type === 0 || one.type === 19) && !one.poll,
    );
    if (!last) return false;
    log.current?.toMessage(last.id, "center");
    setEditing(last.id);
    return true;
  }, [self.id, log]);

  // The membership of who wrote in a server, where it did not come with the messages.
  useEffect(() => {
    if (guildId === null) return;
    const people = messages.flatMap((one) => [
      ...(isOfWebhook(one) ? [] : [one.author.id]),
      ...one.mentions.map((user) => user.id),
    ]);
    wantMembers(guildId, new Set(people));
  }, [guildId, messages]);

  return {
    root,
    isMain,
    value,
    host: useMarkdownHost(guildId, hasLineNumbers),
    view,
    writing,
    editing,
    editLast,
    floating,
    close: useCallback(() => setFloating(null), []),
    menuProps,
    menu,
  };
}
