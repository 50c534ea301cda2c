import type { GuildChannel, VoiceState } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { voiceName } from "../../state/voice.ts";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { useContextMenu } from "../../ui/useContextMenu.tsx";
import type { MemberAction } from "../server-settings/memberEntries.ts";
import { useRank } from "../server-settings/useRank.ts";

const MemberActionDialog = lazyOverlay(
  () => import("../server-settings/MemberActionDialog.tsx").then((x) => x.MemberActionDialog),
  ({ onClose }) => onClose(),
);

/** The menu of somebody in voice, as the members panel has it. `surfaces` is drawn once. */
export function usePersonMenu(channel: GuildChannel) {
  const { guild_id: guildId } = channel;
  const rank = useRank(guildId);
  const navigate = useNavigate();
  const [action, setAction] = useState<MemberAction | null>(null);
  const { props, open, menu } = useContextMenu();
  const labelOf = (voice: VoiceState) => m.conversation_member_actions({ name: voiceName(voice) });
  const entriesOf = async ({ member }: VoiceState) => {
    if (!member) return [];
    const { memberMenu } = await import("../members/memberMenu.ts");
    return memberMenu({ channel, member, rank, onMention: null, ask: setAction, go: navigate });
  };
  return {
    props: (voice: VoiceState) => props(labelOf(voice), () => entriesOf(voice)),
    labelOf,
    openAt(voice: VoiceState, anchor: Element) {
      const box = anchor.getBoundingClientRect();
      open({ x: box.left, y: box.bottom }, labelOf(voice), () => entriesOf(voice));
    },
    surfaces: (
      <>
        {menu}
        {action ? (
          <MemberActionDialog guildId={guildId} rank={rank} action={action} onClose={() => setAction(null)} />
        ) : null}
      </>
    ),
  };
}
