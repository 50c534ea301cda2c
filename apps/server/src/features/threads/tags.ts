import { ChannelFlags, PermissionFlagsBits as P } from "discord-api-types/v10";
import { ApiError, fieldError } from "../../errors.ts";
import type { AccessibleChannel } from "../channels/access.ts";
import { extraOf } from "../guild-core/present-guild.ts";

/**
 * The tags of a post, if the forum has them and the actor may give and take those that differ from `before`.
 * @throws ApiError tag_required, missing_permissions for a moderated one, invalid_form_body
 */
export function requireTags(
  forum: Pick<AccessibleChannel, "extra" | "flags">,
  held: bigint,
  before: readonly string[],
  wanted: readonly string[],
): string[] {
  const available = extraOf(forum).available_tags ?? [];
  const needsOne = (forum.flags & ChannelFlags.RequireTag) !== 0 && available.length > 0;
  if (needsOne && wanted.length === 0) throw new ApiError("tag_required");
  wanted.forEach((id, n) => {
    if (!available.some((tag) => tag.id === id)) {
      throw fieldError(`applied_tags.${n}`, "UNKNOWN_TAG", "Not a tag of this forum.");
    }
  });
  const differs = available.filter(({ id }) => before.includes(id) !== wanted.includes(id));
  if (differs.some(({ moderated }) => moderated) && (held & P.ManageThreads) === 0n) {
    throw new ApiError("missing_permissions");
  }
  return [...wanted];
}
