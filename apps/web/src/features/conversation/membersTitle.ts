import type { PrivateChannel } from "@palabre/protocol";
import * as m from "../../paraglide/messages.js";

export function membersTitle({ type, recipients }: PrivateChannel): string {
  return type === 3 ? `${m.conversation_members()} · ${recipients.length + 1}` : m.conversation_people();
}
