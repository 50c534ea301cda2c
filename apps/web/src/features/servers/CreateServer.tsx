import type { NewGuild } from "@palabre/client";
import { LIMITS } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { ChannelType } from "discord-api-types/v10";
import { type FormEvent, useId, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { createGuild } from "../../state/actions/guilds.ts";
import { nameOf, useSelf } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { PictureField } from "../profile/PictureField.tsx";
import "./servers.css";

/** What a server begins with, in the words of whoever makes it. */
const firstChannels = (): Pick<NewGuild, "channels" | "system_channel_id"> => ({
  channels: [
    { id: 1, type: ChannelType.GuildCategory, name: m.servers_first_text() },
    { id: 2, type: ChannelType.GuildText, name: m.servers_first_general(), parent_id: "1" },
    { id: 3, type: ChannelType.GuildCategory, name: m.servers_first_voice() },
    { id: 4, type: ChannelType.GuildVoice, name: m.servers_first_lounge(), parent_id: "3" },
  ],
  system_channel_id: 2,
});

/** A new server: a name, perhaps an icon. It begins with one channel, and with oneself. */
export function CreateServer({ onClose }: { onClose: () => void }) {
  const self = useSelf();
  const [name, setName] = useState<string>(() => m.servers_name_default({ name: nameOf(self) }));
  const [icon, setIcon] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const navigate = useNavigate();
  const form = useId();
  const isTooShort = [...name.trim()].length < 2;

  async function create(event: FormEvent) {
    event.preventDefault();
    if (isTooShort || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      const guildId = await createGuild({ name: name.trim(), ...(icon && { icon }), ...firstChannels() });
      onClose();
      await navigate({ to: "/channels/$guildId", params: { guildId } });
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  return (
    <Dialog
      title={m.servers_create()}
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
            disabledReason={isTooShort && m.servers_name_short()}
          >
            {m.servers_create_do()}
          </Button>
        </>
      }
    >
      <form id={form} className="server-form" onSubmit={(event) => void create(event)}>
        <p className="secondary">{m.servers_create_about()}</p>
        <div className="room-identity">
          <PictureField
            label={m.servers_icon()}
            shape="square"
            value={icon}
            onChange={setIcon}
            fallback={null}
          />
          <TextField
            className="grow"
            label={m.servers_name()}
            value={name}
            onChange={setName}
            maxLength={LIMITS.guildName}
            autoFocus
            autoComplete="off"
          />
        </div>
        {failure ? (
          <p className="hint-error" role="alert">
            {failure}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
