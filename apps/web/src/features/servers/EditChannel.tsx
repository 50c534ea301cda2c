import { type GuildChannel, LIMITS, type Snowflake } from "@palabre/protocol";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import { formatDuration } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { deleteChannel, updateChannel } from "../../state/actions/guilds.ts";
import { isPrivate, isThread } from "../../state/channel.ts";
import { useChannel } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { conversationLabel } from "../rooms/roomName.ts";
import { isForum } from "./tree.ts";
import "./servers.css";

/** Name, topic and slow mode of a channel; or the question whether to delete it. */
export function EditChannel({
  channelId,
  isDeleting = false,
  onClose,
}: {
  channelId: Snowflake;
  isDeleting?: boolean;
  onClose: () => void;
}) {
  const channel = useChannel(channelId);
  if (!channel || isPrivate(channel) || isThread(channel)) return null;
  return isDeleting ? (
    <DeleteChannel channel={channel} onClose={onClose} />
  ) : (
    <ChannelForm channel={channel} onClose={onClose} />
  );
}

/** Seconds of slow mode that are offered. */
const SLOW = [0, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600];

function ChannelForm({ channel, onClose }: { channel: GuildChannel; onClose: () => void }) {
  const [name, setName] = useState(channel.name);
  const [topic, setTopic] = useState(channel.topic ?? "");
  const [slow, setSlow] = useState(String(channel.rate_limit_per_user ?? 0));
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const form = useId();
  const hasTopic = channel.type === 0 || channel.type === 5 || channel.type === 15;
  const isNameless = name.trim() === "";

  async function save(event: FormEvent) {
    event.preventDefault();
    if (isNameless || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      await updateChannel(channel.id, {
        name: name.trim(),
        ...(hasTopic && { topic: topic.trim() || null, rate_limit_per_user: Number(slow) }),
      });
      onClose();
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  const steps = SLOW.includes(Number(slow)) ? SLOW : [...SLOW, Number(slow)];
  return (
    <Dialog
      title={channel.type === 4 ? m.servers_edit_category() : m.servers_edit_channel()}
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
            disabledReason={isNameless && m.servers_name_needed()}
          >
            {m.common_save()}
          </Button>
        </>
      }
    >
      <form id={form} className="server-form" onSubmit={(event) => void save(event)}>
        <TextField
          label={channel.type === 4 ? m.servers_category_name() : m.servers_channel_name()}
          value={name}
          onChange={setName}
          maxLength={LIMITS.channelName}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
        />
        {hasTopic ? (
          <>
            <TextArea
              label={isForum(channel) ? m.forum_guidelines() : m.servers_topic()}
              value={topic}
              onChange={setTopic}
              maxLength={isForum(channel) ? LIMITS.forumTopic : LIMITS.channelTopic}
            />
            <Select
              label={isForum(channel) ? m.forum_settings_slow() : m.servers_slow()}
              hint={isForum(channel) ? m.forum_settings_slow_hint() : m.servers_slow_hint()}
              value={slow}
              onChange={setSlow}
              options={steps.map((seconds) => ({
                id: String(seconds),
                label: seconds === 0 ? m.servers_slow_off() : formatDuration(seconds * 1_000),
              }))}
            />
          </>
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

function DeleteChannel({ channel, onClose }: { channel: GuildChannel; onClose: () => void }) {
  const navigate = useNavigate();
  const here = useParams({ strict: false, select: (params) => params.channelId });
  const isCategory = channel.type === 4;
  return (
    <ConfirmDialog
      question={m.servers_delete_question({ name: conversationLabel(channel) })}
      confirmLabel={isCategory ? m.servers_delete_category() : m.servers_delete_channel()}
      isDanger
      isOpen
      onOpenChange={(open) => open || onClose()}
      onConfirm={async () => {
        await deleteChannel(channel.id);
        if (here === channel.id) {
          await navigate({ to: "/channels/$guildId", params: { guildId: channel.guild_id } });
        }
      }}
    >
      {isCategory ? m.servers_delete_category_about() : m.servers_delete_channel_about()}
    </ConfirmDialog>
  );
}
