import { LIMITS } from "@palabre/protocol";
import { z } from "zod";
import { fieldError } from "../../errors.ts";
import { name, snowflake } from "../../http/fields.ts";
import type { ChannelExtra } from "../guild-core/present-guild.ts";
import { normaliseEmoji } from "../message-core/emoji.ts";

const emojiName = z
  .string()
  .max(64)
  .transform((given, context) => {
    const emoji = normaliseEmoji(given);
    if (emoji === null) context.addIssue({ code: "custom", message: "Not an emoji." });
    return emoji ?? "";
  });
/** A custom emoji by its id, which has to be the server's own, or Unicode's by itself. */
export const emojiFields = { emoji_id: snowflake.nullish(), emoji_name: emojiName.nullish() };

const tag = z.object({
  id: snowflake.nullish(),
  name: name(1, LIMITS.tagName),
  moderated: z.boolean().nullish(),
  ...emojiFields,
});

/** What posts of a forum are sorted by. */
export const forumTags = z.array(tag).max(LIMITS.forumTags).nullish();

type Tags = NonNullable<ChannelExtra["available_tags"]>;

/**
 * A tag that was there keeps its id, a new one gets one.
 * @param at what stands before the names of fields, where the body is part of another
 * @throws ApiError invalid_form_body
 */
export function toTags(
  given: NonNullable<z.output<typeof forumTags>>,
  before: Tags,
  newId: () => string,
  at: string,
): Tags {
  const known = new Set(before.map(({ id }) => id));
  const names = new Set<string>();
  return given.map(({ id, name, moderated, emoji_id, emoji_name }, n) => {
    if (names.has(name)) {
      throw fieldError(
        `${at}available_tags.${n}.name`,
        "BASE_TYPE_DUPLICATE",
        "There is a tag of that name.",
      );
    }
    names.add(name);
    const kept = id && known.delete(id) ? id : newId();
    return {
      id: kept,
      name,
      moderated: moderated ?? false,
      emoji_id: emoji_id ?? null,
      emoji_name: emoji_id ? null : (emoji_name ?? null),
    };
  });
}

/** Every custom emoji that a forum names, with its field. */
export function* forumEmojis(body: {
  available_tags?: readonly { emoji_id?: string | null | undefined }[] | null | undefined;
  default_reaction_emoji?: { emoji_id?: string | null | undefined } | null | undefined;
}): Generator<[field: string, id: string | null | undefined]> {
  for (const [n, tag] of (body.available_tags ?? []).entries()) {
    yield [`available_tags.${n}.emoji_id`, tag.emoji_id];
  }
  yield ["default_reaction_emoji.emoji_id", body.default_reaction_emoji?.emoji_id];
}
