import type { AdminUser, Snowflake } from "@palabre/protocol";
import {
  ArrowDown,
  Ban,
  Copy,
  Ellipsis,
  KeyRound,
  Search,
  ShieldCheck,
  ShieldOff,
  UserCheck,
} from "lucide-react";
import { useCallback, useDeferredValue, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import { formatDateTime, formatNumber, formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf, useSelf } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { classes } from "../../ui/classes.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { toast } from "../../ui/toast.ts";
import { attempt } from "../friends/actions.ts";
import { useLoaded } from "./useLoaded.ts";

const PAGE = 50;

type Asked = { what: "disable" | "admin" | "reset"; user: AdminUser } | null;

/** Everyone with an account: search, disable, make an admin, a link for a new password. */
export function AccountsSection() {
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query.trim());
  const load = useCallback(
    (signal: AbortSignal) => guildApi.admin.users({ query: wanted || undefined, limit: PAGE }, { signal }),
    [wanted],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [asked, setAsked] = useState<Asked>(null);
  const [link, setLink] = useState<{ url: string; expires_at: string; user: AdminUser } | null>(null);
  const [isMore, setMore] = useState(false);

  function put(user: AdminUser) {
    setData((before) =>
      before ? { ...before, users: before.users.map((one) => (one.id === user.id ? user : one)) } : before,
    );
  }

  async function update(id: Snowflake, change: Parameters<typeof guildApi.admin.updateUser>[1]) {
    put(await guildApi.admin.updateUser(id, change));
  }

  async function more() {
    const last = data?.users.at(-1);
    if (!last) return;
    setMore(true);
    await attempt(async () => {
      const next = await guildApi.admin.users({ query: wanted || undefined, limit: PAGE, before: last.id });
      setData((before) => (before ? { total: next.total, users: [...before.users, ...next.users] } : next));
    });
    setMore(false);
  }

  return (
    <>
      <h1 className="h-page">{m.admin_accounts()}</h1>
      <p className="secondary lead">{m.admin_accounts_lead()}</p>
      <div className="sec-h">
        <span className="muted tnum admin-count">{data ? m.admin_count({ count: data.total }) : null}</span>
        <span className="grow" />
        <TextField
          className="admin-search"
          label={m.admin_search()}
          isLabelHidden
          placeholder={m.admin_search()}
          size="sm"
          icon={Search}
          type="search"
          value={query}
          onChange={setQuery}
        />
      </div>
      {data === null ? (
        error ? (
          <p className="hint-error" role="alert">
            {errorText(error)}{" "}
            <Button variant="link" onPress={() => void reload()}>
              {m.common_retry()}
            </Button>
          </p>
        ) : (
          <SkeletonRows rows={6} />
        )
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than its card scrolls by keyboard too
        <section className="card table scroll admin-accounts" tabIndex={0} aria-label={m.admin_accounts()}>
          <table>
            <thead>
              <tr>
                <th>{m.admin_person()}</th>
                <th>{m.admin_role()}</th>
                <th>{m.admin_state()}</th>
                <th>{m.admin_last_seen()}</th>
                <th>
                  <span className="vh">{m.common_more()}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.users.map((user) => (
                <Row key={user.id} user={user} ask={setAsked} update={update} />
              ))}
            </tbody>
          </table>
          {data.users.length === 0 ? (
            <p className="muted admin-none">{m.friends_nobody_found({ query: wanted })}</p>
          ) : null}
          <footer className="row">
            <span className="muted tnum">
              {m.admin_shown({ shown: formatNumber(data.users.length), total: formatNumber(data.total) })}
            </span>
            <span className="grow" />
            {data.users.length < data.total && data.users.length % PAGE === 0 && data.users.length > 0 ? (
              <Button
                size="sm"
                variant="ghost"
                icon={ArrowDown}
                isPending={isMore}
                onPress={() => void more()}
              >
                {m.admin_more()}
              </Button>
            ) : null}
          </footer>
        </section>
      )}
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
  return (
    <IconButton
      icon={Copy}
      size="sm"
      label={m.common_copy()}
      onPress={() =>
        void navigator.clipboard
          .writeText(text)
          .then(() => toast({ tone: "success", title: m.common_copied() }))
      }
    />
  );
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
