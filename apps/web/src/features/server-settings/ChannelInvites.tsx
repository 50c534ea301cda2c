import type { GuildChannel } from "@palabre/protocol";
import { useCallback } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { InviteForm } from "./InviteForm.tsx";
import { InviteList } from "./InviteList.tsx";
import { Loading } from "./Loading.tsx";

/** The invitations that lead into one channel. */
export function ChannelInvites({ guild, channel }: { guild: Guild; channel: GuildChannel }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.invites.listOfChannel(channel.id, { signal }),
    [channel.id],
  );
  const { data, error, reload, setData } = useLoaded(load);
  return (
    <>
      <SectionHead title={m.server_invites()} lead={m.server_channel_invites_lead()} />
      <InviteForm
        guildId={guild.id}
        channelId={channel.id}
        onMade={(invite) =>
          setData((before) => [invite, ...(before ?? []).filter((one) => one.code !== invite.code)])
        }
      />
      <section>
        <h2 className="h-section">{m.server_invites_open()}</h2>
        {data ? (
          <InviteList
            guildId={guild.id}
            invites={data}
            onGone={(code) => setData((before) => before?.filter((one) => one.code !== code) ?? null)}
          />
        ) : (
          <Loading error={error} reload={() => void reload()} rows={3} />
        )}
      </section>
    </>
  );
}
