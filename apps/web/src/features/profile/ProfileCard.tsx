import { type APIUser, RelationshipType, type Snowflake } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { Ban, Check, Ellipsis, IdCard, MessageCircle, Pencil, UserMinus, UserPlus, X } from "lucide-react";
import { Suspense, useRef, useState } from "react";
import { formatList } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { openDm } from "../../state/actions/channels.ts";
import { removeRelationship } from "../../state/actions/people.ts";
import { channelOf } from "../../state/channel.ts";
import { useListedPresence, useMember } from "../../state/guilds.ts";
import {
  customStatusOf,
  nameOf,
  store,
  usePresence,
  useRelationship,
  useSelf,
  useUser,
} from "../../state/store.ts";
import { Avatar, type Presence } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { presenceText } from "../../ui/PresenceMark.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { narrow, useMedia } from "../../ui/useMedia.ts";
import { appMenu } from "../commands/appMenu.tsx";
import { accept, attempt, block, invite } from "../friends/actions.ts";
import { capitalize } from "../friends/reasons.ts";
import { MemberAvatar } from "../members/MemberAvatar.tsx";
import { LeaveDialog } from "./LeaveDialog.tsx";
import "./profile.css";
import { ServerPart } from "./ServerPart.tsx";
import { useProfile } from "./useProfile.ts";

/** Bots alone have it. */
const AddBot = lazyPart(() => import("./AddBot.tsx").then((x) => x.AddBot));

/** A person's card, beside the avatar or name that opened it. */
export function ProfileCard({
  user: given,
  anchor,
  guildId,
  channelId,
  onClose,
}: {
  user: APIUser;
  anchor: Element;
  /** The server that it was opened in. */
  guildId: Snowflake | null;
  /** The conversation, where there is one: what bots offer for a person they offer there. */
  channelId: Snowflake | undefined;
  onClose: () => void;
}) {
  const triggerRef = useRef(anchor);
  triggerRef.current = anchor;
  const user = useUser(given.id) ?? given;
  // Beside a name there is no room on a phone.
  const isNarrow = useMedia(narrow);
  const [asks, setAsks] = useState<"remove" | "block" | null>(null);
  const [leads, setLeads] = useState<string | null>(null);
  const name = nameOf(user);
  return (
    <>
      <Popover
        label={m.profile_of({ name })}
        triggerRef={triggerRef}
        isOpen={asks === null && leads === null}
        onOpenChange={(open) => open || asks !== null || leads !== null || onClose()}
        placement={isNarrow ? "bottom start" : "right top"}
        className="profile-card"
      >
        {isWebhook(user) ? (
          <WebhookCard user={user} />
        ) : (
          <Card
            user={user}
            guildId={guildId}
            channelId={channelId}
            onClose={onClose}
            ask={setAsks}
            leave={setLeads}
          />
        )}
      </Popover>
      <ConfirmDialog
        question={asks === "block" ? m.friends_block_question({ name }) : m.friends_remove_question({ name })}
        confirmLabel={asks === "block" ? m.friends_block() : m.friends_remove()}
        isDanger
        isOpen={asks !== null}
        onOpenChange={onClose}
        onConfirm={() => (asks === "block" ? block(user) : removeRelationship(user.id))}
      >
        {asks === "block" ? m.friends_block_text() : m.friends_remove_short()}
      </ConfirmDialog>
      {leads === null ? null : <LeaveDialog name={name} address={leads} onClose={onClose} />}
    </>
  );
}

/** As documented: nobody else has four noughts. */
const isWebhook = ({ bot, discriminator }: APIUser): boolean => bot === true && discriminator === "0000";

/** It is nobody: there is no profile to ask for, nor anybody to write to. */
function WebhookCard({ user }: { user: APIUser }) {
  return (
    <>
      <div className="profile-banner" />
      <div className="profile-in">
        <Avatar user={user} size={72} />
        <h2 className="h-section profile-named">
          {nameOf(user)} <Tag>{m.webhook_badge()}</Tag>
        </h2>
        <p className="profile-bio">{m.webhook_card()}</p>
      </div>
    </>
  );
}

function Card({
  user,
  guildId,
  channelId,
  onClose,
  ask,
  leave,
}: {
  user: APIUser;
  guildId: Snowflake | null;
  channelId: Snowflake | undefined;
  onClose: () => void;
  ask: (what: "remove" | "block") => void;
  leave: (address: string) => void;
}) {
  const self = useSelf();
  const isSelf = user.id === self.id;
  const profile = useProfile(user.id, guildId);
  const told = usePresence(user.id);
  const listed = useListedPresence(guildId, user.id);
  const presence = isSelf ? told : (listed ?? told);
  const nick = useMember(guildId ?? "0", user.id)?.nick;
  const relationship = useRelationship(user.id);
  const custom = customStatusOf(presence);
  const status = presence.status as Presence;
  const pronouns = isSelf ? self.pronouns : profile?.user_profile.pronouns;
  const bio = profile?.guild_member_profile?.bio || (isSelf ? self.bio : profile?.user_profile.bio);
  const shown = nick || relationship?.nickname;
  const friends = profile?.mutual_friends ?? [];
  const rooms = (profile?.mutual_channels ?? []).flatMap((channel) => channel.name ?? []);
  return (
    <>
      <div className="profile-banner" />
      <div className="profile-in">
        <MemberAvatar guildId={guildId} user={user} size={72} presence={status} />
        <h2 className="h-section">{nameOf(user, shown)}</h2>
        <p className="secondary">
          {[shown && shown !== user.global_name && user.global_name, user.username, pronouns]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <p className="profile-status">
          {custom ? [custom.emoji, custom.text].filter(Boolean).join(" ") : presenceText(status)}
        </p>
        {bio ? <p className="profile-bio">{bio}</p> : null}
        {guildId !== null ? <ServerPart guildId={guildId} userId={user.id} /> : null}
        {friends.length > 0 ? (
          <p className="profile-common">
            <span className="stack">
              {friends.slice(0, 3).map((friend) => (
                <Avatar key={friend.id} user={friend} size={20} />
              ))}
            </span>
            {m.friends_in_common({ count: friends.length })}
          </p>
        ) : null}
        {rooms.length > 0 ? (
          <p className="profile-common">
            {capitalize(m.friends_both_in({ names: formatList(rooms.slice(0, 3)) }))}
          </p>
        ) : null}
        <Actions
          user={user}
          guildId={guildId}
          channelId={channelId}
          isSelf={isSelf}
          type={relationship?.type}
          onClose={onClose}
          ask={ask}
        />
        {user.bot ? (
          <div className="profile-acts">
            <Suspense fallback={null}>
              <AddBot bot={user} onLeave={leave} />
            </Suspense>
          </div>
        ) : null}
      </div>
    </>
  );
}

function Actions({
  user,
  guildId,
  channelId,
  isSelf,
  type,
  onClose,
  ask,
}: {
  user: APIUser;
  guildId: Snowflake | null;
  channelId: Snowflake | undefined;
  isSelf: boolean;
  type: RelationshipType | undefined;
  onClose: () => void;
  ask: (what: "remove" | "block") => void;
}) {
  const navigate = useNavigate();
  if (isSelf) {
    return (
      <div className="profile-acts">
        <Button
          icon={Pencil}
          onPress={() => {
            onClose();
            void navigate({ to: "/settings/$section", params: { section: "profile" } });
          }}
        >
          {m.profile_edit()}
        </Button>
        {guildId === null ? null : (
          <Button
            icon={IdCard}
            onPress={() => {
              onClose();
              void navigate({
                to: "/channels/$guildId/settings/{-$section}",
                params: { guildId, section: "profile" },
              });
            }}
          >
            {m.server_profile()}
          </Button>
        )}
      </div>
    );
  }
  const open = () =>
    void attempt(async () => {
      const channelId = await openDm(user.id);
      onClose();
      await navigate(placeOf(channelId));
    });
  const drop = () => void attempt(() => removeRelationship(user.id));
  const more: MenuEntry[] = [];
  if (type === RelationshipType.Friend) {
    more.push({ id: "remove", label: m.friends_remove(), icon: UserMinus, onAction: () => ask("remove") });
  }
  if (type === RelationshipType.IncomingRequest || type === RelationshipType.OutgoingRequest) {
    more.push({
      id: "decline",
      label: type === RelationshipType.IncomingRequest ? m.friends_decline() : m.friends_cancel(),
      icon: X,
      onAction: drop,
    });
  }
  if (type === RelationshipType.Blocked) {
    return (
      <div className="profile-acts">
        <Button onPress={drop}>{m.friends_unblock()}</Button>
      </div>
    );
  }
  more.push({
    id: "block",
    label: m.friends_block(),
    icon: Ban,
    isDanger: true,
    onAction: () => ask("block"),
  });
  return (
    <div className="profile-acts">
      <Button variant="primary" icon={MessageCircle} onPress={open}>
        {m.friends_message()}
      </Button>
      {type === undefined && !user.bot ? (
        <IconButton icon={UserPlus} isOutlined label={m.friends_add()} onPress={() => void invite(user)} />
      ) : null}
      {type === RelationshipType.IncomingRequest ? (
        <IconButton
          icon={Check}
          isOutlined
          label={m.friends_accept_request()}
          onPress={() => void accept(user, open)}
        />
      ) : null}
      <Menu
        label={m.common_more()}
        placement="bottom end"
        trigger={<IconButton icon={Ellipsis} isOutlined label={m.common_more()} />}
        items={async () => {
          const channel = channelId === undefined ? undefined : channelOf(store.get(), channelId);
          const apps = channel ? await appMenu(channel, 2, user.id) : [];
          return [...apps, ...more];
        }}
      />
    </div>
  );
}
