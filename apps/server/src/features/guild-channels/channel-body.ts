import { LIMITS } from "@palabre/protocol";
import { OverwriteType } from "discord-api-types/v10";
import { z } from "zod";
import { name, permissionBits, snowflake } from "../../http/fields.ts";
import { CHANNEL_TYPES, settingFields } from "../channels/channel-settings.ts";

/** Of several channels at one position the older one comes first. */
const position = z.number().int().min(0).max(1_000_000);

const OVERWRITE_TYPES = new Map<unknown, OverwriteType>([
  [0, OverwriteType.Role],
  ["0", OverwriteType.Role],
  ["role", OverwriteType.Role],
  [1, OverwriteType.Member],
  ["1", OverwriteType.Member],
  ["member", OverwriteType.Member],
]);

/** What an overwrite says; without a type it is of a role, if there is one with that id. */
export const overwriteFields = {
  type: z
    .literal([0, "0", "role", 1, "1", "member"])
    .transform((given) => OVERWRITE_TYPES.get(given))
    .nullish(),
  allow: permissionBits.nullish(),
  deny: permissionBits.nullish(),
};

/** Null is what the channel has when nothing is said. What a kind of channel does not have is passed over. */
const fields = {
  ...settingFields,
  position: position.nullish(),
  parent_id: snowflake.nullish(),
  permission_overwrites: z
    .array(z.object({ id: snowflake, ...overwriteFields }))
    .max(LIMITS.overwrites)
    .nullish(),
};

export const createBody = z.object({
  name: name(1, LIMITS.channelName),
  type: z.literal(CHANNEL_TYPES).nullish(),
  ...fields,
});

export const updateBody = z.object({
  name: name(1, LIMITS.channelName).optional(),
  type: z.literal(CHANNEL_TYPES).nullish(),
  lock_permissions: z.boolean().nullish(),
  ...fields,
});

export type CreateBody = z.output<typeof createBody>;
export type UpdateBody = z.output<typeof updateBody>;
export type OverwriteBody = NonNullable<CreateBody["permission_overwrites"]>[number];

export const moveBody = z
  .array(
    z.object({
      id: snowflake,
      position: position.nullish(),
      parent_id: snowflake.nullish(),
      lock_permissions: z.boolean().nullish(),
    }),
  )
  .max(LIMITS.guildChannels);
export type Move = z.output<typeof moveBody>[number];
