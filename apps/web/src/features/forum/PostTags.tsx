import { type GuildChannel, LIMITS, type Snowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useId } from "react";
import * as m from "../../paraglide/messages.js";
import { hasBits, usePermissions } from "../../state/permissions.ts";
import { asksForTag } from "./posts.ts";
import { TagChips } from "./TagChips.tsx";

/** The tags of a post, to choose from those of its forum. Moderated ones are given by who manages threads. */
export function PostTags({
  forum,
  chosen,
  onChange,
}: {
  forum: GuildChannel;
  chosen: readonly Snowflake[];
  onChange: (chosen: Snowflake[]) => void;
}) {
  const manages = hasBits(usePermissions(forum.id), P.ManageThreads);
  const note = useId();
  const tags = forum.available_tags ?? [];
  const isFull = chosen.length >= LIMITS.tagsPerPost;
  if (tags.length === 0) return null;
  return (
    <div className="field">
      <div className="field-head">
        <span className="label">{m.forum_tags()}</span>
        <span className="hint" id={note}>
          {asksForTag(forum) && chosen.length === 0
            ? m.forum_tag_needed()
            : m.forum_tags_up_to({ max: LIMITS.tagsPerPost })}
        </span>
      </div>
      <TagChips
        label={m.forum_tags()}
        tags={tags}
        chosen={chosen}
        onChange={onChange}
        describedBy={note}
        refusalOf={(tag) =>
          tag.moderated && !manages
            ? m.forum_tag_moderated({ name: tag.name })
            : isFull && !chosen.includes(tag.id)
              ? m.forum_tags_full({ max: LIMITS.tagsPerPost })
              : null
        }
      />
    </div>
  );
}
