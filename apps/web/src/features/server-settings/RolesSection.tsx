import { type APIRole, LIMITS, type Snowflake } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { ArrowDown, ArrowLeft, ArrowUp, Ellipsis, Eye, GripVertical, Lock, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useRoles } from "../../state/guilds.ts";
import { store } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { narrow, useMedia } from "../../ui/useMedia.ts";
import { useReorder } from "../../ui/useReorder.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { RoleEditor } from "./RoleEditor.tsx";
import { RoleSwatch } from "./RoleSwatch.tsx";
import { moveRole } from "./roleOrder.ts";
import { useRank } from "./useRank.ts";

/** Roles from the top down, and what one of them is and may do. */
export function RolesSection({ guild }: { guild: Guild }) {
  const roles = useRoles(guild.id);
  const rank = useRank(guild.id);
  const navigate = useNavigate();
  const isNarrow = useMedia(narrow);
  const [chosenId, setChosenId] = useState<Snowflake | null>(null);
  const [doomed, setDoomed] = useState<APIRole | null>(null);
  const [isCreating, setCreating] = useState(false);
  const chosen = roles.find((role) => role.id === chosenId) ?? (isNarrow ? undefined : roles[0]);

  const mayMove = (role: APIRole) => role.id !== guild.id && !role.managed && rank.isAbove(role);
  const move = (id: Snowflake, to: number) => void attempt(() => placeRole(guild.id, roles, id, to));
  const reorder = useReorder("role", (id, drop) => {
    const rest = roles.filter((role) => role.id !== id);
    const at = rest.findIndex((role) => role.id === drop.id);
    move(id, drop.kind === "after" ? at + 1 : at);
  });

  async function create() {
    setCreating(true);
    await attempt(async () => {
      const role = await guildApi.roles.create(guild.id, { name: m.server_role_new() });
      store.send({
        type: "dispatch",
        t: "GUILD_ROLE_CREATE",
        d: { guild_id: guild.id, role },
        at: Date.now(),
      });
      setChosenId(role.id);
    });
    setCreating(false);
  }

  /** May go up when the one above may be moved as well: one cannot pass who is above oneself. */
  function stepOf(role: APIRole, by: 1 | -1): (() => void) | undefined {
    const at = roles.indexOf(role);
    const other = roles[at + by];
    return other && mayMove(role) && mayMove(other) ? () => move(role.id, at + by) : undefined;
  }

  function menuOf(role: APIRole): MenuEntry[] {
    const up = stepOf(role, -1);
    const down = stepOf(role, 1);
    const entries: MenuEntry[] = [
      {
        id: "up",
        label: m.server_role_up(),
        icon: ArrowUp,
        keys: "alt+arrowup",
        isDisabled: !up,
        onAction: up,
      },
      {
        id: "down",
        label: m.server_role_down(),
        icon: ArrowDown,
        keys: "alt+arrowdown",
        isDisabled: !down,
        onAction: down,
      },
      {
        id: "view",
        label: m.server_view_as_this(),
        icon: Eye,
        onAction: () =>
          void navigate({
            to: "/channels/$guildId/settings/{-$section}",
            params: { guildId: guild.id, section: "view-as" },
            search: { role: role.id },
          }),
      },
    ];
    if (role.id === guild.id) return entries.slice(2);
    return [
      ...entries,
      "separator",
      {
        id: "delete",
        label: m.server_role_delete(),
        icon: Trash2,
        isDanger: true,
        isDisabled: !mayMove(role),
        onAction: () => setDoomed(role),
      },
    ];
  }

  const list = (
    <div className="role-list">
      <div className="sec-h">
        <span className="muted tnum">{m.server_role_count({ count: roles.length })}</span>
        <span className="grow" />
        <Button
          size="sm"
          icon={Plus}
          isPending={isCreating}
          disabledReason={roles.length >= LIMITS.roles && m.server_role_full()}
          onPress={() => void create()}
        >
          {m.server_role_create()}
        </Button>
      </div>
      <ul className="role-rows" aria-label={m.server_roles()}>
        {roles.map((role) => (
          <li
            key={role.id}
            className={classes("role-row", role === chosen && "is-on")}
            {...reorder.props(role.id, () => (mayMove(role) ? ["before", "after"] : []), mayMove(role))}
          >
            <Icon of={GripVertical} size={14} className={mayMove(role) ? "grip" : "grip is-none"} />
            <button
              type="button"
              className="role-main"
              aria-current={role === chosen || undefined}
              onClick={() => setChosenId(role.id)}
              onKeyDown={(event) => {
                if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
                event.preventDefault();
                stepOf(role, event.key === "ArrowUp" ? -1 : 1)?.();
              }}
            >
              <RoleSwatch color={role.color} />
              <span className="truncate grow">{role.name}</span>
              {rank.isAbove(role) ? null : (
                <>
                  <Icon of={Lock} size={14} />
                  <span className="vh">{m.server_role_above()}</span>
                </>
              )}
            </button>
            <Menu
              label={m.rooms_actions_for({ name: role.name })}
              placement="bottom end"
              trigger={
                <IconButton icon={Ellipsis} size="sm" label={m.rooms_actions_for({ name: role.name })} />
              }
              items={menuOf(role)}
            />
          </li>
        ))}
      </ul>
      <p className="hint">{m.server_role_order_hint()}</p>
    </div>
  );

  return (
    <>
      {chosen && isNarrow ? (
        <>
          <h1 className="vh">{m.server_roles()}</h1>
          <Button className="role-back" variant="ghost" icon={ArrowLeft} onPress={() => setChosenId(null)}>
            {m.server_roles_back()}
          </Button>
        </>
      ) : (
        <SectionHead title={m.server_roles()} lead={m.server_roles_lead()} />
      )}
      <div className="split-editor">
        {chosen && isNarrow ? null : list}
        {chosen ? <RoleEditor key={chosen.id} guild={guild} role={chosen} rank={rank} /> : null}
      </div>
      {doomed ? (
        <ConfirmDialog
          question={m.server_role_delete_question({ name: doomed.name })}
          confirmLabel={m.server_role_delete()}
          isDanger
          isOpen
          onOpenChange={() => setDoomed(null)}
          onConfirm={async () => {
            await guildApi.roles.remove(guild.id, doomed.id);
            if (chosenId === doomed.id) setChosenId(null);
          }}
        >
          {m.server_role_delete_text()}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** Moves it here at once; puts it back, and rejects, when the server refuses. */
async function placeRole(
  guildId: Snowflake,
  roles: readonly APIRole[],
  id: Snowflake,
  to: number,
): Promise<void> {
  const moves = moveRole(roles, id, to);
  if (moves.length === 0) return;
  const show = (changed: readonly APIRole[]) => {
    for (const role of changed) {
      store.send({
        type: "dispatch",
        t: "GUILD_ROLE_UPDATE",
        d: { guild_id: guildId, role },
        at: Date.now(),
      });
    }
  };
  const before = roles.filter((role) => moves.some((one) => one.id === role.id));
  show(before.map((role) => ({ ...role, ...moves.find((one) => one.id === role.id) })));
  try {
    await guildApi.roles.move(guildId, moves);
  } catch (error) {
    show(before);
    throw error;
  }
}
