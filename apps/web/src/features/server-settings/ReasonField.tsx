import { LIMITS } from "@palabre/protocol";
import * as m from "../../paraglide/messages.js";
import { TextField } from "../../ui/TextField.tsx";

/** Why it is done: for the audit log. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <TextField
      className="dialog-field"
      label={m.server_reason()}
      hint={m.server_reason_hint()}
      value={value}
      onChange={onChange}
      maxLength={LIMITS.auditReason}
      autoComplete="off"
    />
  );
}

export const reasonOf = (text: string): { reason?: string } => (text.trim() ? { reason: text.trim() } : {});
