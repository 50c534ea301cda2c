import { LIMITS, type Snowflake } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { ChannelType, OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { Hash, type LucideIcon, Megaphone, MessagesSquare, Radio, Volume2 } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { createChannel } from "../../state/actions/guilds.ts";
import { hasBits, useGuildPermissions } from "../../state/permissions.ts";
import { useChannel, useSelf } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { type Access, AccessPicker } from "./AccessPicker.tsx";
import "./servers.css";

type Kind = "text" | "voice" | "stage" | "announcement" | "forum";

const KINDS: Record<Kind, { type: ChannelType; icon: LucideIcon; name: () => string; about: () => string }> =
  {
    text: {
      type: ChannelType.GuildText,
      icon: Hash,
      name: m.servers_kind_text,
      about: m.servers_kind_text_about,
    },
    announcement: {
      type: ChannelType.GuildAnnouncement,
      icon: Megaphone,
      name: m.servers_kind_announcement,
      about: m.servers_kind_announcement_about,
    },
    forum: {
      type: ChannelType.GuildForum,
      icon: MessagesSquare,
      name: m.forum_kind,
      about: m.forum_kind_about,
    },
    voice: {
      type: ChannelType.GuildVoice,
      icon: Volume2,
      name: m.servers_kind_voice,
      about: m.servers_kind_voice_about,
    },
    stage: {
      type: ChannelType.GuildStageVoice,
      icon: Radio,
      name: m.voice_kind_stage,
      about: m.voice_kind_stage_about,
    },
  };

/** A new channel or category: its kind, its name, and who sees it. */
export function CreateChannel({
  guildId,
  parentId,
  isCategory = false,
  onClose,
}: {
  guildId: Snowflake;
  parentId: Snowflake | null;
  isCategory?: boolean;
  onClose: () => void;
}) {
  const self = useSelf();
  const parent = useChannel(parentId ?? "0");
  const held = useGuildPermissions(guildId);
  const [kind, setKind] = useState<Kind>("text");
  const [name, setName] = useState("");
  const [isPrivate, setPrivate] = useState(false);
  const [access, setAccess] = useState<Access[]>([]);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const navigate = useNavigate();
  const form = useId();
  const isNameless = name.trim() === "";

  async function create(event: FormEvent) {
    event.preventDefault();
    if (isNameless || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      const id = await createChannel(guildId, {
        name: name.trim(),
        type: (isCategory ? ChannelType.GuildCategory : KINDS[kind].type) as ChannelType.GuildText,
        ...(parentId !== null && { parent_id: parentId }),
        ...(isPrivate && { permission_overwrites: overwrites() }),
      });
      onClose();
      if (!isCategory) await navigate(placeOf(id));
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  /** Everyone is kept out; those chosen, and oneself, are let in. */
  function overwrites() {
    const view = String(P.ViewChannel);
    const needsOwn = !hasBits(held, P.Administrator) && !access.some((one) => one.id === self.id);
    const own: Access[] = needsOwn ? [{ id: self.id, type: OverwriteType.Member }] : [];
    return [
      { id: guildId, type: OverwriteType.Role, deny: view },
      ...[...access, ...own].map(({ id, type }) => ({ id, type, allow: view })),
    ];
  }

  return (
    <Dialog
      title={
        isCategory
          ? m.servers_create_category()
          : parent
            ? m.servers_create_channel_in({ name: parent.name ?? "" })
            : m.servers_create_channel()
      }
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
            {m.servers_create_do()}
          </Button>
        </>
      }
    >
      <form id={form} className="server-form" onSubmit={(event) => void create(event)}>
        {isCategory ? null : (
          <RadioGroup
            label={m.servers_kind()}
            value={kind}
            onChange={setKind}
            className="channel-kinds"
            options={(Object.keys(KINDS) as Kind[]).map((id) => ({ id, label: KINDS[id].name() }))}
          >
            {({ id }) => (
              <>
                <Icon of={KINDS[id].icon} />
                <span className="grow">
                  <b>{KINDS[id].name()}</b>
                  <span className="muted">{KINDS[id].about()}</span>
                </span>
              </>
            )}
          </RadioGroup>
        )}
        <TextField
          label={isCategory ? m.servers_category_name() : m.servers_channel_name()}
          placeholder={isCategory ? undefined : m.servers_channel_name_hint()}
          value={name}
          onChange={setName}
          maxLength={LIMITS.channelName}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
        />
        <Switch
          label={isCategory ? m.servers_private_category() : m.servers_private()}
          description={m.servers_private_about()}
          isSelected={isPrivate}
          onChange={setPrivate}
        />
        {isPrivate ? <AccessPicker guildId={guildId} chosen={access} onChange={setAccess} /> : null}
        {failure ? (
          <p className="hint-error" role="alert">
            {failure}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
