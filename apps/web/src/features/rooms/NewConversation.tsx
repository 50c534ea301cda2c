import { LIMITS, RelationshipType } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { createRoom, openDm } from "../../state/actions/channels.ts";
import { useRelationships } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { PictureField } from "../profile/PictureField.tsx";
import "./errorWords.ts";
import { PeoplePicker } from "./PeoplePicker.tsx";

/** Choose one friend for a 1:1 chat, several (or one and a name) for a room. */
export function NewConversation({ onClose }: { onClose: () => void }) {
  const friends = useRelationships(RelationshipType.Friend).map((one) => one.user);
  const [chosen, setChosen] = useState<string[]>([]);
  const [asRoom, setAsRoom] = useState(false);
  const [name, setName] = useState("");
  const [icon, setIcon] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const navigate = useNavigate();
  const isRoom = chosen.length > 1 || (chosen.length === 1 && asRoom);

  async function create() {
    const [only] = chosen;
    if (!only) return;
    setPending(true);
    setFailure(null);
    try {
      const channelId = isRoom
        ? await createRoom({
            recipients: chosen,
            ...(name.trim() || chosen.length === 1 ? { name: name.trim() || m.rooms_unnamed() } : {}),
            ...(icon && { icon }),
          })
        : await openDm(only);
      onClose();
      await navigate(placeOf(channelId));
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  return (
    <Dialog
      title={m.rooms_new()}
      isOpen
      onOpenChange={(open) => open || onClose()}
      hasClose
      actions={
        friends.length > 0 ? (
          <>
            <Button variant="ghost" onPress={onClose}>
              {m.common_cancel()}
            </Button>
            <Button
              variant="primary"
              isPending={isPending}
              disabledReason={chosen.length === 0 && m.rooms_choose_somebody()}
              onPress={() => void create()}
            >
              {isRoom ? m.rooms_create() : m.rooms_open_chat()}
            </Button>
          </>
        ) : undefined
      }
    >
      {friends.length === 0 ? (
        <EmptyState
          title={m.friends_none()}
          actions={
            <LinkButton to="/friends/add" variant="primary" icon={UserPlus} onClick={onClose}>
              {m.home_add_friends()}
            </LinkButton>
          }
        >
          {m.rooms_need_friends()}
        </EmptyState>
      ) : (
        <div className="new-conversation">
          <p className="secondary">{m.rooms_new_text()}</p>
          <PeoplePicker
            people={friends}
            chosen={chosen}
            onChange={setChosen}
            label={m.rooms_choose_friends()}
            max={LIMITS.roomSize - 1}
          />
          {chosen.length === 1 ? (
            <Checkbox isSelected={asRoom} onChange={setAsRoom}>
              {m.rooms_as_room()}
            </Checkbox>
          ) : null}
          {isRoom ? (
            <div className="room-identity">
              <PictureField
                label={m.rooms_icon()}
                shape="square"
                value={icon}
                onChange={setIcon}
                fallback={null}
              />
              <TextField
                className="grow"
                label={m.rooms_name()}
                placeholder={m.rooms_name_hint()}
                value={name}
                onChange={setName}
                maxLength={LIMITS.channelName}
              />
            </div>
          ) : null}
          {failure ? (
            <p className="hint-error" role="alert">
              {failure}
            </p>
          ) : null}
        </div>
      )}
    </Dialog>
  );
}
