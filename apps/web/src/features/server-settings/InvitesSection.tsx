import { useCallback } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { InviteForm } from "./InviteForm.tsx";
import { InviteList } from "./InviteList.tsx";
import { Loading } from "./Loading.tsx";
import { VanityField } from "./VanityField.tsx";

/** Every way into the server. */
export function InvitesSection({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => guildApi.invites.list(guild.id, { signal }), [guild.id]);
  const { data, error, reload, setData } = useLoaded(load);
  return (
    <>
      <SectionHead title={m.server_invites()} lead={m.server_invites_lead()} />
      <InviteForm
        guildId={guild.id}
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
      <section>
        <h2 className="h-section">{m.server_vanity_head()}</h2>
        <VanityField guildId={guild.id} />
      </section>
    </>
  );
}
