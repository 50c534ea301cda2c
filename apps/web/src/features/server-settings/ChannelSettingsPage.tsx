import { useParams } from "@tanstack/react-router";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Info, KeyRound, Link2, Megaphone, SearchX, Webhook } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { pathOf } from "../../shell/place.ts";
import { isThread } from "../../state/channel.ts";
import { useGuild, useGuildChannels } from "../../state/guilds.ts";
import { usePermissions } from "../../state/permissions.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { hasPage, isWritable } from "../servers/tree.ts";
import { ChannelFollows } from "./ChannelFollows.tsx";
import { ChannelInvites } from "./ChannelInvites.tsx";
import { ChannelOverview } from "./ChannelOverview.tsx";
import { ChannelPermissions } from "./ChannelPermissions.tsx";
import { Frame, type Page } from "./Frame.tsx";
import { ChannelIntegrations } from "./IntegrationsSection.tsx";

type Id = "overview" | "permissions" | "invites" | "follows" | "integrations";

/** What a channel or category is, who may do what there, who was invited to it. */
export function ChannelSettingsPage() {
  const { guildId = "", channelId = "", section } = useParams({ strict: false });
  const guild = useGuild(guildId);
  const channel = useGuildChannels(guildId)[channelId];
  const held = usePermissions(channelId);
  const home: string = guild ? `/channels/${guildId}` : "/";
  if (!guild || !channel || isThread(channel)) {
    return (
      <main className="main page-center">
        <EmptyState
          icon={SearchX}
          tone="muted"
          level={1}
          title={m.servers_channel_gone()}
          actions={
            <LinkButton to={home}>
              {guild ? m.servers_channel_gone_back({ name: guild.name }) : m.conversation_gone_home()}
            </LinkButton>
          }
        >
          {m.servers_channel_gone_about()}
        </EmptyState>
      </main>
    );
  }
  const manages = (held & P.ManageChannels) !== 0n;
  const pages: Page<Id>[] = [
    ...(manages ? [{ id: "overview", name: m.server_overview(), icon: Info } as const] : []),
    ...((held & P.ManageRoles) !== 0n
      ? [{ id: "permissions", name: m.server_permissions(), icon: KeyRound } as const]
      : []),
    ...(manages && channel.type !== 4
      ? [{ id: "invites", name: m.server_invites(), icon: Link2 } as const]
      : []),
    ...(isWritable(channel) && (held & P.ManageWebhooks) !== 0n
      ? [{ id: "follows", name: m.followers_tab(), icon: Megaphone } as const]
      : []),
    ...((held & P.ManageWebhooks) !== 0n && channel.type !== 4
      ? [{ id: "integrations", name: m.webhook_integrations(), icon: Webhook } as const]
      : []),
  ];
  const current = pages.find((one) => one.id === section) ?? pages[0];
  const back = hasPage(channel) ? pathOf(channelId) : home;
  return (
    <Frame
      title={channel.name}
      base={`/channels/${guildId}/${channelId}/settings`}
      back={back}
      pages={pages}
      current={current?.id ?? "overview"}
      isList={section === undefined}
    >
      {current === undefined ? (
        <EmptyState title={m.server_not_yours()} tone="muted" level={1}>
          {m.server_not_yours_about()}
        </EmptyState>
      ) : current.id === "overview" ? (
        <ChannelOverview key={channelId} guild={guild} channel={channel} />
      ) : current.id === "permissions" ? (
        <ChannelPermissions key={channelId} guild={guild} channel={channel} />
      ) : current.id === "follows" ? (
        <ChannelFollows key={channelId} channel={channel} />
      ) : current.id === "integrations" ? (
        <ChannelIntegrations key={channelId} guild={guild} channel={channel} />
      ) : (
        <ChannelInvites key={channelId} guild={guild} channel={channel} />
      )}
    </Frame>
  );
}
