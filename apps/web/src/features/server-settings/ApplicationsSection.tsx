import * as m from "../../paraglide/messages.js";
import type { Guild } from "../../state/types.ts";
import "../entrance/entrance.css";
import "../entrance/entranceErrors.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { ApplicationForm } from "./ApplicationForm.tsx";
import { ApplicationQueue } from "./ApplicationQueue.tsx";
import { useRank } from "./useRank.ts";

/** Who asks to come in, and what they are asked. */
export function ApplicationsSection({ guild }: { guild: Guild }) {
  const { has } = useRank(guild.id);
  return (
    <>
      <SectionHead title={m.entrance_requests()} lead={m.entrance_requests_lead()} />
      {has("KickMembers") ? <ApplicationQueue guild={guild} /> : null}
      {has("ManageGuild") ? <ApplicationForm guild={guild} /> : null}
    </>
  );
}
