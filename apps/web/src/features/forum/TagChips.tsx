import type { Snowflake } from "@palabre/protocol";
import { type KeyboardEvent, useRef, useState } from "react";
import { classes } from "../../ui/classes.ts";
import { ForumEmoji, forumEmoji } from "./ForumEmoji.tsx";
import type { ForumTag } from "./posts.ts";
import "./forum.css";

/** Tags to press, any number of them: one stop of Tab, arrows go from one to the next. */
export function TagChips({
  label,
  tags,
  chosen,
  onChange,
  refusalOf = () => null,
  describedBy,
  children,
}: {
  label: string;
  tags: readonly ForumTag[];
  chosen: readonly Snowflake[];
  onChange: (chosen: Snowflake[]) => void;
  /** Why a tag cannot be pressed; null when it can. */
  refusalOf?: (tag: ForumTag) => string | null;
  describedBy?: string;
  /** After the last one. */
  children?: React.ReactNode;
}) {
  const group = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<Snowflake | undefined>(tags[0]?.id);
  const current = tags.some(({ id }) => id === stop) ? stop : tags[0]?.id;

  function onKeyDown(event: KeyboardEvent) {
    const by = STEPS[event.key];
    if (by === undefined) return;
    const chips = [...(group.current?.querySelectorAll<HTMLButtonElement>("[data-tag]") ?? [])];
    const at = chips.indexOf(document.activeElement as HTMLButtonElement);
    if (at < 0) return;
    event.preventDefault();
    const next = by === "first" ? 0 : by === "last" ? chips.length - 1 : at + by;
    chips[(next + chips.length) % chips.length]?.focus();
  }

  return (
    <div
      ref={group}
      role="toolbar"
      aria-label={label}
      aria-describedby={describedBy}
      className="tag-chips"
      onKeyDown={onKeyDown}
    >
      {tags.map((tag) => {
        const isChosen = chosen.includes(tag.id);
        const refusal = refusalOf(tag);
        return (
          <button
            key={tag.id}
            type="button"
            data-tag={tag.id}
            className={classes("tag-chip", isChosen && "is-chosen", refusal !== null && "is-off")}
            aria-pressed={isChosen}
            aria-disabled={refusal !== null || undefined}
            title={refusal ?? undefined}
            tabIndex={tag.id === current ? 0 : -1}
            onFocus={() => setStop(tag.id)}
            onClick={() => {
              if (refusal !== null) return;
              onChange(isChosen ? chosen.filter((id) => id !== tag.id) : [...chosen, tag.id]);
            }}
          >
            <TagWords tag={tag} />
          </button>
        );
      })}
      {children}
    </div>
  );
}

const STEPS: Record<string, 1 | -1 | "first" | "last" | undefined> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: "first",
  End: "last",
};

/** A tag's emoji and name. */
export function TagWords({ tag }: { tag: Pick<ForumTag, "name" | "emoji_id" | "emoji_name"> }) {
  const emoji = forumEmoji(tag);
  return (
    <>
      {emoji ? (
        <span aria-hidden>
          <ForumEmoji emoji={emoji} />
        </span>
      ) : null}
      <span className="truncate">{tag.name}</span>
    </>
  );
}
