import { useParams } from "@tanstack/react-router";
import * as m from "../../paraglide/messages.js";
import { AccountSection } from "./AccountSection.tsx";
import { AppearanceSection } from "./AppearanceSection.tsx";
import { AppsSection } from "./AppsSection.tsx";
import { KeysSection } from "./KeysSection.tsx";
import { LanguageSection } from "./LanguageSection.tsx";
import { NotificationsSection } from "./NotificationsSection.tsx";
import { PrivacySection } from "./PrivacySection.tsx";
import { ProfileSection } from "./ProfileSection.tsx";
import { SessionsSection } from "./SessionsSection.tsx";
import { SettingsFrame } from "./SettingsFrame.tsx";
import { settingsSections } from "./sections.ts";

const BODIES = {
  profile: ProfileSection,
  account: AccountSection,
  sessions: SessionsSection,
  apps: AppsSection,
  privacy: PrivacySection,
  appearance: AppearanceSection,
  notifications: NotificationsSection,
  keys: KeysSection,
  language: LanguageSection,
};

type Id = keyof typeof BODIES;

/** Everything one may choose for oneself. An unknown section shows the first. */
export function SettingsPage() {
  const wanted = useParams({ strict: false, select: (params) => params.section });
  const current = wanted && wanted in BODIES ? (wanted as Id) : "profile";
  const Body = BODIES[current];
  return (
    <SettingsFrame
      title={m.settings_title()}
      base="/settings/$section"
      sections={settingsSections()}
      current={current}
    >
      <Body key={current} />
    </SettingsFrame>
  );
}
