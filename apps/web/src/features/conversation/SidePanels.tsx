import type { PrivateChannel } from "@palabre/protocol";
import { useCallback, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { isPrivate, isThread } from "../../state/channel.ts";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import type { Panel } from "./ConversationHeader.tsx";
import { membersTitle } from "./membersTitle.ts";
import type { Pane } from "./usePane.ts";

const LeaveQuestion = lazyOverlay(
  () => import("./Questions.tsx").then((module) => module.LeaveQuestion),
  ({ onOpenChange }) => onOpenChange(false),
);
const MembersPanel = lazyOverlay(
  () => import("./MembersPanel.tsx").then((module) => module.MembersPanel),
  ({ onClose }) => onClose(),
  MembersSkeleton,
);
const ServerMembers = lazyOverlay(
  () => import("../members/ServerMembers.tsx").then((module) => module.ServerMembers),
  ({ onClose }) => onClose(),
  ServerMembersSkeleton,
);
const ThreadsPanel = lazyOverlay(
  () => import("../threads/ThreadsPanel.tsx").then((module) => module.ThreadsPanel),
  ({ onClose }) => onClose(),
);
const PinsPanel = lazyOverlay(
  () => import("./PinsPanel.tsx").then((module) => module.PinsPanel),
  ({ onClose }) => onClose(),
);

/** The panel that was asked for beside a conversation. Give `onClose` as one function: the column of members is large. */
export function SidePanels({
  pane,
  panel,
  onClose,
  onMention,
}: {
  pane: Pane;
  panel: Panel | null;
  onClose: () => void;
  onMention: (username: string) => void;
}) {
  const { channel, can, selfId } = pane.value;
  const [isLeaving, setLeaving] = useState(false);
  const onLeave = useCallback(() => setLeaving(true), []);
  return (
    <>
      {panel === "members" && isPrivate(channel) ? (
        <MembersPanel channel={channel} onClose={onClose} onLeave={onLeave} />
      ) : panel === "members" && !isPrivate(channel) ? (
        <ServerMembers
          channel={channel}
          onClose={onClose}
          onMention={can.refusal === null ? onMention : null}
        />
      ) : panel === "threads" && !isPrivate(channel) && !isThread(channel) ? (
        <ThreadsPanel channel={channel} onClose={onClose} />
      ) : panel === "pins" ? (
        <PinsPanel channel={channel} onClose={onClose} />
      ) : null}
      {isPrivate(channel) ? (
        <LeaveQuestion channel={channel} selfId={selfId} isOpen={isLeaving} onOpenChange={setLeaving} />
      ) : null}
    </>
  );
}

/** Holds the place of the members, so that the log does not grow narrow under one's eyes. */
function MembersSkeleton({ channel, onClose }: { channel: PrivateChannel; onClose: () => void }) {
  return (
    <SidePanel title={membersTitle(channel)} onClose={onClose}>
      {null}
    </SidePanel>
  );
}

function ServerMembersSkeleton({ onClose }: { onClose: () => void }) {
  return (
    <SidePanel title={m.conversation_members()} onClose={onClose}>
      {null}
    </SidePanel>
  );
}
