import { Suspense, useRef } from "react";
import * as m from "../../paraglide/messages.js";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { Popover } from "../../ui/Popover.tsx";
import type { SheetProps } from "../../ui/Sheet.tsx";

const EmojiPicker = lazyPart(() =>
  import("../../emoji/EmojiPicker.tsx").then((module) => module.EmojiPicker),
);
const Sheet = lazyOverlay<SheetProps>(
  () => import("../../ui/Sheet.tsx").then((module) => module.Sheet),
  ({ onOpenChange }) => onOpenChange(false),
);

/** Any emoji as a reaction: beside what was pressed, on a phone from the bottom of the screen. */
export function ReactionPicker({
  at,
  channelId,
  isSheet,
  onPick,
  onClose,
}: {
  at: { x: number; y: number };
  channelId: string;
  isSheet: boolean;
  onPick: (emoji: string) => void;
  onClose: () => void;
}) {
  const anchor = useRef<HTMLSpanElement>(null);
  const change = (isOpen: boolean) => isOpen || onClose();
  const picker = (
    <Suspense fallback={<div className="emoji-wait" />}>
      <EmojiPicker channelId={channelId} onPick={onPick} />
    </Suspense>
  );
  if (isSheet) {
    return (
      <Sheet label={m.conversation_react()} isOpen onOpenChange={change}>
        {picker}
      </Sheet>
    );
  }
  return (
    <>
      <span ref={anchor} className="menu-anchor" style={{ left: at.x, top: at.y }} />
      <Popover
        label={m.conversation_react()}
        className="emoji-pop"
        triggerRef={anchor}
        isOpen
        onOpenChange={change}
        placement="left top"
      >
        {picker}
      </Popover>
    </>
  );
}
