import { ApplicationFlags, GatewayIntentBits } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { findApplication } from "./find-application.ts";

/** Which flag, for few servers or for many, switches a privileged intent on. */
const SWITCHES = [
  [
    GatewayIntentBits.GuildPresences,
    ApplicationFlags.GatewayPresence | ApplicationFlags.GatewayPresenceLimited,
  ],
  [
    GatewayIntentBits.GuildMembers,
    ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited,
  ],
  [
    GatewayIntentBits.MessageContent,
    ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited,
  ],
] as const;

/** The privileged intents that a bot's application has switched on, as bits. */
export async function readAllowedIntents(sql: Sql, botId: string): Promise<number> {
  const flags = (await findApplication(sql, botId))?.flags ?? 0;
  return SWITCHES.reduce((bits, [intent, on]) => ((flags & on) === 0 ? bits : bits | intent), 0);
}
