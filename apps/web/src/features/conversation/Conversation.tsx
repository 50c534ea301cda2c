import type { Channel, Snowflake } from "@palabre/protocol";
import { Suspense, useCallback, useEffect, useRef } from "react";
import { isPrivate } from "../../state/channel.ts";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { middle, narrow, useMedia } from "../../ui/useMedia.ts";
import { ConversationHeader, type Panel } from "./ConversationHeader.tsx";
import { HOLDS } from "./isOwn.ts";
import { PaneContext } from "./PaneContext.tsx";
import { PaneFoot } from "./PaneFoot.tsx";
import { PaneLog } from "./PaneLog.tsx";
import { usePane } from "./usePane.ts";
import { usePaneKeys } from "./usePaneKeys.ts";
import { usePanel } from "./usePanel.ts";

const ThreadBeside = lazyOverlay(
  () => import("../threads/ThreadBeside.tsx").then((module) => module.ThreadBeside),
  ({ onClose }) => onClose(),
  // Holds its place, so that the log does not change its width under one's eyes.
  () => <div className="side" aria-busy />,
);

const VoiceStrip = lazyPart(() => import("../voice/VoiceStrip.tsx").then((x) => x.VoiceStrip));

/** What stands beside a conversation, and what floats over it: the log waits for neither. */
const SidePanels = lazyOverlay(
  () => import("./SidePanels.tsx").then((module) => module.SidePanels),
  ({ onClose }) => onClose(),
  ({ panel }) => (panel === null ? null : <div className="side" aria-busy />),
);
const PaneSurfaces = lazyOverlay(
  () => import("./PaneSurfaces.tsx").then((module) => module.PaneSurfaces),
  ({ pane }) => pane.close(),
);

export interface ConversationProps {
  channel: Channel;
  /** The message to go to; null for the present. */
  jumpId: Snowflake | null;
  /** The thread that stands in the side panel. */
  threadId: Snowflake | null;
  /** The address need not name the message any more. */
  onJumped: () => void;
  /** The address need not name the thread any more. `isGone`: nor should the way back. */
  onCloseThread: (isGone?: boolean) => void;
  onBack: () => void;
}

/** One conversation, whole, and perhaps a thread of it beside. A new one is a new component: nothing of the last one is left. */
export function Conversation(props: ConversationProps) {
  const { channel, threadId, onCloseThread, onBack } = props;
  const isNarrow = useMedia(narrow);
  const floats = useMedia(middle);
  const pane = usePane({ channel, isMain: true, jumpId: props.jumpId, onJumped: props.onJumped });
  const { composer } = pane.writing;
  const { markRead } = pane.view;
  const [kept, setPanel] = usePanel(channel.type !== 1 && !floats);
  // One at a time: a thread takes the panel's place, and gives it back.
  const panel = threadId === null ? kept : null;
  const latest = useRef({ panel, threadId, onCloseThread });
  latest.current = { panel, threadId, onCloseThread };

  const onPanel = useCallback(
    (wanted: Panel) => {
      const { panel, threadId, onCloseThread } = latest.current;
      setPanel(panel === wanted ? null : wanted);
      if (threadId !== null) onCloseThread();
    },
    [setPanel],
  );
  const onClosePanel = useCallback(() => setPanel(null), [setPanel]);
  // What floats over the conversation goes first, wherever the focus is.
  const onEscape = useCallback(() => {
    const { panel, threadId, onCloseThread } = latest.current;
    if (floats && threadId !== null) onCloseThread();
    else if (floats && panel) setPanel(null);
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
        {channel.type === 2 || channel.type === 13 ? (
          <Suspense>
            <VoiceStrip channel={channel} />
          </Suspense>
        ) : null}
        <PaneLog pane={pane} />
        <PaneFoot pane={pane} onEscape={onEscape} />
      </main>
      <SidePanels pane={pane} panel={panel} onClose={onClosePanel} onMention={onMention} />
      {threadId !== null && !isPrivate(channel) ? (
        <ThreadBeside
          key={threadId}
          channel={channel}
          threadId={threadId}
          onClose={onCloseThread}
          onBackToChannel={() => composer.current?.focus()}
        />
      ) : null}
      <PaneSurfaces pane={pane} />
    </PaneContext>
  );
}
