import type { GuildChannel, ReadyGuild } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { createMemoryBus } from "../src/bus/memory.ts";
import { addMember } from "../src/features/guilds/join-guild.ts";
import type { TestServer, TestUser } from "./harness.ts";

/** Makes somebody a member beside the server, before they connect: invitations have tests of their own. */
export async function enrol(
  server: TestServer,
  guildId: string,
  user: TestUser,
  roleIds: readonly string[] = [],
): Promise<void> {
  let n = 0n;
  const newId = () => String(BigInt(guildId) + BigInt(user.id) / 4n + ++n);
  await server.seed(async (tx) => {
    await addMember(tx, { bus: createMemoryBus(), newId }, { guildId, userId: user.id, roleIds });
  });
}

/** What everybody may do where nothing else is said. */
export const USUAL =
  P.ViewChannel |
  P.SendMessages |
  P.SendMessagesInThreads |
  P.ReadMessageHistory |
  P.AddReactions |
  P.AttachFiles |
  P.EmbedLinks |
  P.CreatePublicThreads |
  P.CreatePrivateThreads;

export interface TestGuild {
  guild: ReadyGuild;
  id: string;
  /** The id of the channel of that name. */
  channel(name: string): string;
  /** The id of the role of that name. */
  role(name: string): string;
}

/**
 * A server of `owner`: a category, `general`, `slow` (a minute), `staff` (for the role of that name alone), `news`, a
 * forum `help`, a voice channel; roles `staff`, `mods` and `callable`.
 */
export async function makeGuild(owner: TestUser, everyone: bigint = USUAL): Promise<TestGuild> {
  const { status, body: guild } = await owner.post<ReadyGuild>("/guilds", {
    name: "Tessera",
    roles: [
      { id: 0, permissions: String(everyone) },
      { id: 1, name: "staff", permissions: "0" },
      { id: 2, name: "callable", permissions: "0", mentionable: true },
      {
        id: 3,
        name: "mods",
        permissions: String(P.ManageMessages | P.PinMessages | P.ManageThreads | P.MentionEveryone),
      },
    ],
    channels: [
      { id: 10, type: 4, name: "Text" },
      { id: 11, name: "general", parent_id: 10 },
      { id: 12, name: "slow", parent_id: 10, rate_limit_per_user: 60 },
      {
        id: 13,
        name: "staff",
        parent_id: 10,
        permission_overwrites: [
          { id: 0, type: 0, deny: String(P.ViewChannel) },
          { id: 1, type: 0, allow: String(P.ViewChannel) },
        ],
      },
      { id: 14, type: 5, name: "news" },
      { id: 15, type: 15, name: "help" },
      { id: 16, type: 2, name: "voice" },
    ],
  });
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(guild)}`);
  const idOf = (list: readonly { id: string; name: string }[], name: string) => {
    const found = list.find((one) => one.name === name);
    if (!found) throw new Error(`there is no ${name}`);
    return found.id;
  };
  return {
    guild,
    id: guild.id,
    channel: (name) => idOf(guild.channels as GuildChannel[], name),
    role: (name) => idOf(guild.roles, name),
  };
}
