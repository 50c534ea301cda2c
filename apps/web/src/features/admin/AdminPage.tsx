import { useParams } from "@tanstack/react-router";
import { Activity, Flag, Gauge, Globe, Landmark, Megaphone, ScrollText, UserPlus, Users } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { useSelf } from "../../state/store.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { type Section, SettingsFrame } from "../settings/SettingsFrame.tsx";
import { AccountsSection } from "./AccountsSection.tsx";
import "./admin.css";
import { AnnouncementSection } from "./AnnouncementSection.tsx";
import { IdentitySection } from "./IdentitySection.tsx";
import { LimitsSection } from "./LimitsSection.tsx";
import { LogSection } from "./LogSection.tsx";
import { OverviewSection } from "./OverviewSection.tsx";
import { RegistrationSection } from "./RegistrationSection.tsx";
import { ReportsSection } from "./ReportsSection.tsx";
import { ServersSection } from "./ServersSection.tsx";

const BODIES = {
  overview: OverviewSection,
  accounts: AccountsSection,
  servers: ServersSection,
  reports: ReportsSection,
  log: LogSection,
  registration: RegistrationSection,
  limits: LimitsSection,
  identity: IdentitySection,
  announcement: AnnouncementSection,
};

type Id = keyof typeof BODIES;

/** For those who run this server: how it does, who is on it, who may come, what it says of itself. */
export function AdminPage() {
  const self = useSelf();
  const wanted = useParams({ strict: false, select: (params) => params.section });
  const current = wanted && wanted in BODIES ? (wanted as Id) : "overview";
  const sections: Section<Id>[] = [
    { id: "overview", name: m.admin_overview(), icon: Activity, group: m.admin_group_instance() },
    { id: "accounts", name: m.admin_accounts(), icon: Users },
    { id: "servers", name: m.admin_servers(), icon: Landmark },
    { id: "reports", name: m.admin_reports(), icon: Flag },
    { id: "log", name: m.admin_log(), icon: ScrollText },
    { id: "registration", name: m.admin_registration(), icon: UserPlus, group: m.admin_group_policy() },
    { id: "limits", name: m.admin_limits(), icon: Gauge },
    { id: "identity", name: m.admin_identity(), icon: Globe },
    { id: "announcement", name: m.admin_announcement(), icon: Megaphone },
  ];
  if (!self.admin) {
    return (
      <main className="main page-center" id="main">
        <EmptyState
          title={m.admin_not_yours()}
          level={1}
          tone="danger"
          actions={<LinkButton to="/">{m.common_back()}</LinkButton>}
        >
          {m.admin_not_yours_text()}
        </EmptyState>
      </main>
    );
  }
  const Body = BODIES[current];
  return (
    <SettingsFrame
      title={m.admin_title()}
      base="/admin/$section"
      sections={sections}
      current={current}
      isWide
    >
      <Body key={current} />
    </SettingsFrame>
  );
}
