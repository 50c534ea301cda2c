import { Navigate, useParams } from "@tanstack/react-router";
import { CloudOff, Hash, SearchX } from "lucide-react";
import { useMemo } from "react";
import * as m from "../../paraglide/messages.js";
import { lastChannel } from "../../shell/lastChannel.ts";
import { placeOf } from "../../shell/place.ts";
import { useTitle } from "../../shell/useTitle.ts";
import { leaveGuild } from "../../state/actions/guilds.ts";
import { useGuild, useGuildChannels, useUnavailableGuild } from "../../state/guilds.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { narrow, useMedia } from "../../ui/useMedia.ts";
import { attempt } from "../friends/actions.ts";
import { channelTree, firstChannel } from "./tree.ts";

/**
 * `/channels/GUILD`: goes on to the channel where one was last, or to the first. A phone shows the list of channels in
 * its place.
 */
export function ServerPage() {
  const guildId = useParams({ from: "/signed-in/app/channels/$guildId", select: (params) => params.guildId });
  const guild = useGuild(guildId);
  const channels = useGuildChannels(guildId);
  const isNarrow = useMedia(narrow);
  const target = useMemo(() => {
    const last = lastChannel(guildId);
    return last !== undefined && last in channels
      ? last
      : firstChannel(channelTree(Object.values(channels)))?.id;
  }, [guildId, channels]);
  const closed = useUnavailableGuild(guildId);
  useTitle(guild?.name ?? closed?.name ?? m.servers_gone());
  if (guild && target && !isNarrow) return <Navigate {...placeOf(target)} replace />;
  return (
    <main className="main page-center">
      {guild ? (
        <EmptyState icon={Hash} tone="muted" level={1} title={m.servers_no_channels()}>
          {m.servers_no_channels_about()}
        </EmptyState>
      ) : closed ? (
        <EmptyState
          icon={CloudOff}
          tone="muted"
          level={1}
          title={m.servers_unavailable({ name: closed.name })}
          actions={
            <Button onPress={() => void attempt(() => leaveGuild(guildId))}>{m.servers_leave()}</Button>
          }
        >
          {m.servers_unavailable_about()}
        </EmptyState>
      ) : (
        <EmptyState
          icon={SearchX}
          tone="muted"
          level={1}
          title={m.servers_gone()}
          actions={<LinkButton to="/">{m.conversation_gone_home()}</LinkButton>}
        >
          {m.servers_gone_about()}
        </EmptyState>
      )}
    </main>
  );
}
