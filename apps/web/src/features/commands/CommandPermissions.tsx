import type { Application, CommandIndex, CommandPermission, OfferedCommand } from "@palabre/client";
import type { Snowflake } from "@palabre/protocol";
import { Check, Hash, Plus, Trash2, UserPlus, X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { wantMembers } from "../../state/actions/members.ts";
import { isThread } from "../../state/channel.ts";
import { commandApi } from "../../state/command-api.ts";
import { useGuildChannels, useRoles } from "../../state/guilds.ts";
import { nameOf, useSelector } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Select } from "../../ui/Select.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { Loading } from "../server-settings/Loading.tsx";
import { MemberDialog } from "../server-settings/MemberDialog.tsx";
import { RoleSwatch } from "../server-settings/RoleSwatch.tsx";
import { useSaving } from "../server-settings/useSaving.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { nameIn } from "./entries.ts";
import { onHeard } from "./hear.ts";
import "./commands.css";

const ROLE = 1;
const USER = 2;
const CHANNEL = 3;

/** As the API counts: what stands for all channels of a server. */
const allChannels = (guildId: Snowflake): Snowflake => String(BigInt(guildId) - 1n);

type Chosen = Readonly<Record<string, readonly CommandPermission[]>>;

/** Who may use the commands of an application in a server, each of them and all at once. */
export function CommandPermissions({
  guildId,
  application,
  onClose,
}: {
  guildId: Snowflake;
  application: Application;
  onClose: () => void;
}) {
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [index, chosen] = await Promise.all([
        commandApi.inServer(guildId, { signal }),
        commandApi.permissions(application.id, guildId, { signal }),
      ]);
      return { commands: commandsOf(index, application.id), chosen: byId(chosen) };
    },
    [guildId, application.id],
  );
  const { data, error, reload } = useLoaded(load);
  useEffect(
    () =>
      onHeard(({ t, d }) => {
        const isOurs = (d as { guild_id?: string } | null)?.guild_id === guildId;
        if (t === "GUILD_APPLICATION_COMMAND_INDEX_UPDATE" && isOurs) void reload();
      }),
    [guildId, reload],
  );
  return (
    <Dialog
      title={m.commands_perm_title({ name: application.name })}
      size="lg"
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      hasClose
      className="cmd-perms"
    >
      <p className="secondary">{m.commands_perm_about({ name: application.name })}</p>
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={4} />
      ) : data.commands.length === 0 && Object.keys(data.chosen).length === 0 ? (
        <p className="muted none">{m.commands_perm_none({ name: application.name })}</p>
      ) : (
        <Editor guildId={guildId} application={application} {...data} reload={reload} />
      )}
    </Dialog>
  );
}

const commandsOf = (index: CommandIndex, applicationId: Snowflake): OfferedCommand[] =>
  index.application_commands.filter((one) => one.application_id === applicationId);

const byId = (all: readonly { id: Snowflake; permissions: readonly CommandPermission[] }[]): Chosen =>
  Object.fromEntries(all.map(({ id, permissions }) => [id, permissions]));

function Editor({
  guildId,
  application,
  commands,
  chosen,
  reload,
}: {
  guildId: Snowflake;
  application: Application;
  commands: readonly OfferedCommand[];
  chosen: Chosen;
  reload: () => Promise<void>;
}) {
  const [of, setOf] = useState(application.id);
  const [changed, setChanged] = useState<readonly CommandPermission[] | null>(null);
  const [isAdding, setAdding] = useState(false);
  const { failure, isPending, save, forget } = useSaving();
  const roles = useRoles(guildId);
  const channels = Object.values(useGuildChannels(guildId)).filter((one) => !isThread(one) && one.type !== 4);
  const list = changed ?? chosen[of] ?? [];
  const nameOfTarget = useTargetName(guildId, list);

  const has = (type: number, id: Snowflake) => list.some((one) => one.type === type && one.id === id);
  const add = (type: CommandPermission["type"], id: Snowflake) =>
    setChanged([...list, { type, id, permission: true }]);
  const options = [
    { id: application.id, label: m.commands_perm_all() },
    ...commands.map((one) => ({ id: one.id, label: one.type === 1 ? `/${nameIn(one)}` : nameIn(one) })),
  ].map((one) =>
    chosen[one.id]?.length ? { ...one, label: m.commands_perm_chosen({ name: one.label }) } : one,
  );

  async function submit() {
    const isSaved = await save(() => commandApi.setPermissions(application.id, guildId, of, list));
    if (!isSaved) return;
    await reload();
    setChanged(null);
  }

  return (
    <>
      <Select
        label={m.commands_perm_command()}
        options={options}
        value={of}
        onChange={(id) => {
          setOf(id);
          forget();
        }}
        isDisabled={changed !== null}
        hint={changed === null ? undefined : m.commands_perm_unsaved()}
      />
      <section className="cmd-perm-part" aria-label={m.commands_perm_people()}>
        <div className="sec-h">
          <h3 className="grow">{m.commands_perm_people()}</h3>
          <Menu
            label={m.servers_role()}
            trigger={
              <Button size="sm" icon={Plus}>
                {m.servers_role()}
              </Button>
            }
            items={roles
              .filter((role) => !has(ROLE, role.id))
              .map((role) => ({
                id: role.id,
                label: role.name,
                glyph: <RoleSwatch color={role.color} />,
                onAction: () => add(ROLE, role.id),
              }))}
          />
          <Button size="sm" icon={UserPlus} onPress={() => setAdding(true)}>
            {m.server_member()}
          </Button>
        </div>
        {rows(list.filter(({ type }) => type !== CHANNEL)) ?? (
          <p className="muted">{m.commands_perm_none_people()}</p>
        )}
      </section>
      <section className="cmd-perm-part" aria-label={m.commands_perm_channels()}>
        <div className="sec-h">
          <h3 className="grow">{m.commands_perm_channels()}</h3>
          <Menu
            label={m.commands_perm_channel()}
            trigger={
              <Button size="sm" icon={Plus}>
                {m.commands_perm_channel()}
              </Button>
            }
            items={[
              ...(has(CHANNEL, allChannels(guildId))
                ? []
                : [
                    {
                      id: "all",
                      label: m.commands_perm_all_channels(),
                      icon: Hash,
                      onAction: () => add(CHANNEL, allChannels(guildId)),
                    },
                  ]),
              ...channels
                .filter((one) => !has(CHANNEL, one.id))
                .map((one) => ({
                  id: one.id,
                  label: one.name,
                  icon: channelIcon(one),
                  onAction: () => add(CHANNEL, one.id),
                })),
            ]}
          />
        </div>
        {rows(list.filter(({ type }) => type === CHANNEL)) ?? (
          <p className="muted">{m.commands_perm_none_channels()}</p>
        )}
      </section>
      <FormFailure failure={failure} />
      {changed ? (
        <div className="acts">
          <Button
            variant="ghost"
            onPress={() => {
              setChanged(null);
              forget();
            }}
          >
            {m.server_reset()}
          </Button>
          <Button variant="primary" isPending={isPending} onPress={() => void submit()}>
            {m.common_save()}
          </Button>
        </div>
      ) : null}
      <MemberDialog
        title={m.commands_perm_member_add()}
        guildId={guildId}
        isOpen={isAdding}
        onOpenChange={setAdding}
        isLeftOut={({ user }) => has(USER, user.id)}
        onChoose={({ user }) => {
          setAdding(false);
          wantMembers(guildId, [user.id]);
          add(USER, user.id);
        }}
      />
    </>
  );

  function rows(shown: readonly CommandPermission[]) {
    if (shown.length === 0) return null;
    return (
      <ul className="card">
        {shown.map((one) => {
          const { name, icon } = nameOfTarget(one);
          const rest = list.filter((other) => other !== one);
          return (
            <li key={`${one.type} ${one.id}`} className="cmd-perm-row">
              {icon}
              <b className="truncate">{name}</b>
              <Segmented
                label={name}
                className="answers"
                value={one.permission ? "allow" : "deny"}
                onChange={(answer) =>
                  setChanged(
                    list.map((other) => (other === one ? { ...one, permission: answer === "allow" } : other)),
                  )
                }
                options={[
                  { id: "deny", label: <Answer of={X} text={m.commands_perm_deny()} /> },
                  { id: "allow", label: <Answer of={Check} text={m.commands_perm_allow()} /> },
                ]}
              />
              <IconButton
                icon={Trash2}
                label={m.commands_perm_remove({ name })}
                onPress={() => setChanged(rest)}
              />
            </li>
          );
        })}
      </ul>
    );
  }
}

function Answer({ of, text }: { of: typeof X; text: string }) {
  return (
    <>
      <Icon of={of} size={16} />
      <span className="vh">{text}</span>
    </>
  );
}

/** What a role, a member or a channel is called, with its mark. */
function useTargetName(guildId: Snowflake, list: readonly CommandPermission[]) {
  const roles = useRoles(guildId);
  const channels = useGuildChannels(guildId);
  const members = useSelector((state) => state.members[guildId]);
  const users = useSelector((state) => state.users);
  const wanted = list
    .filter(({ type }) => type === USER)
    .map(({ id }) => id)
    .join();
  useEffect(() => wantMembers(guildId, wanted ? wanted.split(",") : []), [guildId, wanted]);
  return ({ type, id }: CommandPermission) => {
    if (type === ROLE) {
      const role = roles.find((one) => one.id === id);
      return { name: role?.name ?? id, icon: <RoleSwatch color={role?.color ?? 0} /> };
    }
    if (type === USER) {
      const user = members?.[id]?.user ?? users[id];
      const name = user ? nameOf(user, members?.[id]?.nick) : m.server_member_unknown();
      return { name, icon: <Avatar user={user ?? { id, username: "?" }} size={24} /> };
    }
    const channel = channels[id];
    const isAll = id === allChannels(guildId);
    return {
      name: isAll ? m.commands_perm_all_channels() : (channel?.name ?? id),
      icon: <Icon of={channel ? channelIcon(channel) : Hash} size={16} />,
    };
  };
}
