import { Suspense } from "react";
import * as m from "../../paraglide/messages.js";
import { useSettings } from "../../state/store.ts";
import { lazyPart } from "../../ui/lazyPart.ts";
import { conversationLabel } from "../rooms/roomName.ts";
import { Composer } from "./composer/Composer.tsx";
import { TypingLine } from "./TypingLine.tsx";
import type { Pane } from "./usePane.ts";

/** Speaks of what comes later. */
const Announcer = lazyPart(() => import("./Announcer.tsx").then((x) => x.Announcer));
/** Waits for files in the air: not at once. */
const DropZone = lazyPart(() => import("./DropZone.tsx").then((x) => x.DropZone));

/** Where one writes, who else does, and where files may be dropped. `onEscape`: nothing was left to cancel. */
export function PaneFoot({ pane, onEscape }: { pane: Pane; onEscape: () => void }) {
  const { writing, value, view, root, isMain } = pane;
  const { channel, can, guildId, selfId } = value;
  const { send_with: sendWith } = useSettings();
  const name = conversationLabel(channel);
  return (
    <>
      <div className="composer-wrap">
        <Composer
          ref={writing.composer}
          placeholder={m.conversation_placeholder({ name })}
          refusal={can.refusal}
          channelId={channel.id}
          sendWith={sendWith}
          replyTo={writing.replyTo}
          pingReply={writing.pingReply}
          onPingReply={writing.setPingReply}
          onCancelReply={writing.cancelReply}
          files={writing.files}
          onFiles={can.attach ? writing.addFiles : undefined}
          slowMode={can.slowMode}
          slowUntil={writing.slowUntil}
          onRemoveFile={writing.removeFile}
          onChangeFile={writing.changeFile}
          onSend={writing.send}
          onTyping={writing.onTyping}
          onEditLast={pane.editLast}
          onEscape={onEscape}
        />
        <TypingLine channelId={channel.id} sendWith={sendWith} />
      </div>
      {can.refusal === null && can.attach ? (
        <Suspense>
          <DropZone name={name} root={root} isMain={isMain} onFiles={writing.addFiles} />
        </Suspense>
      ) : null}
      <Suspense>
        <Announcer
          messages={view.messages}
          guildId={guildId}
          selfId={selfId}
          isLive={!view.window?.hasAfter}
        />
      </Suspense>
      {pane.menu}
    </>
  );
}
