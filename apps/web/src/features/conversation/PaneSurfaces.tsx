import { Suspense } from "react";
import { emojiParts, sameEmoji } from "../../emoji/text.ts";
import { store } from "../../state/store.ts";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { narrow, useMedia } from "../../ui/useMedia.ts";
import type { Pane } from "./usePane.ts";

const Lightbox = lazyOverlay(
  () => import("./Lightbox.tsx").then((module) => module.Lightbox),
  ({ onClose }) => onClose(),
);
const DeleteQuestion = lazyOverlay(
  () => import("./Questions.tsx").then((module) => module.DeleteQuestion),
  ({ onOpenChange }) => onOpenChange(false),
);
const ReactionPicker = lazyPart(() => import("./ReactionPicker.tsx").then((x) => x.ReactionPicker));

/** What floats over the page for the sake of one of the conversation's messages. */
export function PaneSurfaces({ pane }: { pane: Pane }) {
  const { floating, close, value } = pane;
  const isNarrow = useMedia(narrow);
  const removing = floating?.kind === "delete" ? floating.message : null;

  function pick(emoji: string) {
    close();
    if (floating?.kind !== "picker") return;
    const { message } = floating;
    const now = store.get().windows[message.channel_id]?.byId[message.id] ?? message;
    const isMine = now.reactions?.some((one) => one.me && sameEmoji(one.emoji, emojiParts(emoji)));
    if (!isMine) value.deeds.toggleReaction(now, emoji);
  }

  return (
    <>
      {floating?.kind === "image" ? (
        <Lightbox message={floating.message} startId={floating.id} onClose={close} />
      ) : null}
      {floating?.kind === "picker" ? (
        <Suspense>
          <ReactionPicker
            key={`${floating.x} ${floating.y}`}
            at={floating}
            channelId={floating.message.channel_id}
            isSheet={isNarrow}
            onPick={pick}
            onClose={close}
          />
        </Suspense>
      ) : null}
      <DeleteQuestion
        message={removing}
        guildId={value.guildId}
        isOpen={removing !== null}
        onOpenChange={(isOpen) => isOpen || close()}
      />
    </>
  );
}
