import { LIMITS, type Snowflake } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { besideOf } from "../../shell/place.ts";
import { startThread } from "../../state/actions/threads.ts";
import { isPrivate as isPrivateChannel } from "../../state/channel.ts";
import { store, useChannel, useSelector } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { startableIn } from "./threadRights.ts";
import "../servers/servers.css";

/** Characters of a message that become the name which is proposed for its thread. */
const PROPOSED = 60;

/** A new thread: its name, and who sees it. One that begins with a message is seen by whoever sees the message. */
export function CreateThread({
  channelId,
  messageId,
  onClose,
}: {
  channelId: Snowflake;
  messageId: Snowflake | null;
  onClose: () => void;
}) {
  const channel = useChannel(channelId);
  const may = useSelector(
    (state) =>
      channel && !isPrivateChannel(channel) ? startableIn(state, channel) : { public: false, private: false },
    (a, b) => a.public === b.public && a.private === b.private,
  );
  const [name, setName] = useState(() => (messageId === null ? "" : proposed(channelId, messageId)));
  const [wantsPrivate, setPrivate] = useState(false);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const navigate = useNavigate();
  const form = useId();
  const isNameless = name.trim() === "";
  const isPrivate = messageId === null && (!may.public || (wantsPrivate && may.private));

  async function create(event: FormEvent) {
    event.preventDefault();
    if (isNameless || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      const thread = await startThread(channelId, messageId, { name: name.trim(), isPrivate });
      onClose();
      await navigate(besideOf(thread));
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  return (
    <Dialog
      title={m.threads_start()}
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      hasClose
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            isPending={isPending}
            disabledReason={isNameless && m.threads_name_needed()}
          >
            {m.threads_create()}
          </Button>
        </>
      }
    >
      <form id={form} className="server-form" onSubmit={(event) => void create(event)}>
        <p className="secondary">{m.threads_about()}</p>
        <TextField
          label={m.threads_name()}
          value={name}
          onChange={setName}
          maxLength={LIMITS.channelName}
          autoFocus
          autoComplete="off"
        />
        {messageId === null && may.private ? (
          <Switch
            label={m.threads_private()}
            description={m.threads_private_about()}
            isSelected={isPrivate}
            isDisabled={!may.public}
            onChange={setPrivate}
          />
        ) : null}
        {failure ? (
          <p className="hint-error" role="alert">
            {failure}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

/** The beginning of what the message says, on one line. */
function proposed(channelId: Snowflake, messageId: Snowflake): string {
  const content = store.get().windows[channelId]?.byId[messageId]?.content ?? "";
  return [...content.replace(/\s+/g, " ").trim()].slice(0, PROPOSED).join("");
}
