import {
  type APIUser,
  LIMITS,
  type PrivateChannel,
  type RecipientRole,
  RelationshipType,
} from "@palabre/protocol";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Crown, EllipsisVertical, LogOut, ShieldCheck, ShieldOff, UserMinus, UserPlus } from "lucide-react";
import { useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import {
  addMember,
  closeChannel,
  handOver,
  removeMember,
  renameRoom,
  setRole,
  setRoomIcon,
} from "../../state/actions/channels.ts";
import { nameOf, usePresence, usePrivateChannel, useRelationships, useSelf } from "../../state/store.ts";
import type { Presence } from "../../ui/Avatar.tsx";
import { channelIconUrl } from "../../ui/avatar.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { PersonRow } from "../../ui/PersonRow.tsx";
import { RoomAvatar } from "../../ui/RoomAvatar.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { attempt } from "../friends/actions.ts";
import { PictureField } from "../profile/PictureField.tsx";
import "./errorWords.ts";
import { PeoplePicker } from "./PeoplePicker.tsx";
import "./rooms.css";
import { conversationName } from "./roomName.ts";

/** A room's name, icon, people and roles; each may do what their role allows. */
export function RoomSettings({
  channelId,
  isLeaving = false,
  onClose,
}: {
  channelId: string;
  /** Asks at once whether to leave it. */
  isLeaving?: boolean;
  onClose: () => void;
}) {
  const channel = usePrivateChannel(channelId);
  const [adding, setAdding] = useState(false);
  // Put out of the room, or it is gone: nothing left to set.
  if (channel?.type !== 3) return null;
  return adding ? (
    <AddMembers channel={channel} onClose={() => setAdding(false)} />
  ) : (
    <Settings channel={channel} isLeaving={isLeaving} onClose={onClose} onAdd={() => setAdding(true)} />
  );
}

function Settings({
  channel,
  isLeaving,
  onClose,
  onAdd,
}: {
  channel: PrivateChannel;
  isLeaving: boolean;
  onClose: () => void;
  onAdd: () => void;
}) {
  const self = useSelf();
  const roles = channel.recipient_roles ?? {};
  const mine = roles[self.id] ?? "member";
  const manages = mine !== "member";
  const [name, setName] = useState(channel.name ?? "");
  const [failure, setFailure] = useState<string>();
  const [asksLeave, setAsksLeave] = useState(isLeaving);
  const navigate = useNavigate();
  const here = useParams({ strict: false, select: (params) => params.channelId });
  const title = conversationName(channel);
  const order: Record<RecipientRole, number> = { owner: 0, admin: 1, member: 2 };
  const people = [self as APIUser, ...channel.recipients].sort(
    (a, b) =>
      order[roles[a.id] ?? "member"] - order[roles[b.id] ?? "member"] || nameOf(a).localeCompare(nameOf(b)),
  );

  async function save() {
    setFailure(undefined);
    try {
      await renameRoom(channel.id, name.trim() || null);
    } catch (error) {
      setFailure(errorText(error));
    }
  }

  async function leave() {
    await closeChannel(channel.id);
    onClose();
    if (here === channel.id) await navigate({ to: "/" });
  }

  return (
    <>
      <Dialog title={title} isOpen={!asksLeave} onOpenChange={(open) => open || onClose()} hasClose size="lg">
        <div className="room-settings">
          {manages ? (
            <form
              className="room-identity"
              onSubmit={(event) => {
                event.preventDefault();
                void save();
              }}
            >
              <PictureField
                label={m.rooms_icon()}
                shape="square"
                value={channelIconUrl(channel, 72)}
                onChange={(icon) => void attempt(() => setRoomIcon(channel.id, icon))}
                fallback={<RoomAvatar channel={channel} size={72} />}
              />
              <TextField
                className="grow"
                label={m.rooms_name()}
                value={name}
                onChange={setName}
                error={failure}
                placeholder={title}
                maxLength={LIMITS.channelName}
              />
              <Button
                type="submit"
                variant="primary"
                size="lg"
                className="room-save"
                disabledReason={name.trim() === (channel.name ?? "") && m.rooms_nothing_changed()}
              >
                {m.rooms_rename()}
              </Button>
            </form>
          ) : (
            <p className="secondary">{m.rooms_member_text()}</p>
          )}
          <div className="sec-h room-people-head">
            <h3 className="h-section">{m.rooms_people({ count: people.length })}</h3>
            {manages ? (
              <span className="end">
                <Button
                  size="sm"
                  icon={UserPlus}
                  onPress={onAdd}
                  disabledReason={people.length >= LIMITS.roomSize && m.rooms_full({ max: LIMITS.roomSize })}
                >
                  {m.rooms_add_people()}
                </Button>
              </span>
            ) : null}
          </div>
          <ul className="room-people">
            {people.map((user) => (
              <li key={user.id}>
                <Member channel={channel} user={user} mine={mine} isSelf={user.id === self.id} />
              </li>
            ))}
          </ul>
          <div className="room-leave">
            <Button variant="outline" icon={LogOut} onPress={() => setAsksLeave(true)}>
              {m.rooms_leave()}
            </Button>
          </div>
        </div>
      </Dialog>
      <ConfirmDialog
        question={m.rooms_leave_question({ name: title })}
        confirmLabel={m.rooms_leave()}
        isDanger
        isOpen={asksLeave}
        onOpenChange={(open) => (open || !isLeaving ? setAsksLeave(open) : onClose())}
        onConfirm={leave}
      >
        {mine === "owner" && people.length > 1 ? m.rooms_leave_owner_text() : m.rooms_leave_text()}
      </ConfirmDialog>
    </>
  );
}

const roleText = { owner: m.rooms_role_owner, admin: m.rooms_role_admin, member: m.rooms_role_member };

function Member({
  channel,
  user,
  mine,
  isSelf,
}: {
  channel: PrivateChannel;
  user: APIUser;
  mine: RecipientRole;
  isSelf: boolean;
}) {
  const presence = usePresence(user.id);
  const role = channel.recipient_roles?.[user.id] ?? "member";
  const name = nameOf(user);
  const [asks, setAsks] = useState<"owner" | "remove" | null>(null);
  const items: MenuEntry[] = [];
  if (!isSelf && mine === "owner") {
    items.push(
      role === "admin"
        ? {
            id: "member",
            label: m.rooms_make_member(),
            icon: ShieldOff,
            onAction: () => void attempt(() => setRole(channel.id, user.id, "member")),
          }
        : {
            id: "admin",
            label: m.rooms_make_admin(),
            description: m.rooms_admin_about(),
            icon: ShieldCheck,
            onAction: () => void attempt(() => setRole(channel.id, user.id, "admin")),
          },
      { id: "owner", label: m.rooms_hand_over(), icon: Crown, onAction: () => setAsks("owner") },
    );
  }
  if (!isSelf && (mine === "owner" || (mine === "admin" && role === "member"))) {
    if (items.length > 0) items.push("separator");
    items.push({
      id: "remove",
      label: m.rooms_remove(),
      icon: UserMinus,
      isDanger: true,
      onAction: () => setAsks("remove"),
    });
  }
  return (
    <>
      <PersonRow
        user={user}
        presence={presence.status as Presence}
        line={user.username}
        tag={
          role === "member" ? undefined : (
            <Tag tone={role === "owner" ? "accent" : undefined}>{roleText[role]()}</Tag>
          )
        }
        actions={
          items.length > 0 ? (
            <Menu
              label={m.rooms_actions_for({ name })}
              placement="bottom end"
              trigger={<IconButton icon={EllipsisVertical} label={m.rooms_actions_for({ name })} />}
              items={items}
            />
          ) : undefined
        }
      />
      <ConfirmDialog
        question={m.rooms_hand_over_question({ name })}
        confirmLabel={m.rooms_hand_over()}
        isOpen={asks === "owner"}
        onOpenChange={() => setAsks(null)}
        onConfirm={async () => {
          await handOver(channel.id, user.id);
        }}
      >
        {m.rooms_hand_over_text()}
      </ConfirmDialog>
      <ConfirmDialog
        question={m.rooms_remove_question({ name })}
        confirmLabel={m.rooms_remove()}
        isDanger
        isOpen={asks === "remove"}
        onOpenChange={() => setAsks(null)}
        onConfirm={() => removeMember(channel.id, user.id)}
      >
        {m.rooms_remove_text()}
      </ConfirmDialog>
    </>
  );
}

function AddMembers({ channel, onClose }: { channel: PrivateChannel; onClose: () => void }) {
  const friends = useRelationships(RelationshipType.Friend)
    .map((one) => one.user)
    .filter((user) => !channel.recipients.some((one) => one.id === user.id));
  const [chosen, setChosen] = useState<string[]>([]);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();

  async function add() {
    setPending(true);
    try {
      for (const id of chosen) await addMember(channel.id, id);
      onClose();
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  return (
    <Dialog
      title={m.rooms_add_to({ name: conversationName(channel) })}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button
            variant="primary"
            isPending={isPending}
            disabledReason={chosen.length === 0 && m.rooms_choose_somebody()}
            onPress={() => void add()}
          >
            {m.rooms_add_people()}
          </Button>
        </>
      }
    >
      <PeoplePicker
        people={friends}
        chosen={chosen}
        onChange={setChosen}
        label={m.rooms_choose_friends()}
        max={LIMITS.roomSize - 1 - channel.recipients.length}
      />
      {failure ? (
        <p className="hint-error dialog-field" role="alert">
          {failure}
        </p>
      ) : null}
    </Dialog>
  );
}
