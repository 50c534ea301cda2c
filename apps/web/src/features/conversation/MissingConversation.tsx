import { SearchX } from "lucide-react";
import { useEffect, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { PRIVATE } from "../../shell/place.ts";
import { reopenChat } from "../../state/actions/reopen-chat.ts";
import { findThread } from "../../state/actions/threads.ts";
import { useGuild } from "../../state/guilds.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { toast } from "../../ui/toast.ts";

/** A conversation that is not in the list: a hidden chat and an archived thread come, else there is nothing to show. */
export function MissingConversation({
  guildId,
  channelId,
  mayReopen,
}: {
  guildId: string;
  channelId: string;
  mayReopen: boolean;
}) {
  const guild = useGuild(guildId);
  const [isLooking, setLooking] = useState(mayReopen);
  useEffect(() => {
    if (!isLooking) return;
    let isGone = false;
    void (guildId === PRIVATE ? reopenChat(channelId) : findThread(guildId, channelId))
      .catch((error) => {
        toast({ tone: "danger", title: errorText(error) });
        return false;
      })
      .then((isBack) => {
        if (!isGone && !isBack) setLooking(false);
      });
    return () => {
      isGone = true;
    };
  }, [guildId, channelId, isLooking]);
  if (isLooking) return <main className="main" aria-busy />;
  return (
    <main className="main page-center">
      <EmptyState
        icon={SearchX}
        tone="muted"
        level={1}
        title={guild ? m.servers_channel_gone() : m.conversation_gone()}
        actions={
          guild ? (
            <LinkButton to="/channels/$guildId" params={{ guildId }}>
              {m.servers_channel_gone_back({ name: guild.name })}
            </LinkButton>
          ) : (
            <LinkButton to="/">{m.conversation_gone_home()}</LinkButton>
          )
        }
      >
        {guild ? m.servers_channel_gone_about() : m.conversation_gone_about()}
      </EmptyState>
    </main>
  );
}
