import type { APIUser } from "@palabre/protocol";
import { type APIInvite, ChannelType, InviteType } from "discord-api-types/v10";
import { type GuildRow, toGuild } from "../guild-core/present-guild.ts";
import { iso, isoOrNull } from "../users/present.ts";
import type { InviteChannel, InviteRow } from "./find-invite.ts";

export interface PresentedInvite {
  code: string;
  guild: GuildRow;
  row: InviteRow | null;
  /** Null: whoever reads this does not see it. It is named like the server, then, without a name. */
  channel: InviteChannel | null;
  inviter?: APIUser | undefined;
}

/** An invitation as whoever has its code may see it. */
export function toInvite({ code, guild, row, channel, inviter }: PresentedInvite): APIInvite {
  const { id, name, icon, banner, description, features, verification_level, vanity_url_code, nsfw_level } =
    toGuild(guild, []);
  return {
    type: InviteType.Guild,
    code,
    guild_id: id,
    guild: {
      id,
      name,
      icon,
      banner: banner ?? null,
      splash: null,
      description,
      features,
      entrance: guild.entrance,
      verification_level,
      vanity_url_code,
      nsfw_level,
      nsfw: false,
      premium_subscription_count: 0,
    },
    channel: channel
      ? { id: channel.id, type: channel.type, name: channel.name }
      : { id, type: ChannelType.GuildText, name: null },
    expires_at: isoOrNull(row?.expires_at ?? null),
    ...(inviter && { inviter }),
    // For some people alone; who they are is for those who manage it.
    ...(row && row.targets_at !== null && { is_targeted: true }),
  } as unknown as APIInvite;
}

/** What those who manage invitations see besides. */
export const toMetadata = (row: InviteRow) => ({
  uses: row.uses,
  max_uses: row.max_uses,
  max_age: row.max_age,
  temporary: row.temporary === 1,
  created_at: iso(row.created_at),
});
