import type { GuildChannel } from "@palabre/protocol";
import { Search, X } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { TextField } from "../../ui/TextField.tsx";
import type { Sort, Wish } from "./posts.ts";
import { TagChips } from "./TagChips.tsx";

/** What one wants to see: words of titles, tags, an order. */
export function ForumTools({
  forum,
  wish,
  found,
  onChange,
}: {
  forum: GuildChannel;
  wish: Wish;
  /** Active posts that fit. */
  found: number;
  onChange: (wish: Partial<Wish>) => void;
}) {
  const tags = forum.available_tags ?? [];
  const isFiltered = wish.query.trim() !== "" || wish.tags.length > 0;
  return (
    <search className="forum-tools">
      <div className="forum-tools-line">
        <TextField
          label={m.forum_search()}
          isLabelHidden
          placeholder={m.forum_search()}
          icon={Search}
          size="sm"
          type="search"
          maxLength={100}
          autoComplete="off"
          className="grow"
          value={wish.query}
          onChange={(query) => onChange({ query })}
          onKeyDown={(event) => {
            if (event.key === "Escape" && wish.query !== "") onChange({ query: "" });
            else event.continuePropagation();
          }}
          suffix={
            wish.query === "" ? null : (
              <IconButton
                icon={X}
                size="sm"
                label={m.forum_clear()}
                onPress={() => onChange({ query: "" })}
              />
            )
          }
        />
        <Segmented<Sort>
          label={m.forum_sort()}
          value={wish.sort}
          onChange={(sort) => onChange({ sort })}
          options={[
            { id: "activity", label: m.forum_sort_activity() },
            { id: "newest", label: m.forum_sort_newest() },
          ]}
        />
      </div>
      {tags.length > 0 ? (
        <TagChips
          label={m.forum_filter()}
          tags={tags}
          chosen={wish.tags}
          onChange={(chosen) => onChange({ tags: chosen })}
        >
          {wish.tags.length > 0 ? (
            <button type="button" className="link-btn tag-clear" onClick={() => onChange({ tags: [] })}>
              <Icon of={X} size={14} />
              {m.forum_clear()}
            </button>
          ) : null}
        </TagChips>
      ) : null}
      <p className="vh" role="status">
        {isFiltered ? m.forum_found({ count: found }) : null}
      </p>
    </search>
  );
}
