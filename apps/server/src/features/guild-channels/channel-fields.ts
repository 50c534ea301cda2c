import type { ChannelType } from "discord-api-types/v10";
import { settingsOf } from "../channels/channel-settings.ts";
import type { ChannelExtra, GuildChannelRow } from "../guild-core/present-guild.ts";
import type { UpdateBody } from "./channel-body.ts";

type Columns = Partial<
  Pick<GuildChannelRow, "name" | "position" | "topic" | "nsfw" | "rate_limit_per_user" | "flags" | "extra">
>;

/**
 * The columns that a body changes in a channel of that type.
 * @throws ApiError invalid_form_body
 */
export function toColumns(
  type: ChannelType,
  body: Omit<UpdateBody, "permission_overwrites" | "parent_id" | "type">,
  before: ChannelExtra,
  newId: () => string,
): Columns {
  const { extra, nsfw, ...settings } = settingsOf(type, body, { before, newId });
  const columns: Columns = { ...settings };
  if (nsfw !== undefined) columns.nsfw = nsfw ? 1 : 0;
  if (body.name !== undefined) columns.name = body.name;
  if (typeof body.position === "number") columns.position = body.position;
  const json = JSON.stringify(extra);
  if (json !== JSON.stringify(before)) columns.extra = json === "{}" ? null : json;
  return columns;
}
