import * as m from "../../paraglide/messages.js";
import type { Guild } from "../../state/types.ts";
import "../entrance/entrance.css";
import "../entrance/entranceErrors.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { GuideEditor } from "./GuideEditor.tsx";
import { OnboardingQuestions } from "./OnboardingQuestions.tsx";
import { useRank } from "./useRank.ts";

/** What those who are new are asked, and what they find. */
export function OnboardingSection({ guild }: { guild: Guild }) {
  const { has } = useRank(guild.id);
  return (
    <>
      <SectionHead title={m.entrance_onboarding()} lead={m.entrance_onboarding_lead()} />
      {has("ManageRoles") ? <OnboardingQuestions guild={guild} /> : null}
      <GuideEditor guild={guild} />
    </>
  );
}
