import type { GuildChannel } from "@palabre/protocol";
import { ChevronDown, Ellipsis, SquarePen } from "lucide-react";
import { Suspense, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { MarkdownHostProvider } from "../../markdown/Markdown.tsx";
import * as m from "../../paraglide/messages.js";
import { useGuildChannels } from "../../state/guilds.ts";
import { isOpenToAll } from "../../state/permissions.ts";
import { useSelector, useSettings } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { ConversationContext } from "../conversation/context.ts";
import { MessageText } from "../conversation/MessageText.tsx";
import { useMarkdownHost } from "../conversation/mentions.tsx";
import { channelIcon } from "../servers/channelIcon.ts";
import { channelMenu } from "../servers/channelMenu.ts";
import { ForumTools } from "./ForumTools.tsx";
import { isFolded, keep, keepFolded, keptOf } from "./kept.ts";
import { PAGE, PostList } from "./PostList.tsx";
import { activePosts, usualSort, type Wish } from "./posts.ts";
import { useForumConversation } from "./useForumConversation.ts";
import { useForumReading } from "./useForumReading.ts";
import "./forum.css";
import { lazyPart } from "../../ui/lazyPart.ts";

const NewPost = lazyPart(() => import("./NewPost.tsx").then((x) => x.NewPost));

/** A forum: its guidelines, its posts, and the place where one writes a new one. */
export function ForumPage({ channel, onBack }: { channel: GuildChannel; onBack: () => void }) {
  const before = keptOf(channel.id);
  const [chosen, setWish] = useState<Partial<Wish>>(before?.wish ?? {});
  const [shown, setShown] = useState(before?.shown ?? PAGE);
  const [isWriting, setWriting] = useState(false);
  const value = useForumConversation(channel);
  const host = useMarkdownHost(channel.guild_id, useSettings().code_line_numbers);
  const channels = useGuildChannels(channel.guild_id);
  const isLocked = useSelector((state) => !isOpenToAll(state, channel.guild_id, channel.id));
  const seen = useForumReading(channel.id);
  const body = useRef<HTMLDivElement>(null);
  const door = useRef<HTMLButtonElement>(null);
  const usual = usualSort(channel);
  const { query = "", tags = NONE, sort = usual } = chosen;
  const available = channel.available_tags ?? NO_TAGS;
  const wish = useMemo(
    () => ({ query, sort, tags: tags.filter((id) => available.some((tag) => tag.id === id)) }),
    [query, sort, tags, available],
  );
  const posts = useMemo(
    () => activePosts(Object.values(channels), channel.id, wish),
    [channels, channel.id, wish],
  );

  const latest = useRef({ wish, shown });
  latest.current = { wish, shown };
  const top = before?.top ?? 0;
  useLayoutEffect(() => {
    if (body.current && top > 0) body.current.scrollTop = top;
  }, [top]);
  useEffect(() => {
    const element = body.current;
    return () => keep(channel.id, { ...latest.current, top: element?.scrollTop ?? 0 });
  }, [channel.id]);

  const change = (next: Partial<Wish>) => {
    setWish((now) => ({ ...now, ...next }));
    setShown(PAGE);
  };
  const { refusal } = value.can;
  const write = () => {
    setWriting(true);
    body.current?.scrollTo({ top: 0 });
  };
  const leave = () => {
    setWriting(false);
    requestAnimationFrame(() => door.current?.focus());
  };

  return (
    <ConversationContext value={value}>
      <MarkdownHostProvider value={host}>
        <main className="main forum">
          <PaneHeader
            onBack={onBack}
            lead={<Icon of={channelIcon(channel, isLocked)} className="muted" />}
            title={channel.name}
          >
            <Button
              ref={door}
              variant="primary"
              size="sm"
              icon={SquarePen}
              className="forum-new"
              disabledReason={refusal}
              isDisabled={isWriting}
              onPress={write}
            >
              {m.forum_new()}
            </Button>
            <Menu
              label={m.forum_actions()}
              placement="bottom end"
              items={() => channelMenu(channel)}
              trigger={<IconButton icon={Ellipsis} label={m.forum_actions()} tooltipPlacement="bottom" />}
            />
          </PaneHeader>
          <div className="forum-body scroll" ref={body}>
            <div className="forum-in">
              {channel.topic ? <Guidelines key={channel.topic} id={channel.id} text={channel.topic} /> : null}
              {isWriting ? (
                <Suspense fallback={<div className="post-form is-coming" />}>
                  <NewPost forum={channel} onClose={leave} />
                </Suspense>
              ) : null}
              <ForumTools forum={channel} wish={wish} onChange={change} found={posts.length} />
              <PostList
                forum={channel}
                posts={posts}
                wish={wish}
                seen={seen}
                shown={shown}
                onShown={setShown}
                nothing={
                  wish.query.trim() !== "" || wish.tags.length > 0 ? (
                    <EmptyState
                      tone="muted"
                      level={2}
                      title={m.forum_none()}
                      actions={
                        <Button onPress={() => change({ query: "", tags: [] })}>{m.forum_clear()}</Button>
                      }
                    >
                      {m.forum_none_about()}
                    </EmptyState>
                  ) : isWriting ? null : (
                    <EmptyState
                      level={2}
                      title={m.forum_empty()}
                      actions={
                        refusal === null ? (
                          <Button variant="primary" icon={SquarePen} onPress={write}>
                            {m.forum_new()}
                          </Button>
                        ) : null
                      }
                    >
                      {m.forum_empty_about()}
                    </EmptyState>
                  )
                }
              />
            </div>
          </div>
        </main>
      </MarkdownHostProvider>
    </ConversationContext>
  );
}

const NONE: readonly string[] = [];
const NO_TAGS: NonNullable<GuildChannel["available_tags"]> = [];

/** What is asked of whoever posts; folded by whoever knows it. */
function Guidelines({ id, text }: { id: string; text: string }) {
  const [isOpen, setOpen] = useState(() => !isFolded(id, text));
  const content = useId();
  return (
    <section className="guidelines">
      <h2>
        <button
          type="button"
          className="guidelines-door"
          aria-expanded={isOpen}
          aria-controls={content}
          onClick={() => {
            setOpen(!isOpen);
            keepFolded(id, text, isOpen);
          }}
        >
          <Icon of={ChevronDown} size={16} className={isOpen ? undefined : "is-closed"} />
          {m.forum_guidelines()}
        </button>
      </h2>
      <div id={content} className="guidelines-text" hidden={!isOpen}>
        <MessageText content={text} />
      </div>
    </section>
  );
}
