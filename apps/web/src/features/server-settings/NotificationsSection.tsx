import type { GuildChannel, NotificationLevel, Snowflake } from "@palabre/protocol";
import { useMemo } from "react";
import { formatDateTime, formatDuration } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { changeChannelSettings, changeGuildSettings } from "../../state/actions/guilds.ts";
import { isThread } from "../../state/channel.ts";
import { overrideOf } from "../../state/guild-settings.ts";
import { useGuildChannels, useGuildSettings } from "../../state/guilds.ts";
import type { Guild } from "../../state/types.ts";
import { Icon } from "../../ui/Icon.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { Select } from "../../ui/Select.tsx";
import { SettingRow } from "../../ui/SettingRow.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { attempt } from "../friends/actions.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { compareChannels } from "../servers/tree.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { WordsField } from "../settings/WordsField.tsx";

/** Minutes that something can be muted for; 0: until one ends it. */
const MUTES = [15, 60, 180, 480, 1440, 0];

/** What I want to hear of this server: all, mentions, nothing; muted for a time; channel by channel. */
export function NotificationsSection({ guild }: { guild: Guild }) {
  const settings = useGuildSettings(guild.id);
  const channels = useGuildChannels(guild.id);
  const listed = useMemo(
    () =>
      Object.values(channels)
        .filter((one): one is GuildChannel => !isThread(one))
        .sort(compareChannels),
    [channels],
  );
  const change = (wish: Parameters<typeof changeGuildSettings>[1]) =>
    void attempt(() => changeGuildSettings(guild.id, wish));
  const byDefault =
    guild.default_message_notifications === 1 ? m.server_notify_mentions() : m.server_notify_all();

  return (
    <>
      <SectionHead title={m.server_notifications()} lead={m.server_notifications_lead()} />
      <RadioGroup
        label={m.server_notifications_level()}
        value={String(settings.message_notifications)}
        onChange={(level) => change({ message_notifications: Number(level) as NotificationLevel })}
        options={[
          { id: "3", label: m.server_notify_default(), description: byDefault },
          { id: "0", label: m.server_notify_all() },
          { id: "1", label: m.server_notify_mentions() },
          { id: "2", label: m.server_notify_none() },
        ]}
      />
      <section>
        <div className="card">
          <SettingRow
            title={m.server_mute()}
            description={
              settings.muted && settings.mute_config?.end_time
                ? m.server_mute_until({ when: formatDateTime(settings.mute_config.end_time) })
                : m.server_mute_about()
            }
          >
            <Select
              label={m.server_mute()}
              isLabelHidden
              size="sm"
              className="mute-choice"
              value={settings.muted ? "on" : "off"}
              onChange={(next) => change(muteFor(next))}
              options={muteOptions(settings.muted)}
            />
          </SettingRow>
          <Switch
            label={m.server_suppress_everyone()}
            description={m.server_suppress_everyone_about()}
            isSelected={settings.suppress_everyone}
            onChange={(on) => change({ suppress_everyone: on })}
          />
          <Switch
            label={m.server_suppress_roles()}
            description={m.server_suppress_roles_about()}
            isSelected={settings.suppress_roles}
            onChange={(on) => change({ suppress_roles: on })}
          />
          <Switch
            label={m.server_hide_muted()}
            description={m.server_hide_muted_about()}
            isSelected={settings.hide_muted_channels}
            onChange={(on) => change({ hide_muted_channels: on })}
          />
        </div>
      </section>
      <section>
        <h2 className="h-section">{m.server_words()}</h2>
        <WordsField
          label={m.settings_words_label()}
          hint={m.server_words_hint()}
          words={settings.highlight_words}
          onChange={(words) => change({ highlight_words: words })}
        />
      </section>
      <section>
        <h2 className="h-section">{m.server_channels_own()}</h2>
        <ul className="card" aria-label={m.server_channels_own()}>
          {listed.map((channel) => (
            <li key={channel.id}>
              <ChannelLine guildId={guild.id} channel={channel} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function ChannelLine({ guildId, channel }: { guildId: Snowflake; channel: GuildChannel }) {
  const own = overrideOf(useGuildSettings(guildId), channel.id);
  const change = (wish: Parameters<typeof changeChannelSettings>[2]) =>
    void attempt(() => changeChannelSettings(guildId, channel.id, wish));
  return (
    <div className="prow notify-row">
      <Icon of={channelIcon(channel)} size={16} className="ico" />
      <span className="txt">
        <b className="truncate">{channel.name}</b>
        {own?.muted && own.mute_config?.end_time ? (
          <span>{m.server_mute_until({ when: formatDateTime(own.mute_config.end_time) })}</span>
        ) : null}
      </span>
      <Select
        label={m.server_level_in({ name: channel.name })}
        isLabelHidden
        size="sm"
        value={String(own?.message_notifications ?? 3)}
        onChange={(level) => change({ message_notifications: Number(level) as NotificationLevel })}
        options={[
          { id: "3", label: m.server_notify_inherit() },
          { id: "0", label: m.server_notify_all() },
          { id: "1", label: m.server_notify_mentions() },
          { id: "2", label: m.server_notify_none() },
        ]}
      />
      <Select
        label={m.server_mute_in({ name: channel.name })}
        isLabelHidden
        size="sm"
        value={own?.muted ? "on" : "off"}
        onChange={(next) => change(muteFor(next))}
        options={muteOptions(own?.muted === true)}
      />
    </div>
  );
}

function muteOptions(isMuted: boolean) {
  return [
    { id: "off", label: m.server_mute_off() },
    ...(isMuted ? [{ id: "on", label: m.server_mute_on() }] : []),
    ...MUTES.map((minutes) => ({
      id: String(minutes),
      label:
        minutes === 0 ? m.server_mute_ever() : m.server_mute_for({ delay: formatDuration(minutes * 60_000) }),
    })),
  ];
}

/** What a choice of `muteOptions` means. */
function muteFor(choice: string) {
  if (choice === "on") return {};
  if (choice === "off") return { muted: false, mute_config: null };
  const minutes = Number(choice);
  const end_time = minutes === 0 ? null : new Date(Date.now() + minutes * 60_000).toISOString();
  return { muted: true, mute_config: { end_time } };
}
