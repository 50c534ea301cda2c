import * as m from "../paraglide/messages.js";
import { toast } from "../ui/toast.ts";
import { copyText } from "./copyText.ts";

/** Copies, and says whether that was done. `copied`: in words of its own. */
export async function copyAndTell(text: string, copied: string = m.common_copied()): Promise<void> {
  const isDone = await copyText(text);
  toast(
    isDone ? { tone: "success", title: copied } : { tone: "danger", title: m.conversation_copy_failed() },
  );
}
