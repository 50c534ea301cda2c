/** Friendship with words: each does it, says what happened in a toast, and offers the way back. */
import type { APIUser } from "@palabre/protocol";
import { UserCheck, UserMinus, UserPlus } from "lucide-react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { addFriend, blockUser, removeRelationship } from "../../state/actions/people.ts";
import { nameOf } from "../../state/store.ts";
import { toast } from "../../ui/toast.ts";

/** Runs it; a refusal becomes a toast. Whether it went well. */
export async function attempt(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    toast({ tone: "danger", title: errorText(error) });
    return false;
  }
}

export async function accept(user: APIUser, open?: () => void): Promise<void> {
  if (!(await attempt(() => addFriend(user.id)))) return;
  toast({
    tone: "success",
    icon: UserCheck,
    title: m.friends_now_friends({ name: nameOf(user) }),
    description: m.friends_say_hello(),
    ...(open && { action: { label: m.friends_message(), onAction: open } }),
  });
}

/** Milliseconds a declined request can be taken back: it is sent off only then. */
const UNDO_FOR = 5_000;
const declining = new Map<string, () => void>();

/** Ids of requests that are declined unless "Undo" is pressed; the inbox leaves them out at once. */
export function decline(user: APIUser, hide: (hidden: boolean) => void): void {
  hide(true);
  const settle = () => {
    clearTimeout(timer);
    declining.delete(user.id);
    window.removeEventListener("pagehide", settle);
    void attempt(() => removeRelationship(user.id)).then((went) => went || hide(false));
  };
  const timer = setTimeout(settle, UNDO_FOR);
  declining.set(user.id, settle);
  window.addEventListener("pagehide", settle);
  toast({
    tone: "neutral",
    icon: UserMinus,
    title: m.friends_declined({ name: nameOf(user) }),
    action: {
      label: m.common_undo(),
      onAction() {
        clearTimeout(timer);
        declining.delete(user.id);
        window.removeEventListener("pagehide", settle);
        hide(false);
      },
    },
  });
}

export async function invite(user: APIUser): Promise<boolean> {
  const went = await attempt(() => addFriend(user.id));
  if (went) {
    toast({
      tone: "success",
      icon: UserPlus,
      title: m.friends_request_sent({ name: nameOf(user) }),
      action: { label: m.common_undo(), onAction: () => void attempt(() => removeRelationship(user.id)) },
    });
  }
  return went;
}

export async function block(user: APIUser): Promise<void> {
  if (!(await attempt(() => blockUser(user.id)))) return;
  toast({
    tone: "neutral",
    title: m.friends_blocked_toast({ name: nameOf(user) }),
    action: { label: m.common_undo(), onAction: () => void attempt(() => removeRelationship(user.id)) },
  });
}
