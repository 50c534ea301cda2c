import type { GuildChannel } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useCallback, useMemo, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { channelPermissions } from "../../state/permissions.ts";
import { store } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { CopyField } from "../developer/CopyField.tsx";
import "../entrance/entrance.css";
import { channelIcon } from "../servers/channelIcon.ts";
import { compareChannels } from "../servers/tree.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { Loading } from "./Loading.tsx";
import { useSaving } from "./useSaving.ts";

const NOWHERE = "0";

/** What the server shows of itself on pages elsewhere. */
export function WidgetSection({ guild }: { guild: Guild }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.entrance.widget(guild.id, { signal }),
    [guild.id],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const { failure, save } = useSaving();
  const channels = useGuildChannels(guild.id);
  // A picture that stood before it was switched on is asked for again.
  const [version, setVersion] = useState(0);
  const open = useMemo(
    () =>
      Object.values(channels)
        .filter(
          (one): one is GuildChannel =>
            !isThread(one) &&
            [0, 2, 5, 15].includes(one.type) &&
            (channelPermissions(store.get(), one.id) & P.CreateInstantInvite) !== 0n,
        )
        .sort(compareChannels),
    [channels],
  );

  const change = (body: { enabled?: boolean; channel_id?: string | null }) =>
    void save(async () => {
      setData(await guildApi.entrance.setWidget(guild.id, body));
      setVersion(version + 1);
    });
  const base = `${location.origin}/api/v10/guilds/${guild.id}/widget`;
  const snippet = `<a href="${location.origin}"><img src="${base}.svg" alt="${guild.name.replace(/[&<>"]/g, "")}"></a>`;

  return (
    <>
      <SectionHead title={m.entrance_widget()} lead={m.entrance_widget_lead()} />
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={2} />
      ) : (
        <>
          <div className="settings-form">
            <Switch
              label={m.entrance_widget_on()}
              description={m.entrance_widget_on_about()}
              isSelected={data.enabled}
              onChange={(enabled) => change({ enabled })}
            />
            <Select
              label={m.entrance_widget_channel()}
              value={data.channel_id ?? NOWHERE}
              onChange={(id) => change({ channel_id: id === NOWHERE ? null : id })}
              options={[
                { id: NOWHERE, label: m.entrance_widget_nowhere() },
                ...open.map((one) => ({ id: one.id, label: one.name, icon: channelIcon(one) })),
              ]}
            />
            <FormFailure failure={failure} />
          </div>
          {data.enabled ? (
            <section>
              <h2 className="h-section">{m.entrance_widget_badge()}</h2>
              <div className="card entrance-badge">
                <img
                  key={version}
                  src={`${base}.svg`}
                  alt={m.entrance_widget_badge_alt({ name: guild.name })}
                  height={24}
                />
                <CopyField label={m.entrance_widget_snippet()} value={snippet} />
                <CopyField label={m.entrance_widget_json()} value={`${base}.json`} />
              </div>
            </section>
          ) : null}
        </>
      )}
    </>
  );
}
