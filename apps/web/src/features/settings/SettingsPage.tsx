import { useParams } from "@tanstack/react-router";
import {
  Bell,
  CircleUser,
  Keyboard,
  Languages,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  UserRound,
} from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { AccountSection } from "./AccountSection.tsx";
import { AppearanceSection } from "./AppearanceSection.tsx";
import { KeysSection } from "./KeysSection.tsx";
import { LanguageSection } from "./LanguageSection.tsx";
import { NotificationsSection } from "./NotificationsSection.tsx";
import { PrivacySection } from "./PrivacySection.tsx";
import { ProfileSection } from "./ProfileSection.tsx";
import { SessionsSection } from "./SessionsSection.tsx";
import { type Section, SettingsFrame } from "./SettingsFrame.tsx";

const BODIES = {
  profile: ProfileSection,
  account: AccountSection,
  sessions: SessionsSection,
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
  const sections: Section<Id>[] = [
    { id: "profile", name: m.settings_profile(), icon: UserRound, group: m.settings_group_you() },
    { id: "account", name: m.settings_account(), icon: CircleUser },
    { id: "sessions", name: m.settings_sessions(), icon: MonitorSmartphone },
    { id: "privacy", name: m.settings_privacy(), icon: ShieldCheck },
    { id: "appearance", name: m.settings_appearance(), icon: Palette, group: m.settings_group_app() },
    { id: "notifications", name: m.settings_notifications(), icon: Bell },
    { id: "keys", name: m.settings_keys(), icon: Keyboard },
    { id: "language", name: m.settings_language(), icon: Languages },
  ];
  const Body = BODIES[current];
  return (
    <SettingsFrame title={m.settings_title()} base="/settings/$section" sections={sections} current={current}>
      <Body key={current} />
    </SettingsFrame>
  );
}
