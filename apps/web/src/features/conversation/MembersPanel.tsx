import { type APIUser, type PrivateChannel, type RecipientRole, RelationshipType } from "@palabre/protocol";
import {
  Crown,
  Ellipsis,
  LogOut,
  Settings2,
  ShieldMinus,
  ShieldPlus,
  UserMinus,
  UserPlus,
} from "lucide-react";
import { memo, useMemo, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { addMember, handOver, removeMember, setRole } from "../../state/actions/channels.ts";
import { openOverlay, openProfile } from "../../state/overlays.ts";
import {
  customStatusOf,
  nameOf,
  presenceOf,
  useRelationships,
  useSelector,
  useSelf,
} from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { ConfirmDialog } from "../../ui/LazyConfirmDialog.tsx";
import { Menu } from "../../ui/Menu.tsx";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { toast } from "../../ui/toast.ts";
import { matchScore } from "./composer/completion.ts";
import { membersTitle } from "./membersTitle.ts";
import { roleName } from "./roleName.ts";

const RANK: Record<RecipientRole, number> = { owner: 0, admin: 1, member: 2 };

interface Question {
  text: string;
  about: string;
  label: string;
  isDanger: boolean;
  run: () => Promise<unknown>;
}

/** Who is in the room, by role and presence, and what its owner and admins may do about it. */
export const MembersPanel = memo(function MembersPanel({
  channel,
  onClose,
  onLeave,
}: {
  channel: PrivateChannel;
  onClose: () => void;
  onLeave: () => void;
}) {
  const self = useSelf();
  const [query, setQuery] = useState("");
  const [question, setQuestion] = useState<Question | null>(null);
  const roles = channel.recipient_roles ?? {};
  const own = roles[self.id] ?? "member";
  const isRoom = channel.type === 3;
  const people = useMemo(() => [self as APIUser, ...channel.recipients], [self, channel.recipients]);
  // One string for all presences: the panel draws again only when some row changes its place or look.
  const offline = useSelector((state) =>
    people.flatMap((user) => (presenceOf(state, user.id).status === "offline" ? user.id : [])).join(),
  );
  const groups = useMemo(() => {
    const away = new Set(offline.split(","));
    const shown = people
      .filter(
        (user) => query === "" || matchScore(nameOf(user), query) > 0 || matchScore(user.username, query) > 0,
      )
      .sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
    const of = (role: RecipientRole) => shown.filter((user) => (roles[user.id] ?? "member") === role);
    const members = of("member");
    return [
      { key: "owner", title: roleName("owner"), users: of("owner") },
      { key: "admin", title: m.conversation_admins(), users: of("admin") },
      {
        key: "member",
        title: isRoom ? m.conversation_members() : m.conversation_people(),
        users: members.filter((user) => !away.has(user.id)),
      },
      { key: "offline", title: m.conversation_offline(), users: members.filter((user) => away.has(user.id)) },
    ].filter((group) => group.users.length > 0);
  }, [people, query, roles, offline, isRoom]);

  function entriesFor(user: APIUser): MenuEntry[] {
    if (!isRoom || user.id === self.id) return [];
    const role = roles[user.id] ?? "member";
    const name = nameOf(user);
    const entries: MenuEntry[] = [];
    if (own === "owner") {
      entries.push(
        role === "admin"
          ? {
              id: "demote",
              label: m.conversation_demote(),
              icon: ShieldMinus,
              onAction: () => attempt(() => setRole(channel.id, user.id, "member")),
            }
          : {
              id: "promote",
              label: m.conversation_promote(),
              icon: ShieldPlus,
              onAction: () => attempt(() => setRole(channel.id, user.id, "admin")),
            },
        {
          id: "hand-over",
          label: m.conversation_hand_over(),
          icon: Crown,
          onAction: () =>
            setQuestion({
              text: m.conversation_hand_over_question({ name }),
              about: m.conversation_hand_over_about(),
              label: m.conversation_hand_over(),
              isDanger: false,
              run: () => handOver(channel.id, user.id),
            }),
        },
      );
    }
    if (RANK[own] < RANK[role]) {
      if (entries.length > 0) entries.push("separator");
      entries.push({
        id: "remove",
        label: m.conversation_remove_member(),
        icon: UserMinus,
        isDanger: true,
        onAction: () =>
          setQuestion({
            text: m.conversation_remove_question({ name }),
            about: m.conversation_remove_about(),
            label: m.conversation_remove_member(),
            isDanger: true,
            run: () => removeMember(channel.id, user.id),
          }),
      });
    }
    return entries;
  }

  return (
    <SidePanel
      title={membersTitle(channel)}
      onClose={onClose}
      actions={
        isRoom ? (
          <>
            {own !== "member" ? <AddPeople channel={channel} /> : null}
            <IconButton
              icon={Settings2}
              size="sm"
              label={m.conversation_room_settings()}
              onPress={() => openOverlay({ kind: "room", channelId: channel.id })}
            />
          </>
        ) : null
      }
    >
      <div className="members">
        {people.length > 8 ? (
          <label className="input input-sm">
            <input
              placeholder={m.conversation_find_member()}
              aria-label={m.conversation_find_member()}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </label>
        ) : null}
        {groups.map((group) => (
          <section key={group.key} aria-label={group.title}>
            <div className="group">
              <span>{group.title}</span>
              <span className="tnum">{group.users.length}</span>
            </div>
            <ul>
              {group.users.map((user) => (
                <li key={user.id}>
                  <MemberRow user={user} isSelf={user.id === self.id} entries={entriesFor(user)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 ? <p className="muted side-none">{m.conversation_nobody_found()}</p> : null}
        {isRoom ? (
          <button type="button" className="chan side-leave" onClick={onLeave}>
            <Icon of={LogOut} size={16} />
            {m.conversation_leave()}
          </button>
        ) : null}
      </div>
      {question ? (
        <ConfirmDialog
          question={question.text}
          confirmLabel={question.label}
          isDanger={question.isDanger}
          isOpen
          onOpenChange={(isOpen) => !isOpen && setQuestion(null)}
          onConfirm={async () => {
            await question.run();
          }}
        >
          {question.about}
        </ConfirmDialog>
      ) : null}
    </SidePanel>
  );
});

function MemberRow({
  user,
  isSelf,
  entries,
}: {
  user: APIUser;
  isSelf: boolean;
  entries: readonly MenuEntry[];
}) {
  const presence = useSelector(
    (state) => presenceOf(state, user.id),
    (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b),
  );
  const status = customStatusOf(presence);
  const words = status ? [status.emoji, status.text].filter(Boolean).join(" ") : "";
  const isOff = presence.status === "offline";
  return (
    <div className={classes("person", "member", isOff && "is-off")}>
      <button
        type="button"
        className="member-open"
        onClick={(event) => openProfile(user, event.currentTarget)}
      >
        <Avatar user={user} size={32} presence={presence.status} />
        <span className="txt">
          <b className="truncate">
            {nameOf(user)}
            {isSelf ? <span className="muted"> {m.conversation_you_suffix()}</span> : null}
          </b>
          {words && !isOff ? <span className="truncate">{words}</span> : null}
        </span>
      </button>
      {entries.length > 0 ? (
        <Menu
          label={m.conversation_member_actions({ name: nameOf(user) })}
          placement="bottom end"
          trigger={
            <IconButton
              icon={Ellipsis}
              size="sm"
              label={m.conversation_member_actions({ name: nameOf(user) })}
            />
          }
          items={entries}
        />
      ) : null}
    </div>
  );
}

function AddPeople({ channel }: { channel: PrivateChannel }) {
  const friends = useRelationships(RelationshipType.Friend);
  const [query, setQuery] = useState("");
  const here = new Set(channel.recipients.map((user) => user.id));
  const candidates = friends.filter(
    ({ user }) =>
      !here.has(user.id) &&
      (query === "" || matchScore(nameOf(user), query) > 0 || matchScore(user.username, query) > 0),
  );
  return (
    <Popover
      label={m.conversation_add_people()}
      placement="bottom end"
      className="add-people"
      trigger={<IconButton icon={UserPlus} size="sm" label={m.conversation_add_people()} />}
    >
      <label className="input input-sm">
        <input
          // biome-ignore lint/a11y/noAutofocus: the popover was opened to look for someone, and closes with Escape.
          autoFocus
          placeholder={m.conversation_find_friend()}
          aria-label={m.conversation_find_friend()}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <ul className="add-people-list scroll">
        {candidates.map(({ user }) => (
          <li key={user.id}>
            <button
              type="button"
              className="person"
              onClick={() => attempt(() => addMember(channel.id, user.id))}
            >
              <Avatar user={user} size={32} />
              <span className="txt">
                <b className="truncate">{nameOf(user)}</b>
                <span className="truncate">@{user.username}</span>
              </span>
              <Icon of={UserPlus} size={16} />
            </button>
          </li>
        ))}
      </ul>
      {candidates.length === 0 ? (
        <p className="muted side-none">{m.conversation_no_friend_to_add()}</p>
      ) : null}
    </Popover>
  );
}

function attempt(run: () => Promise<unknown>): void {
  run().catch((error: unknown) => {
    toast({
      tone: "danger",
      title: m.conversation_not_done(),
      description: error instanceof Error ? error.message : undefined,
    });
  });
}
