import type { Channel, PrivateChannel } from "@palabre/protocol";
import { AtSign, Fingerprint, MessageCircle } from "lucide-react";
import { copyText } from "../../code/copyText.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { openDm } from "../../state/actions/channels.ts";
import { wantMembers } from "../../state/actions/members.ts";
import { store } from "../../state/store.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { toast } from "../../ui/toast.ts";
import { appMenu } from "../commands/appMenu.tsx";
import { attempt } from "../friends/actions.ts";
import { type MemberAction, memberEntries } from "../server-settings/memberEntries.ts";
import type { Rank } from "../server-settings/useRank.ts";
import { voiceEntries } from "../voice/voiceEntries.ts";
import type { ListedMember } from "./MemberLine.tsx";

/** What can be done with somebody of the members panel. */
export async function memberMenu({
  channel,
  member,
  rank,
  onMention,
  ask,
  go,
}: {
  channel: Exclude<Channel, PrivateChannel>;
  member: ListedMember;
  rank: Rank;
  onMention: ((username: string) => void) | null;
  ask: (action: MemberAction) => void;
  go: (place: ReturnType<typeof placeOf>) => Promise<void>;
}): Promise<MenuEntry[]> {
  const { user } = member;
  const apps = await appMenu(channel, 2, user.id);
  const selfId = store.get().self?.id ?? "0";
  const managing = memberEntries(member, rank, selfId, ask);
  const speaking = voiceEntries(channel.guild_id, member, user.id === selfId || rank.isAboveMember(member));
  const entries: (MenuEntry | false)[] = [
    onMention !== null && {
      id: "mention",
      label: m.members_mention(),
      icon: AtSign,
      onAction() {
        wantMembers(channel.guild_id, [user.id]);
        onMention(user.username);
      },
    },
    user.id !== selfId && {
      id: "message",
      label: m.friends_message(),
      icon: MessageCircle,
      onAction: () => void attempt(async () => go(placeOf(await openDm(user.id)))),
    },
    ...apps,
    speaking.length > 0 && "separator",
    ...speaking,
    managing.length > 0 && managing[0] !== "separator" && "separator",
    ...managing,
    "separator",
    { id: "id", label: m.conversation_copy_id(), icon: Fingerprint, onAction: () => void copyId(user.id) },
  ];
  const shown = entries.filter((entry) => entry !== false);
  return shown[0] === "separator" ? shown.slice(1) : shown;
}

async function copyId(id: string): Promise<void> {
  const isDone = await copyText(id);
  toast(
    isDone
      ? { tone: "success", title: m.conversation_copied() }
      : { tone: "danger", title: m.conversation_copy_failed() },
  );
}
