import type { Channel, Snowflake } from "@palabre/protocol";
import { useCallback, useEffect, useRef } from "react";
import { middle, narrow, useMedia } from "../../ui/useMedia.ts";
import { ConversationHeader, type Panel } from "./ConversationHeader.tsx";
import { HOLDS } from "./isOwn.ts";
import { PaneContext } from "./PaneContext.tsx";
import { PaneFoot } from "./PaneFoot.tsx";
import { PaneLog } from "./PaneLog.tsx";
import { PaneSurfaces } from "./PaneSurfaces.tsx";
import { SidePanels } from "./SidePanels.tsx";
import { usePane } from "./usePane.ts";
import { usePaneKeys } from "./usePaneKeys.ts";
import { usePanel } from "./usePanel.ts";

export interface ConversationProps {
  channel: Channel;
  /** The message to go to; null for the present. */
  jumpId: Snowflake | null;
  /** The address need not name the message any more. */
  onJumped: () => void;
  onBack: () => void;
}

/** One conversation, whole. A new one is a new component: nothing of the last one is left. */
export function Conversation(props: ConversationProps) {
  const { channel, onBack } = props;
  const isNarrow = useMedia(narrow);
  const floats = useMedia(middle);
  const pane = usePane({ channel, isMain: true, jumpId: props.jumpId, onJumped: props.onJumped });
  const { composer } = pane.writing;
  const { markRead } = pane.view;
  const [panel, setPanel] = usePanel(channel.type !== 1 && !floats);
  const latest = useRef(panel);
  latest.current = panel;

  const onPanel = useCallback(
    (wanted: Panel) => setPanel(latest.current === wanted ? null : wanted),
    [setPanel],
  );
  const onClosePanel = useCallback(() => setPanel(null), [setPanel]);
  // What floats over the conversation goes first, wherever the focus is.
  const onEscape = useCallback(() => {
    if (floats && latest.current) setPanel(null);
    else markRead();
  }, [floats, setPanel, markRead]);
  const onMention = useCallback(
    (username: string) => {
      // Over a phone's composer stands the panel.
      if (isNarrow) setPanel(null);
      composer.current?.insert(`@${username}`);
    },
    [isNarrow, setPanel, composer],
  );
  usePaneKeys(pane, { onPanel, onEscape });
  // On a phone the keyboard would cover what one came to read.
  useEffect(() => {
    if (!isNarrow) composer.current?.focus();
  }, [isNarrow, composer]);

  return (
    <PaneContext pane={pane}>
      <main className="main conversation" ref={pane.root} {...{ [HOLDS]: "" }}>
        <ConversationHeader channel={channel} panel={panel} onPanel={onPanel} onBack={onBack} />
        <PaneLog pane={pane} />
        <PaneFoot pane={pane} onEscape={onEscape} />
      </main>
      <SidePanels pane={pane} panel={panel} onClose={onClosePanel} onMention={onMention} />
      <PaneSurfaces pane={pane} />
    </PaneContext>
  );
}
