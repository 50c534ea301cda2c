import { type GuildChannel, LIMITS } from "@palabre/protocol";
import { GuildFeature } from "discord-api-types/v10";
import { Hash } from "lucide-react";
import { type FormEvent, useMemo, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import type { Guild } from "../../state/types.ts";
import { guildIconUrl } from "../../ui/avatar.ts";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { Select } from "../../ui/Select.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { attempt } from "../friends/actions.ts";
import { PictureField } from "../profile/PictureField.tsx";
import { compareChannels } from "../servers/tree.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { DangerZone } from "./DangerZone.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { useSaving } from "./useSaving.ts";

const FIELDS = ["name", "description", "system_channel_id"];
const NO_CHANNEL = "none";
/** SUPPRESS_JOIN_NOTIFICATIONS of API v10. */
const QUIET_JOINS = 1;

type Level = "0" | "1" | "2" | "3" | "4";

interface Draft {
  name: string;
  description: string;
  channel: string;
  tellsJoins: boolean;
  notifications: "0" | "1";
  level: Level;
  discoverable: boolean;
}

function draftOf(guild: Guild): Draft {
  return {
    name: guild.name,
    description: guild.description ?? "",
    channel: guild.system_channel_id ?? NO_CHANNEL,
    tellsJoins: ((guild.system_channel_flags ?? 0) & QUIET_JOINS) === 0,
    notifications: guild.default_message_notifications === 1 ? "1" : "0",
    level: String(guild.verification_level ?? 0) as Level,
    discoverable: guild.features?.includes(GuildFeature.Discoverable) ?? false,
  };
}

/** Who the server is, and how it greets. */
export function OverviewSection({ guild }: { guild: Guild }) {
  const before = draftOf(guild);
  const [draft, setDraft] = useState<Partial<Draft>>({});
  const shown = { ...before, ...draft };
  const changed = Object.fromEntries(
    Object.entries(draft).filter(([key, value]) => value !== before[key as keyof Draft]),
  ) as Partial<Draft>;
  const { failure, isPending, save, forget } = useSaving();
  const channels = useGuildChannels(guild.id);
  const texts = useMemo(
    () =>
      Object.values(channels)
        .filter((one): one is GuildChannel => !isThread(one) && one.type === 0)
        .sort(compareChannels),
    [channels],
  );
  const put = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));

  async function submit(event: FormEvent) {
    event.preventDefault();
    const flags = guild.system_channel_flags ?? 0;
    const went = await save(() =>
      guildApi.guilds.update(guild.id, {
        ...(changed.name !== undefined && { name: changed.name.trim() }),
        ...(changed.description !== undefined && { description: changed.description.trim() || null }),
        ...(changed.channel !== undefined && {
          system_channel_id: changed.channel === NO_CHANNEL ? null : changed.channel,
        }),
        ...(changed.tellsJoins !== undefined && {
          system_channel_flags: changed.tellsJoins ? flags & ~QUIET_JOINS : flags | QUIET_JOINS,
        }),
        ...(changed.notifications !== undefined && {
          default_message_notifications: Number(changed.notifications),
        }),
        ...(changed.discoverable !== undefined && {
          features: changed.discoverable
            ? [...(guild.features ?? []), GuildFeature.Discoverable]
            : (guild.features ?? []).filter((one) => one !== GuildFeature.Discoverable),
        }),
        ...(changed.level !== undefined && { verification_level: Number(changed.level) }),
      }),
    );
    if (went) setDraft({});
  }

  return (
    <>
      <SectionHead title={m.server_overview()} lead={m.server_overview_lead()} />
      <form onSubmit={(event) => void submit(event)}>
        <div className="settings-form">
          <PictureField
            label={m.server_icon_change()}
            shape="square"
            value={guildIconUrl(guild, 72)}
            onChange={(icon) => void attempt(() => guildApi.guilds.update(guild.id, { icon }))}
            fallback={<ServerIcon guild={guild} size={72} />}
            isRoomy
          />
          <TextField
            label={m.server_name()}
            value={shown.name}
            onChange={(name) => put({ name })}
            maxLength={LIMITS.guildName}
            error={fieldErrorText(failure, "name")}
          />
          <TextArea
            label={m.server_description()}
            hint={m.server_description_hint()}
            value={shown.description}
            onChange={(description) => put({ description })}
            maxLength={LIMITS.guildDescription}
            rows={2}
            error={fieldErrorText(failure, "description")}
          />
          <Switch
            label={m.server_discoverable()}
            description={m.server_discoverable_about()}
            isSelected={shown.discoverable}
            onChange={(discoverable) => put({ discoverable })}
          />
        </div>
        <section>
          <h2 className="h-section">{m.server_system()}</h2>
          <div className="settings-form">
            <Select
              label={m.server_system_channel()}
              hint={m.server_system_channel_hint()}
              value={shown.channel}
              onChange={(channel) => put({ channel })}
              error={fieldErrorText(failure, "system_channel_id")}
              options={[
                { id: NO_CHANNEL, label: m.server_system_none() },
                ...texts.map((one) => ({ id: one.id, label: one.name, icon: Hash })),
              ]}
            />
            <Switch
              label={m.server_system_joins()}
              description={m.server_system_joins_about()}
              isSelected={shown.tellsJoins}
              onChange={(tellsJoins) => put({ tellsJoins })}
              isDisabled={shown.channel === NO_CHANNEL}
            />
          </div>
        </section>
        <section>
          <h2 className="h-section">{m.server_default_notifications()}</h2>
          <RadioGroup
            label={m.server_default_notifications()}
            isLabelHidden
            value={shown.notifications}
            onChange={(notifications) => put({ notifications })}
            options={[
              { id: "0", label: m.server_notify_all(), description: m.server_default_all_about() },
              { id: "1", label: m.server_notify_mentions(), description: m.server_default_mentions_about() },
            ]}
          />
        </section>
        <section>
          <h2 className="h-section">{m.server_verification()}</h2>
          <RadioGroup
            label={m.server_verification()}
            isLabelHidden
            value={shown.level}
            onChange={(level) => put({ level })}
            options={LEVELS.map(([id, name, about]) => ({ id, label: name(), description: about() }))}
          />
        </section>
        <FormFailure failure={failure} fields={FIELDS} />
        <SaveBar
          isChanged={Object.keys(changed).length > 0}
          isPending={isPending}
          onReset={() => {
            setDraft({});
            forget();
          }}
        />
      </form>
      <DangerZone guild={guild} />
    </>
  );
}

const LEVELS = [
  ["0", m.server_level_none, m.server_level_none_about],
  ["1", m.server_level_low, m.server_level_low_about],
  ["2", m.server_level_medium, m.server_level_medium_about],
  ["3", m.server_level_high, m.server_level_high_about],
] as const;
