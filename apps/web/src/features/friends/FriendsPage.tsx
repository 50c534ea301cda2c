import { type Relationship, RelationshipType } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import {
  Ban,
  Check,
  EllipsisVertical,
  MessageCircle,
  Search,
  UserMinus,
  UserPlus,
  UserRound,
  X,
} from "lucide-react";
import { useState } from "react";
import { formatDate } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { useKeptFocus } from "../../shell/useKeptFocus.ts";
import { useTitle } from "../../shell/useTitle.ts";
import { openDm } from "../../state/actions/channels.ts";
import { removeRelationship } from "../../state/actions/people.ts";
import { openOverlay } from "../../state/overlays.ts";
import {
  customStatusOf,
  nameOf,
  useOnlineFriends,
  usePresence,
  useRelationships,
} from "../../state/store.ts";
import type { Presence } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { PersonRow } from "../../ui/PersonRow.tsx";
import { presenceText } from "../../ui/PresenceMark.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { fuzzyMatch } from "../switcher/fuzzy.ts";
import { accept, attempt, block } from "./actions.ts";
import "./friends.css";

type View = "online" | "all" | "pending" | "blocked";

/** Everybody one has to do with, by how. */
export function FriendsPage() {
  useTitle(m.shell_friends());
  const keptFocus = useKeptFocus();
  const online = useOnlineFriends();
  const all = useRelationships(RelationshipType.Friend);
  const incoming = useRelationships(RelationshipType.IncomingRequest);
  const outgoing = useRelationships(RelationshipType.OutgoingRequest);
  const blocked = useRelationships(RelationshipType.Blocked);
  const [view, setView] = useState<View>("online");
  const [query, setQuery] = useState("");
  const pending = [...incoming, ...outgoing];

  return (
    <main className="main home" id="main">
      <PaneHeader title={m.shell_friends()}>
        <LinkButton to="/friends/add" variant="primary" icon={UserPlus}>
          {m.home_add_friends()}
        </LinkButton>
      </PaneHeader>
      <div className="scroll page-scroll">
        <div className="col friends" {...keptFocus}>
          <TextField
            className="friends-search"
            label={m.friends_search()}
            isLabelHidden
            placeholder={m.friends_search()}
            size="sm"
            icon={Search}
            type="search"
            value={query}
            onChange={setQuery}
          />
          <Tabs<View>
            label={m.shell_friends()}
            value={view}
            onChange={setView}
            tabs={[
              {
                id: "online",
                label: m.friends_online(),
                count: online.length,
                panel: (
                  <People
                    people={online}
                    query={query}
                    empty={all.length > 0 ? m.friends_nobody_online() : m.friends_none()}
                    emptyText={all.length > 0 ? m.friends_nobody_online_text() : m.friends_none_text()}
                    offerAdd={all.length === 0}
                  />
                ),
              },
              {
                id: "all",
                label: m.friends_all(),
                count: all.length,
                panel: (
                  <People
                    people={all}
                    query={query}
                    empty={m.friends_none()}
                    emptyText={m.friends_none_text()}
                    offerAdd
                  />
                ),
              },
              {
                id: "pending",
                label: m.friends_pending(),
                count: pending.length,
                panel: (
                  <People
                    people={pending}
                    query={query}
                    empty={m.friends_no_pending()}
                    emptyText={m.friends_no_pending_text()}
                  />
                ),
              },
              {
                id: "blocked",
                label: m.friends_blocked(),
                panel: (
                  <People
                    people={blocked}
                    query={query}
                    empty={m.friends_no_blocked()}
                    emptyText={m.friends_no_blocked_text()}
                  />
                ),
              },
            ]}
          />
        </div>
      </div>
    </main>
  );
}

function People({
  people,
  query,
  empty,
  emptyText,
  offerAdd,
}: {
  people: readonly Relationship[];
  query: string;
  empty: string;
  emptyText: string;
  offerAdd?: boolean;
}) {
  const found = people.filter(
    ({ user }) => fuzzyMatch(query.trim(), `${nameOf(user)} ${user.username}`) !== null,
  );
  if (people.length === 0) {
    return (
      <EmptyState
        level={2}
        title={empty}
        actions={
          offerAdd ? (
            <LinkButton to="/friends/add" icon={UserPlus}>
              {m.home_add_friends()}
            </LinkButton>
          ) : undefined
        }
      >
        {emptyText}
      </EmptyState>
    );
  }
  if (found.length === 0) return <p className="muted friends-nobody">{m.friends_nobody_found({ query })}</p>;
  return (
    <ul className="panel">
      {found.map((relationship) => (
        <li key={relationship.id}>
          <Person relationship={relationship} />
        </li>
      ))}
    </ul>
  );
}

function Person({ relationship }: { relationship: Relationship }) {
  const { user, type } = relationship;
  const name = nameOf(user, relationship.nickname);
  const presence = usePresence(user.id);
  const custom = customStatusOf(presence);
  const navigate = useNavigate();
  const [asks, setAsks] = useState<"remove" | "block" | null>(null);
  const open = () =>
    void attempt(async () => {
      const channelId = await openDm(user.id);
      await navigate(placeOf(channelId));
    });
  const card = () => {
    const row = document.querySelector(`[data-person="${user.id}"] .av`);
    if (row) setTimeout(() => openOverlay({ kind: "profile", user, anchor: row }));
  };
  const drop = () => void attempt(() => removeRelationship(user.id));
  const status = presence.status as Presence;

  if (type === RelationshipType.Blocked) {
    return (
      <PersonRow
        user={user}
        avatarSize={40}
        line={user.username}
        actions={
          <Button size="sm" variant="outline" onPress={drop}>
            {m.friends_unblock()}
          </Button>
        }
      />
    );
  }
  if (type === RelationshipType.IncomingRequest || type === RelationshipType.OutgoingRequest) {
    const came = type === RelationshipType.IncomingRequest;
    return (
      <div data-person={user.id}>
        <PersonRow
          user={user}
          avatarSize={40}
          line={`${user.username} · ${came ? m.friends_incoming() : m.friends_outgoing()}`}
          onPress={card}
          actions={
            <>
              {came ? (
                <IconButton
                  icon={Check}
                  isOutlined
                  label={m.friends_accept()}
                  onPress={() => void accept(user, open)}
                />
              ) : null}
              <IconButton
                icon={X}
                isOutlined
                label={came ? m.friends_decline() : m.friends_cancel()}
                onPress={drop}
              />
            </>
          }
        />
      </div>
    );
  }
  return (
    <div data-person={user.id}>
      <PersonRow
        user={{ ...user, global_name: name }}
        presence={status}
        avatarSize={40}
        line={custom ? [custom.emoji, custom.text].filter(Boolean).join(" ") : presenceText(status)}
        onPress={card}
        actions={
          <>
            <IconButton icon={MessageCircle} label={m.friends_message()} onPress={open} />
            <Menu
              label={m.common_more()}
              placement="bottom end"
              trigger={<IconButton icon={EllipsisVertical} label={m.common_more()} />}
              items={[
                { id: "card", label: m.profile_view(), icon: UserRound, onAction: card },
                "separator",
                {
                  id: "remove",
                  label: m.friends_remove(),
                  icon: UserMinus,
                  onAction: () => setAsks("remove"),
                },
                {
                  id: "block",
                  label: m.friends_block(),
                  icon: Ban,
                  isDanger: true,
                  onAction: () => setAsks("block"),
                },
              ]}
            />
          </>
        }
      />
      <ConfirmDialog
        question={m.friends_remove_question({ name })}
        confirmLabel={m.friends_remove()}
        isDanger
        isOpen={asks === "remove"}
        onOpenChange={() => setAsks(null)}
        onConfirm={() => removeRelationship(user.id)}
      >
        {m.friends_remove_text({ date: formatDate(relationship.since) })}
      </ConfirmDialog>
      <ConfirmDialog
        question={m.friends_block_question({ name })}
        confirmLabel={m.friends_block()}
        isDanger
        isOpen={asks === "block"}
        onOpenChange={() => setAsks(null)}
        onConfirm={() => block(user)}
      >
        {m.friends_block_text()}
      </ConfirmDialog>
    </div>
  );
}
