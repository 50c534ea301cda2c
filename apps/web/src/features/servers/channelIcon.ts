import type { GuildChannel, ThreadChannel } from "@palabre/protocol";
import {
  Folder,
  GitBranch,
  Hash,
  Lock,
  type LucideIcon,
  Megaphone,
  MessagesSquare,
  Radio,
  Volume2,
} from "lucide-react";

/** What kind of channel it is; one that only some see has a lock, where its kind is that of most. */
export function channelIcon(channel: GuildChannel | ThreadChannel, isLocked = false): LucideIcon {
  switch (channel.type) {
    case 2:
      return Volume2;
    case 4:
      return Folder;
    case 5:
      return Megaphone;
    case 10:
    case 11:
    case 12:
      return GitBranch;
    case 13:
      return Radio;
    case 15:
    case 16:
      return MessagesSquare;
    default:
      return isLocked ? Lock : Hash;
  }
}
