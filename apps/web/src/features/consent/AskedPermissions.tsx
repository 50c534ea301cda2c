import { PERMISSION_GROUPS, type PermissionName } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import * as m from "../../paraglide/messages.js";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { permissionName } from "../server-settings/permissionWords.ts";

const ALL: readonly PermissionName[] = Object.values(PERMISSION_GROUPS).flat();

/** The permissions among the bits, in the order of roles. */
export const permissionNames = (bits: bigint): PermissionName[] =>
  ALL.filter((name) => (bits & P[name]) !== 0n);

/** What a bot asks to be allowed: one may take away, and gives only what one holds. */
export function AskedPermissions({
  asked,
  held,
  value,
  onChange,
}: {
  asked: bigint;
  /** One's own in the server; null while none is chosen. */
  held: bigint | null;
  value: bigint;
  onChange: (value: bigint) => void;
}) {
  const lacks = (name: PermissionName) => held !== null && (held & P[name]) === 0n;
  return (
    <fieldset className="consent-permissions">
      <legend className="label">{m.consent_permissions()}</legend>
      {permissionNames(asked).map((name) => (
        <Checkbox
          key={name}
          isSelected={(value & P[name]) !== 0n && !lacks(name)}
          isDisabled={lacks(name)}
          onChange={(on) => onChange(on ? value | P[name] : value & ~P[name])}
        >
          {permissionName(name)}
          {lacks(name) ? <span className="hint consent-line">{m.consent_not_held()}</span> : null}
        </Checkbox>
      ))}
      {(value & asked & P.Administrator) !== 0n && !lacks("Administrator") ? (
        <p className="hint-error">{m.consent_administrator()}</p>
      ) : null}
    </fieldset>
  );
}
