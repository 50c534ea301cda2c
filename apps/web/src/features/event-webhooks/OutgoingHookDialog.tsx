import { EVENT_WEBHOOK_STATUS, type EventWebhook, LIMITS } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { eventWebhookApi } from "../../state/event-webhook-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { channelPermissions } from "../../state/permissions.ts";
import { useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { FormDialog } from "../../ui/FormDialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { useSaving } from "../server-settings/useSaving.ts";
import { compareChannels } from "../servers/tree.ts";
import { EventTypes } from "./EventTypes.tsx";
import { CHANNEL_GROUPS, GUILD_GROUPS } from "./eventWords.ts";

const FIELDS = ["name", "url", "channel_id"];
const WHOLE = "all";
const CATEGORY = 4;

/** Where an outgoing webhook posts, of which place and which events. */
export function OutgoingHookDialog({
  guild,
  hook,
  onSaved,
  onClose,
}: {
  guild: Guild;
  /** Null for a new one. */
  hook: EventWebhook | null;
  onSaved: (hook: EventWebhook) => void;
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
    .filter(({ id, type }) => type !== CATEGORY && mine.includes(id))
    .sort(compareChannels);
  const [name, setName] = useState(hook?.name ?? m.ehook_default_name());
  const [url, setUrl] = useState(hook?.url ?? "");
  const [place, setPlace] = useState(hook?.channel_id ?? WHOLE);
  const [chosen, setChosen] = useState<string[]>(hook?.types ?? ["MESSAGE_CREATE"]);
  const [isOn, setOn] = useState(hook?.status === EVENT_WEBHOOK_STATUS.on);
  const { failure, isPending, save } = useSaving();
  const groups = place === WHOLE ? GUILD_GROUPS : CHANNEL_GROUPS;
  const possible = groups.flatMap((group) => group.types);
  const types = chosen.filter((type) => possible.includes(type));
  const wasOn = hook?.status === EVENT_WEBHOOK_STATUS.on;

  async function submit() {
    const body = { name: name.trim(), url: url.trim(), types };
    const went = await save(async () => {
      onSaved(
        hook === null
          ? await eventWebhookApi.create(guild.id, { ...body, channel_id: place === WHOLE ? null : place })
          : await eventWebhookApi.update(guild.id, hook.id, {
              ...body,
              ...(isOn !== wasOn && { status: isOn ? EVENT_WEBHOOK_STATUS.on : EVENT_WEBHOOK_STATUS.off }),
            }),
      );
    });
    if (went) onClose();
  }

  return (
    <FormDialog
      title={hook === null ? m.ehook_new() : m.ehook_edit()}
      size="lg"
      isPending={isPending}
      disabledReason={types.length === 0 && m.ehook_error_types()}
      onSave={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label={m.audit_key_name()}
        value={name}
        onChange={setName}
        maxLength={LIMITS.webhookName}
        error={fieldErrorText(failure, "name")}
      />
      <TextField
        label={m.ehook_url()}
        hint={m.ehook_url_hint()}
        type="url"
        placeholder="https://"
        value={url}
        onChange={setUrl}
        maxLength={LIMITS.address}
        autoComplete="off"
        error={fieldErrorText(failure, "url")}
      />
      <Select
        label={m.ehook_where()}
        options={[
          { id: WHOLE, label: m.ehook_whole() },
          ...channels.map((one) => ({
            id: one.id,
            label: m.ehook_channel_alone({ channel: `#${one.name}` }),
          })),
        ]}
        value={place}
        onChange={setPlace}
        // Who may know of it depends on it: another place is another webhook.
        isDisabled={hook !== null}
        hint={m.ehook_events_hook_about()}
        error={fieldErrorText(failure, "channel_id")}
      />
      {hook === null ? null : (
        <Switch label={m.ehook_on()} description={m.ehook_on_about()} isSelected={isOn} onChange={setOn} />
      )}
      <EventTypes groups={groups} value={types} onChange={setChosen} />
      <FormFailure failure={failure} fields={FIELDS} />
    </FormDialog>
  );
}
