import type { PermissionName } from "@palabre/protocol";
import { useParams } from "@tanstack/react-router";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import {
  AudioLines,
  Ban,
  Bell,
  Bot,
  CircleQuestionMark,
  Eye,
  Flag,
  Handshake,
  IdCard,
  Info,
  Link2,
  type LucideIcon,
  PanelsTopLeft,
  ScrollText,
  SearchX,
  Shield,
  ShieldAlert,
  Smile,
  Sparkles,
  Stamp,
  Sticker,
  UserRoundSearch,
  Users,
  Webhook,
} from "lucide-react";
import type { ComponentType } from "react";
import * as m from "../../paraglide/messages.js";
import { lastPlace } from "../../shell/lastPlace.ts";
import { useGuild } from "../../state/guilds.ts";
import type { Guild } from "../../state/types.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { ApplicationsSection } from "./ApplicationsSection.tsx";
import { AuditLogSection } from "./AuditLogSection.tsx";
import { BansSection } from "./BansSection.tsx";
import { BotsSection } from "./BotsSection.tsx";
import { EmojiSection } from "./EmojiSection.tsx";
import { Frame } from "./Frame.tsx";
import { IntegrationsSection } from "./IntegrationsSection.tsx";
import { InvitesSection } from "./InvitesSection.tsx";
import { MembersSection } from "./MembersSection.tsx";
import { ModerationSection } from "./ModerationSection.tsx";
import { NotificationsSection } from "./NotificationsSection.tsx";
import { OnboardingSection } from "./OnboardingSection.tsx";
import { OverviewSection } from "./OverviewSection.tsx";
import { ReportsSection } from "./ReportsSection.tsx";
import { RolesSection } from "./RolesSection.tsx";
import { ServerProfileSection } from "./ServerProfileSection.tsx";
import { SoundboardSection } from "./SoundboardSection.tsx";
import { StickersSection } from "./StickersSection.tsx";
import { TemplatesSection } from "./TemplatesSection.tsx";
import { useRank } from "./useRank.ts";
import { ViewAsSection } from "./ViewAsSection.tsx";
import { WelcomeSection } from "./WelcomeSection.tsx";
import { WhySection } from "./WhySection.tsx";
import { WidgetSection } from "./WidgetSection.tsx";

interface Section {
  id: string;
  name: () => string;
  icon: LucideIcon;
  group?: () => string;
  /** All of these are needed; none: for every member. */
  needs?: readonly PermissionName[];
  /** One of these is enough. */
  needsOne?: readonly PermissionName[];
  Body: ComponentType<{ guild: Guild }>;
}

const SECTIONS: readonly Section[] = [
  {
    id: "overview",
    name: m.server_overview,
    icon: Info,
    group: m.server_group_server,
    needs: ["ManageGuild"],
    Body: OverviewSection,
  },
  { id: "roles", name: m.server_roles, icon: Shield, needs: ["ManageRoles"], Body: RolesSection },
  {
    id: "emoji",
    name: m.emoji_title,
    icon: Smile,
    needsOne: ["CreateGuildExpressions", "ManageGuildExpressions"],
    Body: EmojiSection,
  },
  {
    id: "welcome",
    name: m.server_welcome,
    icon: Handshake,
    needs: ["ManageGuild"],
    Body: WelcomeSection,
  },
  {
    id: "onboarding",
    name: m.entrance_onboarding,
    icon: Sparkles,
    needs: ["ManageGuild"],
    Body: OnboardingSection,
  },
  {
    id: "template",
    name: m.template_title,
    icon: Stamp,
    needs: ["ManageGuild"],
    Body: TemplatesSection,
  },
  {
    id: "integrations",
    name: m.webhook_integrations,
    icon: Webhook,
    needs: ["ManageWebhooks"],
    Body: IntegrationsSection,
  },
  {
    id: "stickers",
    name: m.sticker_title,
    icon: Sticker,
    needsOne: ["CreateGuildExpressions", "ManageGuildExpressions"],
    Body: StickersSection,
  },
  {
    id: "soundboard",
    name: m.sound_title,
    icon: AudioLines,
    needsOne: ["CreateGuildExpressions", "ManageGuildExpressions"],
    Body: SoundboardSection,
  },
  {
    id: "widget",
    name: m.entrance_widget,
    icon: PanelsTopLeft,
    needs: ["ManageGuild"],
    Body: WidgetSection,
  },
  { id: "why", name: m.why_title, icon: CircleQuestionMark, needs: ["ManageRoles"], Body: WhySection },
  { id: "view-as", name: m.server_view_as, icon: Eye, needs: ["ManageRoles"], Body: ViewAsSection },
  {
    id: "members",
    name: m.server_members,
    icon: Users,
    group: m.server_group_people,
    needsOne: [
      "ManageRoles",
      "ManageNicknames",
      "ModerateMembers",
      "KickMembers",
      "BanMembers",
      "ManageGuild",
    ],
    Body: MembersSection,
  },
  { id: "invites", name: m.server_invites, icon: Link2, needs: ["ManageGuild"], Body: InvitesSection },
  {
    id: "applications",
    name: m.entrance_requests,
    icon: UserRoundSearch,
    needsOne: ["KickMembers", "ManageGuild"],
    Body: ApplicationsSection,
  },
  { id: "bots", name: m.bots_title, icon: Bot, needs: ["ManageGuild"], Body: BotsSection },
  { id: "bans", name: m.server_bans, icon: Ban, needs: ["BanMembers"], Body: BansSection },
  {
    id: "audit-log",
    name: m.server_audit,
    icon: ScrollText,
    group: m.server_group_order,
    needs: ["ViewAuditLog"],
    Body: AuditLogSection,
  },
  {
    id: "moderation",
    name: m.automod_title,
    icon: ShieldAlert,
    needs: ["ManageGuild"],
    Body: ModerationSection,
  },
  {
    id: "reports",
    name: m.report_title,
    icon: Flag,
    needs: ["ManageMessages", "ModerateMembers"],
    Body: ReportsSection,
  },
  {
    id: "profile",
    name: m.server_profile,
    icon: IdCard,
    group: m.server_group_you,
    Body: ServerProfileSection,
  },
  { id: "notifications", name: m.server_notifications, icon: Bell, Body: NotificationsSection },
];

/** Everything about a server in one place; each sees what they may change. An unknown section shows the first. */
export function ServerSettingsPage() {
  const { guildId = "", section } = useParams({ strict: false });
  const guild = useGuild(guildId);
  const { held } = useRank(guildId);
  if (!guild) {
    return (
      <main className="main page-center">
        <EmptyState
          icon={SearchX}
          tone="muted"
          level={1}
          title={m.servers_gone()}
          actions={<LinkButton to="/">{m.conversation_gone_home()}</LinkButton>}
        >
          {m.servers_gone_about()}
        </EmptyState>
      </main>
    );
  }
  const has = (name: PermissionName) => (held & P[name]) !== 0n;
  const mine = SECTIONS.filter(
    ({ needs = [], needsOne }) => needs.every(has) && (needsOne?.some(has) ?? true),
  );
  const current = mine.find((one) => one.id === section) ?? mine[0];
  const home = `/channels/${guildId}`;
  const groups = new Set<string>();
  return (
    <Frame
      title={guild.name}
      base={`${home}/settings`}
      back={lastPlace().startsWith(home) ? lastPlace() : home}
      pages={mine.map(({ id, name, icon, group }) => {
        // A group is named by the first of it that one sees.
        const heading = group?.() ?? groupOf(id);
        const isNew = heading !== undefined && !groups.has(heading);
        if (isNew) groups.add(heading);
        return { id, name: name(), icon, ...(isNew && { group: heading }) };
      })}
      current={current?.id ?? ""}
      isList={section === undefined}
    >
      {current ? <current.Body key={`${guildId} ${current.id}`} guild={guild} /> : null}
    </Frame>
  );
}

/** The group that a section without a heading of its own stands in. */
function groupOf(id: string): string | undefined {
  const at = SECTIONS.findIndex((one) => one.id === id);
  return SECTIONS.slice(0, at)
    .findLast((one) => one.group)
    ?.group?.();
}
