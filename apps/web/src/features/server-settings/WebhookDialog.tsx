import { LIMITS, type Snowflake, type Webhook } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { channelPermissions } from "../../state/permissions.ts";
import { useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { avatarUrl } from "../../ui/avatar.ts";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { FormDialog } from "../../ui/FormDialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { PictureField } from "../profile/PictureField.tsx";
import { compareChannels } from "../servers/tree.ts";
import { FormFailure } from "./FormFailure.tsx";
import { useSaving } from "./useSaving.ts";

const FIELDS = ["name", "avatar", "secret", "channel_id"];
/** Text, voice, announcements, forums. */
const PLACES = [0, 2, 5, 15];

/** What a webhook looks like, where it posts, and whether what it posts has to be signed. */
export function WebhookDialog({
  guild,
  webhook,
  channelId,
  onSaved,
  onClose,
}: {
  guild: Guild;
  /** Null for a new one. */
  webhook: Webhook | null;
  /** Where a new one posts unless another channel is chosen. */
  channelId: Snowflake | null;
  onSaved: (webhook: Webhook) => void;
  onClose: () => void;
}) {
  const all = useGuildChannels(guild.id);
  // As one text, which stays the same as long as it says the same.
  const mine = useSelector((state) =>
    Object.keys(all)
      .filter((id) => (channelPermissions(state, id) & P.ManageWebhooks) !== 0n)
      .join(" "),
  ).split(" ");
  const channels = Object.values(all)
    .filter((one) => !isThread(one))
    .filter(({ id, type }) => PLACES.includes(type) && mine.includes(id))
    .sort(compareChannels);
  const [name, setName] = useState(webhook?.name ?? m.webhook_default_name());
  const [place, setPlace] = useState(webhook?.channel_id ?? channelId ?? channels[0]?.id ?? "");
  /** Undefined: as it is. */
  const [picture, setPicture] = useState<string | null>();
  const [secret, setSecret] = useState("");
  const [dropsSecret, setDropsSecret] = useState(false);
  const { failure, isPending, save } = useSaving();
  const shown = picture === undefined && webhook ? avatarUrl(webhook, 72) : (picture ?? null);

  async function submit() {
    const body = {
      name: name.trim(),
      ...(picture !== undefined && { avatar: picture }),
      ...(secret !== "" ? { secret } : dropsSecret && { secret: null }),
    };
    const went = await save(async () => {
      onSaved(
        webhook === null
          ? await guildApi.webhooks.create(place, body)
          : await guildApi.webhooks.update(webhook.id, { ...body, channel_id: place }),
      );
    });
    if (went) onClose();
  }

  return (
    <FormDialog
      title={webhook === null ? m.webhook_new() : m.webhook_edit()}
      isPending={isPending}
      onSave={() => void submit()}
      onClose={onClose}
    >
      <PictureField
        label={m.webhook_picture()}
        shape="round"
        value={shown}
        onChange={setPicture}
        fallback={<Avatar user={{ id: webhook?.id ?? "0", username: name, avatar: null }} size={72} />}
        isRoomy
      />
      <TextField
        label={m.audit_key_name()}
        value={name}
        onChange={setName}
        maxLength={LIMITS.webhookName}
        error={fieldErrorText(failure, "name")}
      />
      <Select
        label={m.webhook_posts_in()}
        options={channels.map((one) => ({ id: one.id, label: `#${one.name}` }))}
        value={place}
        onChange={setPlace}
        error={fieldErrorText(failure, "channel_id")}
      />
      <TextField
        label={m.webhook_secret()}
        hint={webhook?.has_secret ? m.webhook_secret_kept() : m.webhook_secret_hint()}
        value={secret}
        onChange={setSecret}
        maxLength={LIMITS.webhookSecret}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck="false"
        isDisabled={dropsSecret}
        error={fieldErrorText(failure, "secret")}
      />
      {webhook?.has_secret ? (
        <Checkbox isSelected={dropsSecret} onChange={setDropsSecret}>
          {m.webhook_secret_remove()}
        </Checkbox>
      ) : null}
      <FormFailure failure={failure} fields={FIELDS} />
    </FormDialog>
  );
}
