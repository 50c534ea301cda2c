import { type GuildChannel, LIMITS, type Snowflake } from "@palabre/protocol";
import type { RESTPatchAPIChannelJSONBody } from "discord-api-types/v10";
import { ChannelFlags } from "discord-api-types/v10";
import { ArrowDown, ArrowUp, Plus, Smile, X } from "lucide-react";
import { type Ref, Suspense, useState } from "react";
import { Button as AriaButton, type ButtonProps } from "react-aria-components/Button";
import { emojiParts, wordOf } from "../../emoji/text.ts";
import { formatDuration } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { ForumEmoji, forumEmoji } from "./ForumEmoji.tsx";
import { type Sort, usualSort } from "./posts.ts";
import "./forum.css";
import { lazyPart } from "../../ui/lazyPart.ts";

const EmojiPicker = lazyPart(() =>
  import("../../emoji/EmojiPicker.tsx").then((module) => module.EmojiPicker),
);

/** A tag as it is edited; a new one has an id of its own here, and none on the wire. */
interface TagDraft {
  key: string;
  id?: string;
  name: string;
  emoji: string | null;
  moderated: boolean;
}

export interface ForumDraft {
  tags: readonly TagDraft[];
  asks: boolean;
  sort: Sort;
  /** Minutes. */
  archive: number;
  /** Seconds between two answers. */
  answerSlow: number;
  reaction: string | null;
}

export function forumDraftOf(forum: GuildChannel): ForumDraft {
  return {
    tags: (forum.available_tags ?? []).map(({ id, name, moderated, ...tag }) => ({
      key: id,
      id,
      name,
      emoji: forumEmoji(tag),
      moderated,
    })),
    asks: ((forum.flags ?? 0) & ChannelFlags.RequireTag) !== 0,
    sort: usualSort(forum),
    archive: forum.default_auto_archive_duration ?? 4_320,
    answerSlow: forum.default_thread_rate_limit_per_user ?? 0,
    reaction: forumEmoji(forum.default_reaction_emoji),
  };
}

/** What of a draft goes to the server. */
export function forumBody(change: Partial<ForumDraft>): RESTPatchAPIChannelJSONBody {
  return {
    ...(change.tags && {
      available_tags: change.tags.map(({ id, name, emoji, moderated }) => ({
        ...(id !== undefined && { id }),
        name: name.trim(),
        moderated,
        ...emojiFields(emoji),
      })),
    }),
    ...(change.asks !== undefined && { flags: change.asks ? ChannelFlags.RequireTag : NONE }),
    ...(change.sort && { default_sort_order: change.sort === "newest" ? 1 : 0 }),
    ...(change.archive !== undefined && { default_auto_archive_duration: change.archive as 60 }),
    ...(change.answerSlow !== undefined && { default_thread_rate_limit_per_user: change.answerSlow }),
    ...(change.reaction !== undefined && {
      default_reaction_emoji: change.reaction === null ? null : emojiFields(change.reaction),
    }),
  } as RESTPatchAPIChannelJSONBody;
}

function emojiFields(emoji: string | null) {
  const { id, name } = emojiParts(emoji ?? "");
  return { emoji_id: id, emoji_name: id === null ? name || null : null };
}

const NONE = 0 as ChannelFlags;

/** Why the tags cannot be saved; null when they can. */
export function tagsRefusal({ tags }: Pick<ForumDraft, "tags">): string | null {
  const names = new Set(tags.map(({ name }) => name.trim()));
  return names.has("") || names.size < tags.length ? m.forum_settings_tag_nameless() : null;
}

const ARCHIVE = [60, 1_440, 4_320, 10_080];

/** What only forums have: tags, the order of posts, when silence closes them. */
export function ForumSettings({
  channelId,
  draft,
  slow,
  onChange,
}: {
  channelId: Snowflake;
  draft: ForumDraft;
  /** Seconds of slow mode that are offered. */
  slow: readonly number[];
  onChange: (change: Partial<ForumDraft>) => void;
}) {
  const { answerSlow } = draft;
  const steps = slow.includes(answerSlow) ? slow : [...slow, answerSlow].sort((a, b) => a - b);
  return (
    <>
      <Select
        label={m.forum_settings_answer_slow()}
        hint={m.forum_settings_answer_slow_hint()}
        value={String(answerSlow)}
        onChange={(seconds) => onChange({ answerSlow: Number(seconds) })}
        options={steps.map((seconds) => ({
          id: String(seconds),
          label: seconds === 0 ? m.server_channel_slow_off() : formatDuration(seconds * 1_000),
        }))}
      />
      <Tags channelId={channelId} tags={draft.tags} onChange={(tags) => onChange({ tags })} />
      <Switch
        label={m.forum_settings_require()}
        description={m.forum_settings_require_about()}
        isSelected={draft.asks}
        onChange={(asks) => onChange({ asks })}
      />
      <RadioGroup<Sort>
        label={m.forum_settings_sort()}
        value={draft.sort}
        onChange={(sort) => onChange({ sort })}
        options={[
          { id: "activity", label: m.forum_sort_activity() },
          { id: "newest", label: m.forum_sort_newest() },
        ]}
      />
      <Select
        label={m.forum_settings_archive()}
        hint={m.forum_settings_archive_hint()}
        value={String(draft.archive)}
        onChange={(minutes) => onChange({ archive: Number(minutes) })}
        options={ARCHIVE.map((minutes) => ({
          id: String(minutes),
          label: formatDuration(minutes * 60_000),
        }))}
      />
      <div className="field">
        <span className="label">{m.forum_settings_reaction()}</span>
        <div className="row">
          <EmojiField
            channelId={channelId}
            label={m.forum_settings_reaction()}
            emoji={draft.reaction}
            onChange={(reaction) => onChange({ reaction })}
          />
          {draft.reaction === null ? (
            <span className="muted">{m.forum_settings_reaction_none()}</span>
          ) : (
            <Button variant="ghost" onPress={() => onChange({ reaction: null })}>
              {m.forum_settings_reaction_remove()}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

function Tags({
  channelId,
  tags,
  onChange,
}: {
  channelId: Snowflake;
  tags: readonly TagDraft[];
  onChange: (tags: readonly TagDraft[]) => void;
}) {
  const [fresh, setFresh] = useState<string | null>(null);
  const put = (key: string, change: Partial<TagDraft>) =>
    onChange(tags.map((tag) => (tag.key === key ? { ...tag, ...change } : tag)));
  const move = (at: number, by: 1 | -1) => {
    const tag = tags[at];
    if (tag) onChange(tags.toSpliced(at, 1).toSpliced(at + by, 0, tag));
  };
  function add() {
    const key = crypto.randomUUID();
    setFresh(key);
    onChange([...tags, { key, name: "", emoji: null, moderated: false }]);
  }
  const isFull = tags.length >= LIMITS.forumTags;
  return (
    <fieldset className="field">
      <legend className="label">{m.forum_settings_tags()}</legend>
      <p className="hint">{m.forum_settings_tags_about({ max: LIMITS.tagsPerPost })}</p>
      {tags.length > 0 ? (
        <ol className="tag-edits">
          {tags.map((tag, at) => (
            <li key={tag.key} className="tag-edit">
              <EmojiField
                channelId={channelId}
                label={m.forum_settings_tag_emoji()}
                emoji={tag.emoji}
                onChange={(emoji) => put(tag.key, { emoji })}
              />
              <TextField
                label={m.forum_settings_tag_of({ name: tag.name || String(at + 1) })}
                isLabelHidden
                value={tag.name}
                onChange={(name) => put(tag.key, { name })}
                maxLength={LIMITS.tagName}
                autoFocus={tag.key === fresh}
                autoComplete="off"
              />
              <span className="tag-edit-acts">
                <IconButton
                  icon={ArrowUp}
                  size="sm"
                  label={m.forum_settings_tag_up({ name: tag.name })}
                  isDisabled={at === 0}
                  onPress={() => move(at, -1)}
                />
                <IconButton
                  icon={ArrowDown}
                  size="sm"
                  label={m.forum_settings_tag_down({ name: tag.name })}
                  isDisabled={at === tags.length - 1}
                  onPress={() => move(at, 1)}
                />
                <IconButton
                  icon={X}
                  size="sm"
                  label={m.forum_settings_tag_remove({ name: tag.name })}
                  onPress={() => onChange(tags.filter((one) => one.key !== tag.key))}
                />
              </span>
              <Checkbox
                className="tag-edit-more"
                isSelected={tag.moderated}
                onChange={(moderated) => put(tag.key, { moderated })}
              >
                {m.forum_settings_tag_moderated()}
              </Checkbox>
            </li>
          ))}
        </ol>
      ) : null}
      <div>
        <Button
          icon={Plus}
          onPress={add}
          disabledReason={isFull && m.forum_settings_tag_full({ max: LIMITS.forumTags })}
        >
          {m.forum_settings_tag_add()}
        </Button>
      </div>
    </fieldset>
  );
}

/** An emoji, or none: the picker opens from it. */
export function EmojiField({
  channelId,
  label,
  emoji,
  onChange,
}: {
  /** Whose server's emojis are offered, too; none: only those of Unicode. */
  channelId?: Snowflake;
  label: string;
  emoji: string | null;
  onChange: (emoji: string | null) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label={label}
      className="emoji-pop"
      placement="bottom start"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <EmojiButton
          label={`${label}, ${emoji === null ? m.forum_settings_tag_emoji_none() : wordOf(emoji)}`}
          emoji={emoji}
        />
      }
    >
      <Suspense fallback={<div className="emoji-wait" />}>
        <EmojiPicker
          {...(channelId !== undefined && { channelId })}
          isOwnOnly
          onPick={(char) => {
            setOpen(false);
            onChange(char);
          }}
        />
      </Suspense>
      {emoji === null ? null : (
        <Button
          variant="ghost"
          isWide
          onPress={() => {
            setOpen(false);
            onChange(null);
          }}
        >
          {m.forum_settings_tag_emoji_none()}
        </Button>
      )}
    </Popover>
  );
}

function EmojiButton({
  label,
  emoji,
  ...rest
}: { label: string; emoji: string | null; ref?: Ref<HTMLButtonElement> } & ButtonProps) {
  return (
    <AriaButton {...rest} className="tag-emoji" aria-label={label}>
      {emoji ? <ForumEmoji emoji={emoji} /> : <Icon of={Smile} size={18} />}
    </AriaButton>
  );
}
