import type { FriendSuggestion, UserProfile } from "@palabre/protocol";
import { formatList } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";

/** Why one may know them: "3 friends in common, both in *Loom readers*", or who the common friends are. */
export function reasonText(suggestion: FriendSuggestion): string {
  const { mutual_friends, mutual_channels, reason } = suggestion;
  const friends = mutual_friends > 0 ? m.friends_in_common({ count: mutual_friends }) : null;
  const names = reason.names.filter(Boolean);
  if (reason.type === "mutual_channels" && names.length > 0) {
    const both = m.friends_both_in({ names: formatList(names.slice(0, 2)) });
    return friends ? m.friends_reason_pair({ friends, rooms: both }) : capitalize(both);
  }
  if (friends && names.length > 0)
    return m.friends_known_by({ friends, names: formatList(names.slice(0, 2)) });
  if (friends) return friends;
  return mutual_channels > 0 ? m.friends_rooms_in_common({ count: mutual_channels }) : "";
}

/** What one has in common with somebody: "4 friends in common · both in *Nantes Dev*"; empty when nothing. */
export function commonText(profile: UserProfile): string {
  const friends = profile.mutual_friends.length;
  const rooms = profile.mutual_channels.flatMap((channel) => channel.name ?? []);
  return [
    friends > 0 ? m.friends_in_common({ count: friends }) : null,
    rooms.length > 0 ? m.friends_both_in({ names: formatList(rooms.slice(0, 2)) }) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Begins a sentence with it. */
export function capitalize(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
