import { compareSnowflakes, type GuildChannel, type Snowflake, type ThreadChannel } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Archive, Ellipsis, Lock, MessageCircle, Pin } from "lucide-react";
import { memo, useState } from "react";
import { emojiParts, emojiText, sameEmoji } from "../../emoji/text.ts";
import { formatNumber, formatStamp } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { knowThread } from "../../state/actions/threads.ts";
import { api } from "../../state/api.ts";
import { useMember } from "../../state/guilds.ts";
import { hasBits, usePermissions } from "../../state/permissions.ts";
import { nameOf, useSelf, useUnread, useUser } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu, type MenuEntry } from "../../ui/Menu.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Tag } from "../../ui/Tag.tsx";
import type { ContextMenuProps } from "../../ui/useContextMenu.tsx";
import { kindOf, ownAddress, thumbnail } from "../conversation/files.ts";
import { linePreview } from "../conversation/mentions.tsx";
import { isSpoiler } from "../conversation/spoiler.ts";
import { attempt } from "../friends/actions.ts";
import { lastTime } from "../threads/threadRights.ts";
import { ForumEmoji, forumEmoji } from "./ForumEmoji.tsx";
import { type FirstMessage, useFirstMessage } from "./firstMessages.ts";
import { isPinned, tagsOf } from "./posts.ts";
import { TagWords } from "./TagChips.tsx";

type Items = (post: ThreadChannel) => Promise<readonly MenuEntry[]>;

/** A post: its title, who began it and how, its tags, what came of it. */
export const PostRow = memo(function PostRow({
  post,
  forum,
  seen,
  menuOf,
  itemsOf,
}: {
  post: ThreadChannel;
  forum: GuildChannel;
  /** Posts after this one are new to whoever looks. */
  seen: Snowflake | null;
  menuOf: (label: string, items: () => Promise<readonly MenuEntry[]>) => ContextMenuProps;
  itemsOf: Items;
}) {
  const self = useSelf();
  const first = useFirstMessage(post.id);
  const { unread } = useUnread(post.id);
  const { archived, locked } = post.thread_metadata;
  const isOwn = post.owner_id === self.id;
  const isNew = !archived && !isOwn && (seen === null || compareSnowflakes(post.id, seen) > 0);
  const label = m.forum_post_actions({ name: post.name });
  const tags = tagsOf(post, forum);
  return (
    <li
      className={classes("post", ((unread && !archived) || isNew) && "is-unread", archived && "is-closed")}
      {...menuOf(label, () => itemsOf(post))}
    >
      <div className="post-in">
        <h3 className="post-title">
          {isPinned(post) ? <Icon of={Pin} size={14} className="post-pin" /> : null}
          {isPinned(post) ? <span className="vh">{m.forum_is_pinned()}</span> : null}
          <Link
            to="/channels/$guildId/$channelId/{-$messageId}"
            params={{ guildId: post.guild_id, channelId: post.id, messageId: undefined }}
            className="post-link"
            onClick={() => knowThread(post)}
          >
            {post.name}
          </Link>
          {isNew ? <Tag tone="accent">{m.forum_is_new()}</Tag> : null}
          {unread && !isNew && !archived ? <span className="vh">{m.common_unread()}</span> : null}
        </h3>
        <Beginning post={post} first={first} />
        <div className="post-foot">
          {tags.length > 0 ? (
            <ul className="post-tags" aria-label={m.forum_tags()}>
              {tags.map((tag) => (
                <li key={tag.id} className="tag post-tag">
                  <TagWords tag={tag} />
                </li>
              ))}
            </ul>
          ) : null}
          <Reaction post={post} forum={forum} first={first} />
          <span className="post-fact tnum" title={m.forum_answers({ count: post.message_count })}>
            <Icon of={MessageCircle} size={14} />
            <span aria-hidden>{formatNumber(post.message_count)}</span>
            <span className="vh">{m.forum_answers({ count: post.message_count })}</span>
          </span>
          <time className="post-fact" dateTime={new Date(lastTime(post)).toISOString()}>
            {post.message_count > 0
              ? m.forum_active({ time: formatStamp(lastTime(post)) })
              : m.forum_posted({ time: formatStamp(lastTime(post)) })}
          </time>
          {archived ? (
            <span className="post-fact">
              <Icon of={Archive} size={14} />
              {m.forum_is_closed()}
            </span>
          ) : null}
          {locked ? (
            <span className="post-fact">
              <Icon of={Lock} size={14} />
              {m.forum_is_locked()}
            </span>
          ) : null}
        </div>
      </div>
      <Picture first={first} />
      <div className="post-more">
        <Menu
          label={label}
          placement="bottom end"
          items={() => itemsOf(post)}
          trigger={<IconButton icon={Ellipsis} size="sm" label={label} />}
        />
      </div>
    </li>
  );
});

/** Who began it, and how. */
function Beginning({ post, first }: { post: ThreadChannel; first: FirstMessage }) {
  const known = useUser(post.owner_id);
  const member = useMember(post.guild_id, post.owner_id);
  const user = known ?? member?.user ?? first?.author;
  return (
    <p className="post-line">
      {user ? <Avatar user={user} size={20} /> : null}
      <span className="post-words">
        <b>{user ? nameOf(user, member?.nick) : m.forum_author_gone()}</b>{" "}
        {first === undefined ? (
          <Skeleton width="60%" />
        ) : first === null ? (
          <i className="muted">{m.forum_first_gone()}</i>
        ) : (
          linePreview(first, post.guild_id) ||
          (first.attachments.length > 0 ? m.forum_only_files({ count: first.attachments.length }) : "")
        )}
      </span>
    </p>
  );
}

/** The reaction that the forum offers, else the one most gave. */
function Reaction({ post, forum, first }: { post: ThreadChannel; forum: GuildChannel; first: FirstMessage }) {
  const held = usePermissions(post.id);
  const offered = forumEmoji(forum.default_reaction_emoji);
  const all = first?.reactions ?? [];
  const top = [...all].sort((a, b) => b.count - a.count)[0];
  const emoji = offered ?? (top ? emojiText(top.emoji) : null);
  if (!first || emoji === null) return null;
  const parts = emojiParts(emoji);
  const word = parts.id === null ? emoji : `:${parts.name}:`;
  const { count = 0, me = false } = all.find((one) => sameEmoji(one.emoji, parts)) ?? {};
  const may = !post.thread_metadata.archived && (me || count > 0 || hasBits(held, P.AddReactions));
  if (!may && count === 0) return null;
  const { add, remove } = api.reactions;
  return (
    <button
      type="button"
      className={classes("react post-react", me && "is-mine")}
      aria-pressed={me}
      aria-label={count > 0 ? m.forum_reactions({ emoji: word, count }) : m.forum_react({ emoji: word })}
      disabled={!may}
      onClick={() => void attempt(() => (me ? remove : add)(post.id, post.id, emoji))}
    >
      <span aria-hidden>
        <ForumEmoji emoji={emoji} />
      </span>
      {count > 0 ? <span className="tnum">{formatNumber(count)}</span> : null}
    </button>
  );
}

/** Pixels of the picture at the right, at two dots each. */
const SIDE = 72;

/** The first picture that came with it, unless it is covered. */
function Picture({ first }: { first: FirstMessage }) {
  const file = first?.attachments.find((one) => kindOf(one) === "image" && !isSpoiler(one.filename));
  const [broken, setBroken] = useState<string | null>(null);
  if (!file || broken === file.url) return null;
  const scale = Math.max(SIDE / (file.width ?? SIDE), SIDE / (file.height ?? SIDE));
  const width = Math.ceil((file.width ?? SIDE) * scale);
  const height = Math.ceil((file.height ?? SIDE) * scale);
  return (
    <img
      className="post-picture"
      src={thumbnail(ownAddress(file.url), width, height, 2)}
      alt={file.description ?? ""}
      width={SIDE}
      height={SIDE}
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setBroken(file.url)}
    />
  );
}
