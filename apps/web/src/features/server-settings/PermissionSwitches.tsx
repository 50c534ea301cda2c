import { PERMISSION_GROUPS, type PermissionGroup, type PermissionName } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Search } from "lucide-react";
import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { GROUP_WORDS, PERMISSION_WORDS } from "./permissionWords.ts";

/** The groups whose permissions, among `offered`, are called by the words searched for. */
export function foundPermissions(
  query: string,
  offered?: bigint,
): { group: PermissionGroup; names: readonly PermissionName[] }[] {
  const wanted = query.trim().toLocaleLowerCase();
  return (Object.keys(PERMISSION_GROUPS) as PermissionGroup[]).flatMap((group) => {
    const all: readonly PermissionName[] = PERMISSION_GROUPS[group];
    const names = all.filter(
      (name) =>
        (offered === undefined || (offered & P[name]) !== 0n) &&
        PERMISSION_WORDS[name].some((word) => word().toLocaleLowerCase().includes(wanted)),
    );
    return names.length > 0 ? { group, names } : [];
  });
}

export function PermissionSearch({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <TextField
      label={m.server_permission_search()}
      isLabelHidden
      placeholder={m.server_permission_search()}
      size="sm"
      icon={Search}
      type="search"
      value={value}
      onChange={onChange}
    />
  );
}

/** Every permission of a role as a switch, in groups. */
export function PermissionSwitches({
  value,
  onChange,
  whyNot,
}: {
  value: bigint;
  onChange: (value: bigint) => void;
  /** Why one may not give or take it; null when one may. */
  whyNot: (name: PermissionName) => string | null;
}) {
  const [query, setQuery] = useState("");
  const groups = foundPermissions(query);
  return (
    <>
      <PermissionSearch value={query} onChange={setQuery} />
      {groups.length === 0 ? <p className="muted none">{m.server_permission_none()}</p> : null}
      {groups.map(({ group, names }) => (
        <section key={group} className="perm-group">
          <h3>{GROUP_WORDS[group]()}</h3>
          <div className="card">
            {names.map((name) => {
              const reason = whyNot(name);
              const [title, about] = PERMISSION_WORDS[name];
              return (
                <Switch
                  key={name}
                  label={title()}
                  description={
                    <>
                      {about()}
                      {reason ? <em className="why-not">{reason}</em> : null}
                    </>
                  }
                  isSelected={(value & P[name]) !== 0n}
                  onChange={(on) => onChange(on ? value | P[name] : value & ~P[name])}
                  isDisabled={reason !== null}
                />
              );
            })}
          </div>
        </section>
      ))}
    </>
  );
}
