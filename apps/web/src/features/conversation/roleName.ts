import type { RecipientRole } from "@palabre/protocol";
import * as m from "../../paraglide/messages.js";

export function roleName(role: RecipientRole): string {
  if (role === "owner") return m.conversation_role_owner();
  return role === "admin" ? m.conversation_role_admin() : m.conversation_role_member();
}
