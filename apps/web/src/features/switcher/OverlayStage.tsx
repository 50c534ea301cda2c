import { closeOverlay, type Overlay } from "../../state/overlays.ts";
import { lazyPart } from "../../ui/lazyPart.ts";

const QuickSwitcher = lazyPart(() => import("./QuickSwitcher.tsx").then((x) => x.QuickSwitcher));
const Shortcuts = lazyPart(() => import("./Shortcuts.tsx").then((x) => x.Shortcuts));
const NewConversation = lazyPart(() => import("../rooms/NewConversation.tsx").then((x) => x.NewConversation));
const RoomSettings = lazyPart(() => import("../rooms/RoomSettings.tsx").then((x) => x.RoomSettings));
const StatusDialog = lazyPart(() => import("../profile/StatusDialog.tsx").then((x) => x.StatusDialog));
const CreateServer = lazyPart(() => import("../servers/CreateServer.tsx").then((x) => x.CreateServer));
const CreateChannel = lazyPart(() => import("../servers/CreateChannel.tsx").then((x) => x.CreateChannel));
const EditChannel = lazyPart(() => import("../servers/EditChannel.tsx").then((x) => x.EditChannel));
const LeaveServer = lazyPart(() => import("../servers/LeaveServer.tsx").then((x) => x.LeaveServer));
const EventDialog = lazyPart(() => import("../events/EventDialog.tsx").then((x) => x.EventDialog));
const PollDialog = lazyPart(() => import("../polls/PollDialog.tsx").then((x) => x.PollDialog));
const FollowDialog = lazyPart(() => import("../followers/FollowDialog.tsx").then((x) => x.FollowDialog));
const CreateThread = lazyPart(() => import("../threads/CreateThread.tsx").then((x) => x.CreateThread));
const ThreadDialog = lazyPart(() => import("../threads/ThreadDialog.tsx").then((x) => x.ThreadDialog));
const PostDialog = lazyPart(() => import("../forum/PostDialog.tsx").then((x) => x.PostDialog));
const EditFolder = lazyPart(() => import("../servers/EditFolder.tsx").then((x) => x.EditFolder));
const EmojiCard = lazyPart(() => import("../../emoji/EmojiCard.tsx").then((x) => x.EmojiCard));
const BotFormDialog = lazyPart(() => import("../components/BotFormDialog.tsx").then((x) => x.BotFormDialog));
const ProfileCard = lazyPart(() => import("../profile/ProfileCard.tsx").then((x) => x.ProfileCard));

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
