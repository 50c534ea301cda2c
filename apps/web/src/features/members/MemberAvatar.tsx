import type { Snowflake } from "@palabre/protocol";
import { useMemberAvatar } from "../../state/guilds.ts";
import { Avatar, type AvatarProps } from "../../ui/Avatar.tsx";

/** Somebody as they look in a server: with the picture they chose for it, as far as one has heard of them there. */
export function MemberAvatar({ guildId, ...rest }: AvatarProps & { guildId: Snowflake | null }) {
  const hash = useMemberAvatar(guildId, rest.user.id);
  return <Avatar {...rest} guildId={guildId} memberAvatar={hash} />;
}
