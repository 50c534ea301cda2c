import type { GuildChannel, Webhook } from "@palabre/protocol";
import { Copy, Pencil, Plus, Radio, Trash2, TriangleAlert, Webhook as WebhookIcon } from "lucide-react";
import { useCallback, useState } from "react";
import { copyAndTell } from "../../code/copyAndTell.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { nameOf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { OutgoingHooks } from "../event-webhooks/OutgoingHooks.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { Loading } from "./Loading.tsx";
import { useGoneMakers } from "./useGoneMakers.ts";
import { WebhookDialog } from "./WebhookDialog.tsx";
import { webhookForms } from "./webhookForms.ts";

/** What programs post in the whole server. */
export function IntegrationsSection({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => guildApi.webhooks.list(guild.id, { signal }), [guild.id]);
  return <Integrations guild={guild} channel={null} lead={m.webhook_lead()} load={load} />;
}

/** What programs post in one channel. */
export function ChannelIntegrations({ guild, channel }: { guild: Guild; channel: GuildChannel }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.webhooks.listOfChannel(channel.id, { signal }),
    [channel.id],
  );
  return <Integrations guild={guild} channel={channel} lead={m.webhook_channel_lead()} load={load} />;
}

function Integrations({
  guild,
  channel,
  lead,
  load,
}: {
  guild: Guild;
  /** Where new ones are made unless another is chosen. */
  channel: GuildChannel | null;
  lead: string;
  load: (signal: AbortSignal) => Promise<Webhook[]>;
}) {
  const { data, error, reload, setData } = useLoaded(load);
  const [edited, setEdited] = useState<Webhook | "new" | null>(null);
  const [doomed, setDoomed] = useState<Webhook | null>(null);
  const incoming = (data ?? []).filter(isIncoming);
  const gone = useGoneMakers(guild.id, data);
  const followed = (data ?? []).filter((one) => !isIncoming(one));
  const put = (webhook: Webhook) =>
    setData((before) => {
      const others = (before ?? []).filter(({ id }) => id !== webhook.id);
      // One that was moved away no longer stands in the channel's own list.
      if (channel !== null && webhook.channel_id !== channel.id) return others;
      return before?.some(({ id }) => id === webhook.id)
        ? before.map((one) => (one.id === webhook.id ? webhook : one))
        : [...others, webhook];
    });
  return (
    <>
      <SectionHead title={m.webhook_integrations()} lead={lead} />
      <section>
        <div className="section-head">
          <h2 className="h-section">{m.webhook_title()}</h2>
          <Button size="sm" icon={Plus} onPress={() => setEdited("new")}>
            {m.webhook_new()}
          </Button>
        </div>
        {data === null ? (
          <Loading error={error} reload={() => void reload()} rows={3} />
        ) : incoming.length === 0 ? (
          <EmptyState icon={WebhookIcon} tone="muted" title={m.webhook_none_title()}>
            {m.webhook_none()}
          </EmptyState>
        ) : (
          <ul className="card session-list" aria-label={m.webhook_title()}>
            {incoming.map((webhook) => (
              <Row
                key={webhook.id}
                guild={guild}
                webhook={webhook}
                isGone={!webhook.user || gone.has(webhook.user.id)}
                onEdit={() => setEdited(webhook)}
                onDelete={() => setDoomed(webhook)}
              />
            ))}
          </ul>
        )}
      </section>
      {followed.length > 0 ? (
        <section>
          <h2 className="h-section">{m.webhook_followed()}</h2>
          <ul className="card session-list" aria-label={m.webhook_followed()}>
            {followed.map((webhook) => (
              <FollowedRow
                key={webhook.id}
                guild={guild}
                webhook={webhook}
                onDelete={() => setDoomed(webhook)}
              />
            ))}
          </ul>
        </section>
      ) : null}
      {channel === null ? <OutgoingHooks guild={guild} /> : null}
      {edited ? (
        <WebhookDialog
          guild={guild}
          webhook={edited === "new" ? null : edited}
          channelId={channel?.id ?? null}
          onSaved={put}
          onClose={() => setEdited(null)}
        />
      ) : null}
      {doomed ? (
        <EndQuestion
          webhook={doomed}
          onClose={() => setDoomed(null)}
          onGone={() => setData((before) => before?.filter(({ id }) => id !== doomed.id) ?? null)}
        />
      ) : null}
    </>
  );
}

const isIncoming = ({ type }: Webhook): boolean => (type as number) === 1;

function useChannelName(guildId: string, channelId: string | null): string {
  const channel = useGuildChannels(guildId)[channelId ?? ""];
  return channel ? `#${channel.name}` : "";
}

function Row({
  guild,
  webhook,
  isGone,
  onEdit,
  onDelete,
}: {
  guild: Guild;
  webhook: Webhook;
  /** Whether whoever made it is in the server no more. */
  isGone: boolean;
  onEdit: () => void;
  onDelete: () => void;
}) {
  const name = webhook.name ?? "";
  const channel = useChannelName(guild.id, webhook.channel_id);
  const about = [
    channel,
    webhook.user ? m.webhook_by({ name: nameOf(webhook.user) }) : "",
    webhook.has_secret ? m.webhook_signed() : "",
  ];
  const gone = isGone
    ? webhook.user
      ? m.webhook_maker_gone({ name: nameOf(webhook.user) })
      : m.webhook_maker_deleted()
    : null;
  return (
    <li className="session-row webhook-row">
      <Avatar user={{ id: webhook.id, username: name, avatar: webhook.avatar }} size={40} />
      <span className="txt">
        <b className="truncate">{name}</b>
        <span>{about.filter(Boolean).join(" · ")}</span>
        {gone === null ? null : (
          <span className="webhook-gone">
            <Icon of={TriangleAlert} size={14} />
            {gone}
          </span>
        )}
      </span>
      <span className="row">
        {webhook.url ? (
          <Menu
            label={m.webhook_copy_of({ name })}
            placement="bottom end"
            trigger={
              <Button size="sm" icon={Copy} aria-label={m.webhook_copy_of({ name })}>
                {m.webhook_copy()}
              </Button>
            }
            items={webhookForms(webhook.url, webhook.has_secret === true, copy)}
          />
        ) : null}
        <IconButton icon={Pencil} size="sm" label={m.webhook_edit_of({ name })} onPress={onEdit} />
        <IconButton icon={Trash2} size="sm" label={m.webhook_delete_of({ name })} onPress={onDelete} />
      </span>
    </li>
  );
}

function copy(text: string): void {
  void copyAndTell(text, m.webhook_copied());
}

function FollowedRow({ guild, webhook, onDelete }: { guild: Guild; webhook: Webhook; onDelete: () => void }) {
  const name = webhook.name ?? "";
  const channel = useChannelName(guild.id, webhook.channel_id);
  return (
    <li className="session-row">
      <Icon of={Radio} size={18} />
      <span className="txt">
        <b className="truncate">{name}</b>
        <span>{m.webhook_followed_in({ channel })}</span>
      </span>
      <IconButton icon={Trash2} size="sm" label={m.webhook_unfollow_of({ name })} onPress={onDelete} />
    </li>
  );
}

function EndQuestion({
  webhook,
  onClose,
  onGone,
}: {
  webhook: Webhook;
  onClose: () => void;
  onGone: () => void;
}) {
  const name = webhook.name ?? "";
  const isPosting = isIncoming(webhook);
  return (
    <ConfirmDialog
      question={isPosting ? m.webhook_delete_question({ name }) : m.webhook_unfollow_question({ name })}
      confirmLabel={isPosting ? m.webhook_delete() : m.webhook_unfollow()}
      isDanger
      isOpen
      onOpenChange={onClose}
      onConfirm={async () => {
        await guildApi.webhooks.remove(webhook.id);
        onGone();
      }}
    >
      {isPosting ? m.webhook_delete_text() : m.webhook_unfollow_text()}
    </ConfirmDialog>
  );
}
