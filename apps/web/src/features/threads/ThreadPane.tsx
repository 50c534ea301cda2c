import type { ThreadChannel } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { GitBranch, Lock, Maximize2, Pin, Users, X } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { middle, useMedia } from "../../ui/useMedia.ts";
import type { Panel } from "../conversation/ConversationHeader.tsx";
import { useConversation } from "../conversation/context.ts";
import { HOLDS } from "../conversation/isOwn.ts";
import { PaneContext } from "../conversation/PaneContext.tsx";
import { PaneFoot } from "../conversation/PaneFoot.tsx";
import { PaneLog } from "../conversation/PaneLog.tsx";
import { PaneSurfaces } from "../conversation/PaneSurfaces.tsx";
import { SidePanels } from "../conversation/SidePanels.tsx";
import { usePane } from "../conversation/usePane.ts";
import { isLoose, usePaneKeys } from "../conversation/usePaneKeys.ts";
import { ChannelJump } from "./channelJump.ts";
import { ThreadMenu } from "./ThreadHead.tsx";
import { WidthGrip } from "./WidthGrip.tsx";
import "./threads.css";

const nothing = () => {};

/** A thread in the side panel: a conversation of its own beside the one of its channel. */
export function ThreadPane({
  thread,
  onClose,
  onBackToChannel,
}: {
  thread: ThreadChannel;
  onClose: () => void;
  onBackToChannel: () => void;
}) {
  const channel = useConversation();
  const pane = usePane({ channel: thread, isMain: false, jumpId: null, onJumped: nothing });
  const { composer } = pane.writing;
  const floats = useMedia(middle);
  const [panel, setPanel] = useState<Panel | null>(null);
  const latest = useRef(panel);
  latest.current = panel;
  const onPanel = useCallback((wanted: Panel) => setPanel(latest.current === wanted ? null : wanted), []);
  const onClosePanel = useCallback(() => setPanel(null), []);
  const onMention = useCallback((username: string) => composer.current?.insert(`@${username}`), [composer]);
  const onEscape = useCallback(() => (latest.current ? setPanel(null) : onClose()), [onClose]);
  usePaneKeys(pane, { onPanel, onEscape });
  const { root } = pane;
  const isCovered = panel !== null;
  // The keyboard goes along: into what one writes, or to what covers it.
  useEffect(() => {
    if (isCovered) root.current?.focus();
    else composer.current?.focus();
  }, [isCovered, root, composer]);
  useFocusBack(root, onBackToChannel);

  return (
    <PaneContext pane={pane}>
      <div
        className="thread-side"
        tabIndex={-1}
        ref={(element) => {
          root.current = element;
        }}
        {...{ [HOLDS]: "" }}
      >
        <aside
          className="side thread-pane conversation"
          aria-label={m.threads_beside({ name: thread.name })}
          inert={isCovered}
          onKeyDown={(event) => {
            // A letter that a pressed row let go of is for the field below it.
            if (isLoose(event.nativeEvent)) composer.current?.focus();
            if (event.key !== "Escape" || event.defaultPrevented) return;
            event.stopPropagation();
            onClose();
          }}
        >
          {floats ? null : <WidthGrip />}
          <Head thread={thread} onPanel={onPanel} onClose={onClose} />
          <ChannelJump value={channel.deeds.jump}>
            <PaneLog pane={pane} />
          </ChannelJump>
          <PaneFoot pane={pane} onEscape={onEscape} />
        </aside>
        <SidePanels pane={pane} panel={panel} onClose={onClosePanel} onMention={onMention} />
      </div>
      <PaneSurfaces pane={pane} />
    </PaneContext>
  );
}

function Head({
  thread,
  onPanel,
  onClose,
}: {
  thread: ThreadChannel;
  onPanel: (panel: Panel) => void;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const { archived, locked } = thread.thread_metadata;
  return (
    <header className="pane-head">
      <Icon of={thread.type === 12 ? Lock : GitBranch} className="muted" />
      <h2 className="pane-title truncate" title={thread.name}>
        {thread.name}
      </h2>
      {archived ? <Tag>{m.threads_is_archived()}</Tag> : null}
      {locked ? <Tag>{m.threads_is_locked()}</Tag> : null}
      <span className="grow" />
      <ThreadMenu
        thread={thread}
        above={[
          {
            id: "pins",
            label: m.conversation_pins(),
            icon: Pin,
            onAction: () => onPanel("pins"),
          },
          {
            id: "members",
            label: m.conversation_members(),
            icon: Users,
            onAction: () => onPanel("members"),
          },
          "separator",
        ]}
      />
      <IconButton
        icon={Maximize2}
        label={m.threads_open_page()}
        tooltipPlacement="bottom"
        size="sm"
        onPress={() => void navigate(placeOf(thread.id))}
      />
      <IconButton
        icon={X}
        label={m.threads_close()}
        tooltipPlacement="bottom"
        size="sm"
        onPress={() => onClose()}
      />
    </header>
  );
}

/** Gives the keyboard back to what opened this, or else to the channel, once it is gone. */
function useFocusBack(root: React.RefObject<HTMLElement | null>, otherwise: () => void): void {
  const [opener] = useState(() => document.activeElement);
  const latest = useRef(otherwise);
  latest.current = otherwise;
  useLayoutEffect(() => {
    const mine = root.current;
    return () => {
      const { activeElement } = document;
      if (activeElement !== document.body && !mine?.contains(activeElement)) return;
      const mayTake = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
      if (mayTake) opener.focus({ preventScroll: true });
      else latest.current();
    };
  }, [root, opener]);
}
