import type { APIMessage, Snowflake } from "@palabre/protocol";
import { type RefObject, useCallback, useRef, useState } from "react";
import { startTyping, stopTyping } from "../../state/actions/reading.ts";
import { sendMessage } from "../../state/actions/send.ts";
import type { Abilities } from "./abilities.ts";
import type { ComposerHandle } from "./composer/Composer.tsx";
import { type ChosenFile, useFiles } from "./composer/useFiles.ts";
import type { LogView } from "./useLogView.ts";
import { useSlowUntil } from "./useSlowMode.ts";

/** What one is about to send in a conversation: whom it answers, its files, and what it is written in. */
export interface Writing {
  composer: RefObject<ComposerHandle | null>;
  replyTo: APIMessage | null;
  pingReply: boolean;
  setPingReply: (isOn: boolean) => void;
  /** Answers a message; one's own is not called by it. */
  reply: (message: APIMessage) => void;
  cancelReply: () => void;
  files: readonly ChosenFile[];
  addFiles: (files: readonly File[]) => void;
  removeFile: (id: string) => void;
  changeFile: (id: string, change: { description?: string; isSpoiler?: boolean }) => void;
  send: (content: string) => void;
  onTyping: () => void;
  /** When one may send again, in milliseconds since 1970. */
  slowUntil: number;
}

export function useWriting(
  channelId: Snowflake,
  selfId: Snowflake,
  can: Abilities,
  { messages, pending, toPresent }: LogView,
): Writing {
  const chosen = useFiles(channelId);
  const composer = useRef<ComposerHandle>(null);
  const [replyTo, setReplyTo] = useState<APIMessage | null>(null);
  const [pingReply, setPingReply] = useState(true);
  const latest = useRef({ replyTo, pingReply });
  latest.current = { replyTo, pingReply };

  const { take, add } = chosen;
  const send = useCallback(
    (content: string) => {
      const { replyTo, pingReply } = latest.current;
      sendMessage(channelId, { content, files: take(), reply_to: replyTo?.id ?? null, pingReply });
      stopTyping(channelId);
      setReplyTo(null);
      void toPresent();
    },
    [channelId, take, toPresent],
  );

  return {
    composer,
    replyTo,
    pingReply,
    setPingReply,
    reply: useCallback(
      (message) => {
        setReplyTo(message);
        setPingReply(message.author.id !== selfId);
        composer.current?.focus();
      },
      [selfId],
    ),
    cancelReply: useCallback(() => setReplyTo(null), []),
    files: chosen.files,
    addFiles: useCallback((files) => void add(files), [add]),
    removeFile: chosen.remove,
    changeFile: chosen.change,
    send,
    onTyping: useCallback(() => startTyping(channelId), [channelId]),
    slowUntil: useSlowUntil(can.slowMode, selfId, messages, pending),
  };
}
