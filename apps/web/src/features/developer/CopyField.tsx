import type { ReactNode } from "react";
import { TextField } from "../../ui/TextField.tsx";
import { CopyButton } from "../admin/AccountsSection.tsx";

/** What a program is given: to read and to copy. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: ReactNode }) {
  return (
    <TextField
      className="copy-field"
      label={label}
      value={value}
      hint={hint}
      isReadOnly
      suffix={<CopyButton text={value} />}
    />
  );
}
