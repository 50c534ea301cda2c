import type { APIMessage } from "@palabre/protocol";
import { Ellipsis, GitBranch, Megaphone, Pencil, Reply, SmilePlus } from "lucide-react";
import { useMemo } from "react";
import { frequent } from "../../emoji/habits.ts";
import * as m from "../../paraglide/messages.js";
import { IconButton } from "../../ui/IconButton.tsx";
import { publish } from "../followers/follow.ts";
import { useConversation } from "./context.ts";
import { allowedFor } from "./messageActions.ts";

/** What floats over the message one points at or has focus in. */
export function MessageToolbar({ message }: { message: APIMessage }) {
  const value = useConversation();
  const { deeds } = value;
  const allowed = allowedFor(message, value);
  const quick = useMemo(() => frequent(2), []);
  return (
    <div className="toolbar" role="toolbar" aria-label={m.conversation_actions()}>
      {(allowed.react ? quick : []).map((emoji) => (
        <button
          key={emoji}
          type="button"
          className="icon-btn quick"
          aria-label={m.conversation_react_with({ emoji })}
          onClick={() => deeds.toggleReaction(message, emoji)}
        >
          {emoji}
        </button>
      ))}
      {allowed.react ? (
        <>
          <IconButton
            icon={SmilePlus}
            label={m.conversation_react()}
            onPress={(event) => deeds.pickReaction(message, event.target)}
          />
          <i />
        </>
      ) : null}
      {allowed.reply ? (
        <IconButton
          icon={Reply}
          label={m.conversation_reply()}
          keys="r"
          onPress={() => deeds.reply(message)}
        />
      ) : null}
      {allowed.edit ? (
        <IconButton
          icon={Pencil}
          label={m.conversation_edit()}
          keys="e"
          onPress={() => deeds.edit(message)}
        />
      ) : null}
      {allowed.thread ? (
        <IconButton
          icon={GitBranch}
          label={m.threads_start()}
          keys="t"
          onPress={() => deeds.startThread(message)}
        />
      ) : null}
      {allowed.publish ? (
        <IconButton icon={Megaphone} label={m.followers_publish()} onPress={() => void publish(message)} />
      ) : null}
      <IconButton
        icon={Ellipsis}
        label={m.conversation_more()}
        onPress={(event) => deeds.openActions(message, event.target)}
      />
    </div>
  );
}
