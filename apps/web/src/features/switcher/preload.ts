/**
 * What opens must open at once, and offline too: all that pages leave out at first is fetched once it is quiet.
 * Offline already: it is asked for again when it is opened.
 */
export function preload(): void {
  const chunks = [
    import("./OverlayStage.tsx"),
    import("./QuickSwitcher.tsx"),
    import("./Shortcuts.tsx"),
    import("../profile/ProfileCard.tsx"),
    import("../profile/StatusDialog.tsx"),
    import("../rooms/NewConversation.tsx"),
    import("../rooms/RoomSettings.tsx"),
    import("../servers/ServerPage.tsx"),
    import("../servers/ServerList.tsx"),
    import("../servers/railMenu.ts"),
    import("../servers/ServerMembers.tsx"),
    import("../servers/walk.ts"),
    import("../servers/CreateServer.tsx"),
    import("../servers/CreateChannel.tsx"),
    import("../servers/EditChannel.tsx"),
    import("../servers/LeaveServer.tsx"),
    import("../servers/EditFolder.tsx"),
    import("../conversation/ConversationPage.tsx"),
    import("../conversation/Lightbox.tsx"),
    import("../conversation/MembersPanel.tsx"),
    import("../conversation/messageMenu.ts"),
    import("../conversation/DropZone.tsx"),
    import("../conversation/JumpPill.tsx"),
    import("../conversation/MessageToolbar.tsx"),
    import("../conversation/ReactionPicker.tsx"),
    import("../conversation/SystemMessage.tsx"),
    import("../conversation/composer/ChosenFiles.tsx"),
    import("../home/ConversationList.tsx"),
    import("../home/conversationMenu.ts"),
    import("../../shell/ownMenu.tsx"),
    import("../conversation/PinsPanel.tsx"),
    import("../conversation/composer/EditBox.tsx"),
    import("../conversation/composer/completionOptions.tsx"),
    import("../conversation/composer/DescribeDialog.tsx"),
    import("../../ui/ConfirmDialog.tsx"),
    import("../../ui/MenuSurface.tsx"),
    import("../../ui/PopoverSurface.tsx"),
  ];
  Promise.all(chunks).catch(() => {});
}
