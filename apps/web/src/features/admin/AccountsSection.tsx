import type { AdminUser, Snowflake } from "@palabre/protocol";
import { Ban, Copy, Ellipsis, KeyRound, ShieldCheck, ShieldOff, UserCheck } from "lucide-react";
import { useState } from "react";
import { copyAndTell } from "../../code/copyAndTell.ts";
import { formatDateTime, formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf, useSelf } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { classes } from "../../ui/classes.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { SearchTable, useSearch } from "./SearchTable.tsx";

type Asked = { what: "disable" | "admin" | "reset"; user: AdminUser } | null;

const read = async (...asked: Parameters<typeof guildApi.admin.users>) => {
  const { users, total } = await guildApi.admin.users(...asked);
  return { rows: users, total };
};

/** Everyone with an account: search, disable, make an admin, a link for a new password. */
export function AccountsSection() {
  const search = useSearch<AdminUser>(read);
  const [asked, setAsked] = useState<Asked>(null);
  const [link, setLink] = useState<{ url: string; expires_at: string; user: AdminUser } | null>(null);

  async function update(id: Snowflake, change: Parameters<typeof guildApi.admin.updateUser>[1]) {
    search.put(await guildApi.admin.updateUser(id, change));
  }

  return (
    <>
      <SectionHead title={m.admin_accounts()} lead={m.admin_accounts_lead()} />
      <SearchTable
        search={search}
        name={m.admin_accounts()}
        placeholder={m.admin_search()}
        count={(count) => m.admin_count({ count })}
        none={m.friends_nobody_found({ query: search.query })}
        columns={[m.admin_person(), m.admin_role(), m.admin_state(), m.admin_last_seen()]}
      >
        {(user) => <Row key={user.id} user={user} ask={setAsked} update={update} />}
      </SearchTable>
      {asked ? (
        <ConfirmDialog
          question={
            asked.what === "disable"
              ? m.admin_disable_question({ name: nameOf(asked.user) })
              : asked.what === "admin"
                ? m.admin_make_admin_question({ name: nameOf(asked.user) })
                : m.admin_reset_question({ name: nameOf(asked.user) })
          }
          confirmLabel={
            asked.what === "disable"
              ? m.admin_disable()
              : asked.what === "admin"
                ? m.admin_make_admin()
                : m.admin_reset()
          }
          isDanger={asked.what === "disable"}
          isOpen
          onOpenChange={() => setAsked(null)}
          onConfirm={async () => {
            if (asked.what === "disable") await update(asked.user.id, { disabled: true });
            else if (asked.what === "admin") await update(asked.user.id, { admin: true });
            else setLink({ ...(await guildApi.admin.resetPassword(asked.user.id)), user: asked.user });
          }}
        >
          {asked.what === "disable"
            ? m.admin_disable_text()
            : asked.what === "admin"
              ? m.admin_make_admin_text()
              : m.admin_reset_text()}
        </ConfirmDialog>
      ) : null}
      {link ? (
        <Dialog
          title={m.admin_reset_link({ name: nameOf(link.user) })}
          isOpen
          onOpenChange={() => setLink(null)}
          hasClose
        >
          <p className="secondary">{m.admin_reset_link_text({ when: formatDateTime(link.expires_at) })}</p>
          <TextField
            className="dialog-field"
            label={m.admin_link()}
            value={link.url}
            isReadOnly
            suffix={<CopyButton text={link.url} />}
          />
        </Dialog>
      ) : null}
    </>
  );
}

export function CopyButton({ text }: { text: string }) {
  return <IconButton icon={Copy} size="sm" label={m.common_copy()} onPress={() => void copyAndTell(text)} />;
}

function Row({
  user,
  ask,
  update,
}: {
  user: AdminUser;
  ask: (asked: Asked) => void;
  update: (id: Snowflake, change: { disabled?: boolean; admin?: boolean }) => Promise<void>;
}) {
  const self = useSelf();
  const isSelf = user.id === self.id;
  const name = nameOf(user);
  const lastSeen = user.last_used_at ? formatRelative(user.last_used_at) : m.admin_never();
  const state = user.deleted ? "deleted" : user.disabled ? "disabled" : user.last_used_at ? "active" : "new";
  const states = {
    active: m.admin_state_active,
    new: m.admin_state_new,
    disabled: m.admin_state_disabled,
    deleted: m.admin_state_deleted,
  };
  const items: MenuEntry[] = [
    { id: "reset", label: m.admin_reset(), icon: KeyRound, onAction: () => ask({ what: "reset", user }) },
    user.admin
      ? {
          id: "member",
          label: m.admin_make_member(),
          icon: ShieldOff,
          isDisabled: isSelf,
          onAction: () => void attempt(() => update(user.id, { admin: false })),
        }
      : {
          id: "admin",
          label: m.admin_make_admin(),
          icon: ShieldCheck,
          onAction: () => ask({ what: "admin", user }),
        },
    "separator",
    user.disabled
      ? {
          id: "enable",
          label: m.admin_enable(),
          icon: UserCheck,
          onAction: () => void attempt(() => update(user.id, { disabled: false })),
        }
      : {
          id: "disable",
          label: m.admin_disable(),
          icon: Ban,
          isDanger: true,
          isDisabled: isSelf,
          onAction: () => ask({ what: "disable", user }),
        },
  ];
  return (
    <tr>
      <td>
        <span className="row">
          <Avatar user={user} size={32} />
          <span>
            <b className="truncate">{name}</b>
            <small className="truncate">{user.email ?? user.username}</small>
            {/* On a phone two columns have no place of their own. */}
            <small className="only-narrow">
              {[user.admin && m.admin_role_admin(), lastSeen].filter(Boolean).join(" · ")}
            </small>
          </span>
        </span>
      </td>
      <td>
        {user.admin ? (
          <Tag tone="accent">{m.admin_role_admin()}</Tag>
        ) : (
          <span className="secondary">{m.admin_role_member()}</span>
        )}
      </td>
      <td>
        <span
          className={classes(
            "st",
            state === "new" && "wait",
            (state === "disabled" || state === "deleted") && "bad",
          )}
        >
          {states[state]()}
        </span>
      </td>
      <td className="tnum secondary">
        {user.last_used_at ? (
          <time dateTime={user.last_used_at} title={formatDateTime(user.last_used_at)}>
            {lastSeen}
          </time>
        ) : (
          lastSeen
        )}
      </td>
      <td className="r">
        {user.deleted ? null : (
          <Menu
            label={m.rooms_actions_for({ name })}
            placement="bottom end"
            trigger={<IconButton icon={Ellipsis} size="sm" label={m.rooms_actions_for({ name })} />}
            items={items}
          />
        )}
      </td>
    </tr>
  );
}
