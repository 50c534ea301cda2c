import {
  AppWindow,
  Bell,
  Bot,
  CircleUser,
  Keyboard,
  Languages,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  UserRound,
} from "lucide-react";
import * as m from "../../paraglide/messages.js";
import type { Section } from "./SettingsFrame.tsx";

export type SettingsId =
  | "profile"
  | "account"
  | "sessions"
  | "apps"
  | "privacy"
  | "appearance"
  | "notifications"
  | "keys"
  | "language"
  | "developers";

/** What stands in the list of one's own settings. Applications one makes have an address of their own. */
export const settingsSections = (): Section<SettingsId>[] => [
  { id: "profile", name: m.settings_profile(), icon: UserRound, group: m.settings_group_you() },
  { id: "account", name: m.settings_account(), icon: CircleUser },
  { id: "sessions", name: m.settings_sessions(), icon: MonitorSmartphone },
  { id: "apps", name: m.apps_title(), icon: AppWindow },
  { id: "privacy", name: m.settings_privacy(), icon: ShieldCheck },
  { id: "appearance", name: m.settings_appearance(), icon: Palette, group: m.settings_group_app() },
  { id: "notifications", name: m.settings_notifications(), icon: Bell },
  { id: "keys", name: m.settings_keys(), icon: Keyboard },
  { id: "language", name: m.settings_language(), icon: Languages },
  { id: "developers", name: m.dev_title(), icon: Bot, group: m.dev_group_build(), to: "/developers" },
];
