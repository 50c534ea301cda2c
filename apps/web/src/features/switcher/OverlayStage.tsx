import { lazy } from "react";
import { closeOverlay, type Overlay } from "../../state/overlays.ts";

const QuickSwitcher = lazy(() => import("./QuickSwitcher.tsx").then((x) => ({ default: x.QuickSwitcher })));
const Shortcuts = lazy(() => import("./Shortcuts.tsx").then((x) => ({ default: x.Shortcuts })));
const NewConversation = lazy(() =>
  import("../rooms/NewConversation.tsx").then((x) => ({ default: x.NewConversation })),
);
const RoomSettings = lazy(() =>
  import("../rooms/RoomSettings.tsx").then((x) => ({ default: x.RoomSettings })),
);
const StatusDialog = lazy(() =>
  import("../profile/StatusDialog.tsx").then((x) => ({ default: x.StatusDialog })),
);
const CreateServer = lazy(() =>
  import("../servers/CreateServer.tsx").then((x) => ({ default: x.CreateServer })),
);
const CreateChannel = lazy(() =>
  import("../servers/CreateChannel.tsx").then((x) => ({ default: x.CreateChannel })),
);
const EditChannel = lazy(() =>
  import("../servers/EditChannel.tsx").then((x) => ({ default: x.EditChannel })),
);
const LeaveServer = lazy(() =>
  import("../servers/LeaveServer.tsx").then((x) => ({ default: x.LeaveServer })),
);
const EventDialog = lazy(() => import("../events/EventDialog.tsx").then((x) => ({ default: x.EventDialog })));
const PollDialog = lazy(() => import("../polls/PollDialog.tsx").then((x) => ({ default: x.PollDialog })));
const FollowDialog = lazy(() =>
  import("../followers/FollowDialog.tsx").then((x) => ({ default: x.FollowDialog })),
);
const CreateThread = lazy(() =>
  import("../threads/CreateThread.tsx").then((x) => ({ default: x.CreateThread })),
);
const ThreadDialog = lazy(() =>
  import("../threads/ThreadDialog.tsx").then((x) => ({ default: x.ThreadDialog })),
);
const PostDialog = lazy(() => import("../forum/PostDialog.tsx").then((x) => ({ default: x.PostDialog })));
const EditFolder = lazy(() => import("../servers/EditFolder.tsx").then((x) => ({ default: x.EditFolder })));
const EmojiCard = lazy(() => import("../../emoji/EmojiCard.tsx").then((x) => ({ default: x.EmojiCard })));
const BotFormDialog = lazy(() =>
  import("../components/BotFormDialog.tsx").then((x) => ({ default: x.BotFormDialog })),
);
const ProfileCard = lazy(() =>
  import("../profile/ProfileCard.tsx").then((x) => ({ default: x.ProfileCard })),
);

/** What is open, drawn. Each is a chunk of its own. */
export function OverlayStage({ overlay }: { overlay: Overlay }) {
  switch (overlay.kind) {
    case "switcher":
      return <QuickSwitcher onClose={closeOverlay} />;
    case "shortcuts":
      return <Shortcuts onClose={closeOverlay} />;
    case "bot-form":
      return <BotFormDialog key={overlay.form.id} form={overlay.form} onClose={closeOverlay} />;
    case "new-conversation":
      return <NewConversation onClose={closeOverlay} />;
    case "room":
      return (
        <RoomSettings channelId={overlay.channelId} isLeaving={overlay.isLeaving} onClose={closeOverlay} />
      );
    case "status":
      return <StatusDialog onClose={closeOverlay} />;
    case "create-server":
      return <CreateServer onClose={closeOverlay} />;
    case "create-channel":
      return (
        <CreateChannel
          guildId={overlay.guildId}
          parentId={overlay.parentId}
          isCategory={overlay.isCategory}
          onClose={closeOverlay}
        />
      );
    case "channel":
      return (
        <EditChannel channelId={overlay.channelId} isDeleting={overlay.isDeleting} onClose={closeOverlay} />
      );
    case "event":
      return (
        <EventDialog
          guildId={overlay.guildId}
          event={overlay.event}
          asks={overlay.asks}
          onClose={closeOverlay}
        />
      );
    case "poll":
      return <PollDialog channelId={overlay.channelId} question={overlay.question} onClose={closeOverlay} />;
    case "follow":
      return <FollowDialog channelId={overlay.channelId} onClose={closeOverlay} />;
    case "leave-server":
      return <LeaveServer guildId={overlay.guildId} onClose={closeOverlay} />;
    case "create-thread":
      return (
        <CreateThread channelId={overlay.channelId} messageId={overlay.messageId} onClose={closeOverlay} />
      );
    case "thread":
      return <ThreadDialog threadId={overlay.threadId} what={overlay.what} onClose={closeOverlay} />;
    case "post":
      return <PostDialog postId={overlay.postId} what={overlay.what} onClose={closeOverlay} />;
    case "folder":
      return <EditFolder folderId={overlay.folderId} onClose={closeOverlay} />;
    case "emoji":
      return <EmojiCard emoji={overlay.emoji} anchor={overlay.anchor} onClose={closeOverlay} />;
    case "profile":
      return (
        <ProfileCard
          key={overlay.user.id}
          user={overlay.user}
          anchor={overlay.anchor}
          guildId={overlay.guildId ?? null}
          channelId={overlay.channelId}
          onClose={closeOverlay}
        />
      );
  }
}
