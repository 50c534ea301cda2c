import type { GuildChannel } from "@palabre/protocol";
import { useMemo } from "react";
import { openProfile } from "../../state/overlays.ts";
import { useSelf, useSettings } from "../../state/store.ts";
import { useAbilities } from "../conversation/abilities.ts";
import type { ConversationValue, Deeds } from "../conversation/context.ts";

const nothing = () => {};

/** What stands inside a conversation asks for: a forum has no log, so of what is done with messages nothing is done. */
export function useForumConversation(channel: GuildChannel): ConversationValue {
  const self = useSelf();
  const can = useAbilities(channel);
  const { code_line_numbers: hasLineNumbers } = useSettings();
  const guildId = channel.guild_id;
  return useMemo(() => {
    const deeds: Deeds = {
      reply: nothing,
      edit: nothing,
      remove: nothing,
      startThread: nothing,
      togglePin: nothing,
      markUnread: nothing,
      toggleReaction: nothing,
      copyText: nothing,
      copyLink: nothing,
      copyId: nothing,
      pickReaction: nothing,
      openActions: nothing,
      openImage: nothing,
      openProfile: (user, anchor) => openProfile(user, anchor, guildId),
      jump: nothing,
      write: nothing,
    };
    return { channel, guildId, selfId: self.id, deeds, can, hasLineNumbers };
  }, [channel, guildId, self.id, can, hasLineNumbers]);
}
