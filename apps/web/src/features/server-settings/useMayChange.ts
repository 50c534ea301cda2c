import type { Snowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useGuildPermissions } from "../../state/permissions.ts";
import { useSelf } from "../../state/store.ts";

/** Whose stickers and sounds one may change: one's own with the right to create, anybody's with the right to manage. */
export function useMayChange(guildId: Snowflake) {
  const held = useGuildPermissions(guildId);
  const { id: selfId } = useSelf();
  const mayCreate = (held & P.CreateGuildExpressions) !== 0n;
  const mayManage = (held & P.ManageGuildExpressions) !== 0n;
  return {
    mayCreate,
    mayChange: (makerId: Snowflake | undefined) => mayManage || (mayCreate && makerId === selfId),
  };
}
