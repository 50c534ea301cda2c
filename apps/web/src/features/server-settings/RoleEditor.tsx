import { type APIRole, LIMITS, type PermissionName, parsePermissions } from "@palabre/protocol";
import { type FormEvent, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { ColorField } from "./ColorField.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { PermissionSwitches } from "./PermissionSwitches.tsx";
import { RoleMembers } from "./RoleMembers.tsx";
import { RoleSwatch } from "./RoleSwatch.tsx";
import { SaveBar } from "./SaveBar.tsx";
import type { Rank } from "./useRank.ts";
import { useSaving } from "./useSaving.ts";

type Draft = Partial<{
  name: string;
  color: number;
  hoist: boolean;
  mentionable: boolean;
  permissions: bigint;
}>;

/** One role: how it looks, what it may do, who has it. */
export function RoleEditor({ guild, role, rank }: { guild: Guild; role: APIRole; rank: Rank }) {
  const isEveryone = role.id === guild.id;
  const held = parsePermissions(role.permissions) ?? 0n;
  const { name, color, hoist, mentionable } = role;
  const before = { name, color, hoist, mentionable, permissions: held };
  const [draft, setDraft] = useState<Draft>({});
  const [tab, setTab] = useState<"look" | "permissions" | "members">(isEveryone ? "permissions" : "look");
  const shown = { ...before, ...draft };
  const changed = Object.fromEntries(
    Object.entries(draft).filter(([key, value]) => value !== before[key as keyof Draft]),
  ) as Draft;
  const { failure, isPending, save, forget } = useSaving();
  const put = (change: Draft) => setDraft((now) => ({ ...now, ...change }));
  const isLocked = !rank.isAbove(role) || !rank.has("ManageRoles");

  async function submit(event: FormEvent) {
    event.preventDefault();
    const { permissions, ...rest } = changed;
    const went = await save(() =>
      guildApi.roles.update(guild.id, role.id, {
        ...rest,
        ...(rest.name !== undefined && { name: rest.name.trim() }),
        ...(permissions !== undefined && { permissions: String(permissions) }),
      }),
    );
    if (went) setDraft({});
  }

  function whyNot(permission: PermissionName): string | null {
    if (isLocked) return m.server_role_above();
    return rank.has(permission) ? null : m.server_permission_not_held();
  }

  const look = (
    <div className="settings-form">
      <TextField
        label={m.server_role_name()}
        value={shown.name}
        onChange={(next) => put({ name: next })}
        maxLength={LIMITS.roleName}
        isDisabled={isLocked}
        error={fieldErrorText(failure, "name")}
      />
      <ColorField
        value={shown.color}
        onChange={(next) => put({ color: next })}
        isDisabled={isLocked}
        error={fieldErrorText(failure, "color")}
      />
      <div className="card">
        <Switch
          label={m.server_role_hoist()}
          description={m.server_role_hoist_about()}
          isSelected={shown.hoist}
          onChange={(next) => put({ hoist: next })}
          isDisabled={isLocked}
        />
        <Switch
          label={m.server_role_mentionable()}
          description={m.server_role_mentionable_about()}
          isSelected={shown.mentionable}
          onChange={(next) => put({ mentionable: next })}
          isDisabled={isLocked}
        />
      </div>
    </div>
  );
  const permissions = (
    <PermissionSwitches
      value={shown.permissions}
      onChange={(next) => put({ permissions: next })}
      whyNot={whyNot}
    />
  );

  return (
    <section className="role-editor" aria-label={m.server_role_named({ name: role.name })}>
      <header className="sec-h">
        <RoleSwatch color={shown.color} />
        <h2 className="h-section truncate">{shown.name}</h2>
      </header>
      {isLocked ? <Banner>{m.server_role_above_about()}</Banner> : null}
      <form onSubmit={(event) => void submit(event)}>
        <Tabs
          label={m.server_role_named({ name: role.name })}
          value={tab}
          onChange={setTab}
          tabs={
            isEveryone
              ? [{ id: "permissions", label: m.server_permissions(), panel: permissions }]
              : [
                  { id: "look", label: m.server_role_look(), panel: look },
                  { id: "permissions", label: m.server_permissions(), panel: permissions },
                  {
                    id: "members",
                    label: m.server_members(),
                    panel: <RoleMembers guild={guild} role={role} mayGive={!isLocked && !role.managed} />,
                  },
                ]
          }
        />
        <FormFailure failure={failure} fields={["name", "color"]} />
        <SaveBar
          isChanged={Object.keys(changed).length > 0}
          isPending={isPending}
          onReset={() => {
            setDraft({});
            forget();
          }}
        />
      </form>
    </section>
  );
}
