import type { GuildChannel } from "@palabre/protocol";
import { snowflakeTime } from "@palabre/protocol";
import { Trash2 } from "lucide-react";
import { useCallback } from "react";
import { formatDate } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { toast } from "../../ui/toast.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { Loading } from "./Loading.tsx";

/** The announcement channels whose messages are posted here. */
export function ChannelFollows({ channel }: { channel: GuildChannel }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.followers.list(channel.id, { signal }),
    [channel.id],
  );
  const { data, error, reload, setData } = useLoaded(load);

  const stop = (id: string, name: string) =>
    attempt(async () => {
      await guildApi.followers.unfollow(id);
      setData((before) => before?.filter((one) => one.id !== id) ?? null);
      toast({ tone: "neutral", title: m.followers_stopped({ name }) });
    });

  return (
    <>
      <SectionHead title={m.followers_tab()} lead={m.followers_lead()} />
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.length === 0 ? (
        <p className="muted none">{m.followers_empty()}</p>
      ) : (
        <ul className="card session-list">
          {data.map(({ id, source_channel, source_guild }) => (
            <li key={id} className="session-row">
              <ServerIcon guild={source_guild} />
              <span className="txt">
                <b className="truncate">#{source_channel.name}</b>
                <span>
                  {m.followers_since({ server: source_guild.name })} · {formatDate(snowflakeTime(id))}
                </span>
              </span>
              <IconButton
                icon={Trash2}
                size="sm"
                label={m.followers_stop({ name: `#${source_channel.name}` })}
                onPress={() => void stop(id, `#${source_channel.name}`)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
