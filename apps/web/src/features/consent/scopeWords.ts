import {
  Blocks,
  Bot,
  Fingerprint,
  IdCard,
  Link2,
  type LucideIcon,
  Mail,
  Server,
  SquareSlash,
  UserRound,
} from "lucide-react";
import * as m from "../../paraglide/messages.js";

/** What agreeing to each scope means. */
const WORDS: Record<string, readonly [icon: LucideIcon, words: () => string]> = {
  identify: [UserRound, m.scope_identify],
  email: [Mail, m.scope_email],
  openid: [Fingerprint, m.scope_openid],
  guilds: [Server, m.scope_guilds],
  "guilds.members.read": [IdCard, m.scope_members],
  connections: [Link2, m.scope_connections],
  "applications.commands.update": [SquareSlash, m.scope_update],
  bot: [Bot, m.scope_bot],
  "applications.commands": [Blocks, m.scope_commands],
};

/** A scope in words; one that is not known by its name. */
export function scopeWords(scope: string): { icon: LucideIcon; words: string } {
  const [icon, words] = WORDS[scope] ?? [Blocks, () => scope];
  return { icon, words: words() };
}

/** Those that bring a program into a server, rather than have it act for somebody. */
export const isForServers = (scope: string): boolean => scope === "bot" || scope === "applications.commands";
