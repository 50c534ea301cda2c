import { ApiError } from "@palabre/client";
import type { AdminGuild, AdminUser } from "@palabre/protocol";
import { Copy, Crown, Ellipsis, Lock, LockOpen, Search, Trash2 } from "lucide-react";
import { useCallback, useDeferredValue, useState } from "react";
import { copyAndTell } from "../../code/copyAndTell.ts";
import { formatDate, formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { toast } from "../../ui/toast.ts";
import { attempt } from "../friends/actions.ts";
import "../server-settings/errorWords.ts";
import { Loading } from "../server-settings/Loading.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { SearchTable, useSearch } from "./SearchTable.tsx";
import { useLoaded } from "./useLoaded.ts";

type Asked = { what: "owner" | "disable" | "delete"; guild: AdminGuild } | null;

const read = async (...asked: Parameters<typeof guildApi.admin.guilds>) => {
  const { guilds, total } = await guildApi.admin.guilds(...asked);
  return { rows: guilds, total };
};

/** Every server: who owns it and how large it is, nothing of what is in it. */
export function ServersSection() {
  const search = useSearch<AdminGuild>(read);
  const [asked, setAsked] = useState<Asked>(null);

  return (
    <>
      <SectionHead title={m.admin_servers()} lead={m.admin_servers_lead()} />
      <SearchTable
        search={search}
        name={m.admin_servers()}
        placeholder={m.admin_servers_search()}
        count={(count) => m.discover_count({ count })}
        none={search.query ? m.discover_not_found({ query: search.query }) : m.admin_servers_none()}
        columns={[m.admin_server(), m.admin_owner(), m.admin_members(), m.admin_created()]}
      >
        {(guild) => <Row key={guild.id} guild={guild} ask={setAsked} />}
      </SearchTable>
      {asked?.what === "owner" ? (
        <OwnerDialog guild={asked.guild} onClose={() => setAsked(null)} onGiven={search.put} />
      ) : null}
      {asked?.what === "disable" ? (
        <ConfirmDialog
          question={
            asked.guild.disabled
              ? m.admin_server_enable_question({ server: asked.guild.name })
              : m.admin_server_disable_question({ server: asked.guild.name })
          }
          confirmLabel={asked.guild.disabled ? m.admin_server_enable() : m.admin_server_disable()}
          isDanger={!asked.guild.disabled}
          isOpen
          onOpenChange={() => setAsked(null)}
          onConfirm={async () =>
            search.put(await guildApi.admin.disableGuild(asked.guild.id, !asked.guild.disabled))
          }
        >
          {asked.guild.disabled ? m.admin_server_enable_text() : m.admin_server_disable_text()}
        </ConfirmDialog>
      ) : null}
      {asked?.what === "delete" ? (
        <ConfirmDialog
          question={m.server_delete_question({ server: asked.guild.name })}
          confirmLabel={m.server_delete()}
          typeToConfirm={asked.guild.name}
          isDanger
          isOpen
          onOpenChange={() => setAsked(null)}
          onConfirm={async () => {
            await guildApi.admin.removeGuild(asked.guild.id);
            search.drop(asked.guild.id);
          }}
        >
          {m.server_delete_text()}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function Row({ guild, ask }: { guild: AdminGuild; ask: (asked: Asked) => void }) {
  const owner = guild.owner ? nameOf(guild.owner) : m.common_deleted_user();
  const members = m.discover_members({ count: guild.member_count });
  return (
    <tr>
      <td>
        <span className="row">
          <ServerIcon guild={guild} size={32} />
          <span>
            <b className="truncate">{guild.name}</b>
            <small className="truncate">
              {guild.disabled ? <Tag tone="danger">{m.admin_server_closed()}</Tag> : null}{" "}
              {guild.discoverable ? <Tag>{m.admin_listed()}</Tag> : null} {guild.id}
            </small>
            {/* On a phone two columns have no place of their own. */}
            <small className="only-narrow truncate">{owner}</small>
          </span>
        </span>
      </td>
      <td>{owner}</td>
      <td className="tnum">
        <span className="only-wide">{formatNumber(guild.member_count)}</span>
        <span className="only-narrow">{members}</span>
      </td>
      <td className="tnum secondary">{formatDate(guild.created_at)}</td>
      <td className="r">
        <Menu
          label={m.rooms_actions_for({ name: guild.name })}
          placement="bottom end"
          trigger={<IconButton icon={Ellipsis} size="sm" label={m.rooms_actions_for({ name: guild.name })} />}
          items={[
            {
              id: "copy",
              label: m.admin_copy_id(),
              icon: Copy,
              onAction: () => void copyAndTell(guild.id),
            },
            {
              id: "disable",
              label: guild.disabled ? m.admin_server_enable() : m.admin_server_disable(),
              icon: guild.disabled ? LockOpen : Lock,
              onAction: () => ask({ what: "disable", guild }),
            },
            {
              id: "owner",
              label: m.admin_change_owner(),
              icon: Crown,
              onAction: () => ask({ what: "owner", guild }),
            },
            "separator",
            {
              id: "delete",
              label: m.server_delete(),
              icon: Trash2,
              isDanger: true,
              onAction: () => ask({ what: "delete", guild }),
            },
          ]}
        />
      </td>
    </tr>
  );
}

/** Whom a server goes to: one of its members, found among all accounts since its members are not for us to see. */
function OwnerDialog({
  guild,
  onClose,
  onGiven,
}: {
  guild: AdminGuild;
  onClose: () => void;
  onGiven: (guild: AdminGuild) => void;
}) {
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed.trim());
  const load = useCallback(
    (signal: AbortSignal) => guildApi.admin.users({ query: query || undefined, limit: 20 }, { signal }),
    [query],
  );
  const { data, error, reload } = useLoaded(load);
  const [isPending, setPending] = useState(false);
  const found = data?.users.filter((one) => one.id !== guild.owner_id && !one.deleted && !one.disabled) ?? [];

  async function give(user: AdminUser) {
    if (isPending) return;
    setPending(true);
    try {
      onGiven(await guildApi.admin.giveGuild(guild.id, user.id));
      toast({ tone: "success", title: m.server_handed_over({ name: nameOf(user) }) });
      onClose();
    } catch (failure) {
      const isNoMember = failure instanceof ApiError && failure.fieldErrors("owner_id").length > 0;
      if (isNoMember) toast({ tone: "danger", title: m.admin_owner_no_member({ name: nameOf(user) }) });
      else await attempt(() => Promise.reject(failure));
      setPending(false);
    }
  }

  return (
    <Dialog
      title={m.admin_owner_question({ server: guild.name })}
      isOpen
      onOpenChange={(open) => open || onClose()}
      hasClose
    >
      <p className="secondary">{m.admin_owner_text()}</p>
      <TextField
        className="dialog-field"
        label={m.admin_search()}
        isLabelHidden
        placeholder={m.admin_search()}
        icon={Search}
        type="search"
        value={typed}
        onChange={setTyped}
        autoFocus
        autoComplete="off"
      />
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : (
        <ul className="scroll admin-heirs" aria-label={m.admin_accounts()}>
          {found.map((user) => (
            <li key={user.id} className="rec">
              <Avatar user={user} size={32} />
              <span className="txt">
                <b className="truncate">{nameOf(user)}</b>
                <span>{user.username}</span>
              </span>
              <Button
                size="sm"
                aria-label={m.admin_owner_choose_name({ name: nameOf(user) })}
                onPress={() => void give(user)}
              >
                {m.admin_owner_choose()}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
