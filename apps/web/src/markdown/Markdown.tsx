import { createContext, type ReactNode, type SyntheticEvent, useContext, useEffect, useState } from "react";
import { LazyCodeBlock } from "../code/CodeShape.tsx";
import { CustomEmoji } from "../emoji/CustomEmoji.tsx";
import { formatDate, formatDateTime, formatRelative, formatTime } from "../i18n/format.ts";
import { formatLocale } from "../i18n/locale.ts";
import * as m from "../paraglide/messages.js";
import { classes } from "../ui/classes.ts";
import type { Block, Inline, List, TimestampStyle } from "./ast.ts";
import { isJumbo } from "./isJumbo.ts";
import "./markdown.css";

/** What only the place that shows the text knows: who an id is, where a link inside this server leads. */
export interface MarkdownHost {
  user(id: string): ReactNode;
  channel(id: string): ReactNode;
  role?(id: string): ReactNode;
  link?(href: string, children: ReactNode): ReactNode;
  /** A custom emoji was pointed at, or pressed. */
  emoji?(emoji: { id: string; name: string; animated: boolean }, event: SyntheticEvent): void;
  hasLineNumbers?: boolean;
}

const HostContext = createContext<MarkdownHost>({ user: (id) => `@${id}`, channel: (id) => `#${id}` });
export const MarkdownHostProvider = HostContext.Provider;

/** A parsed message as elements. Nothing of it ever passes through HTML. */
export function Markdown({
  blocks,
  end,
}: {
  blocks: readonly Block[] /** Stands after the last words: "(edited)". */;
  end?: ReactNode;
}) {
  const last = blocks.at(-1);
  const endInside = last?.type === "paragraph";
  const jumbo = isJumbo(blocks);
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView
          // biome-ignore lint/suspicious/noArrayIndexKey: the tree is made anew for each version of the text.
          key={index}
          block={block}
          isJumbo={jumbo}
          end={endInside && block === last ? end : undefined}
        />
      ))}
      {endInside || !end ? null : <p className="md-end">{end}</p>}
    </>
  );
}

function BlockView({ block, isJumbo: jumbo, end }: { block: Block; isJumbo?: boolean; end?: ReactNode }) {
  const { hasLineNumbers } = useContext(HostContext);
  switch (block.type) {
    case "paragraph": {
      // A fence inside a spoiler is a block: a <p> could not hold it.
      const Tag = holdsFence(block.children) ? "div" : "p";
      return (
        <Tag className={jumbo ? "md-p md-jumbo" : "md-p"}>
          <Inlines nodes={block.children} />
          {end}
        </Tag>
      );
    }
    case "heading":
      return (
        // biome-ignore lint/a11y/useSemanticElements: <h1> to <h3> belong to the page's own outline, not to a message in it.
        <div role="heading" aria-level={3} className={`md-h md-h${block.level}`}>
          <Inlines nodes={block.children} />
        </div>
      );
    case "subtext":
      return (
        <p className="md-sub">
          <Inlines nodes={block.children} />
        </p>
      );
    case "quote":
      return (
        <blockquote className="md-quote">
          <Markdown blocks={block.children} />
        </blockquote>
      );
    case "list":
      return <ListView list={block} />;
    case "codeBlock":
      return (
        <LazyCodeBlock
          code={block.code}
          lang={block.lang}
          title={block.title}
          hasLineNumbers={hasLineNumbers}
        />
      );
  }
}

function ListView({ list }: { list: List }) {
  const items = list.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: as above.
    <li key={index}>
      <Inlines nodes={item.children} />
      {item.lists.map((inner, each) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        <ListView key={each} list={inner} />
      ))}
    </li>
  ));
  return list.start === null ? (
    <ul className="md-list">{items}</ul>
  ) : (
    <ol className="md-list" start={list.start}>
      {items}
    </ol>
  );
}

function holdsFence(nodes: readonly Inline[]): boolean {
  return nodes.some((node) => node.type === "codeBlock" || ("children" in node && holdsFence(node.children)));
}

function Inlines({ nodes }: { nodes: readonly Inline[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: as above.
  return nodes.map((node, index) => <InlineView key={index} node={node} />);
}

function InlineView({ node }: { node: Inline }) {
  const host = useContext(HostContext);
  switch (node.type) {
    case "text":
      return node.text;
    case "strong":
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      );
    case "underline":
      return (
        <u>
          <Inlines nodes={node.children} />
        </u>
      );
    case "strike":
      return (
        <s>
          <Inlines nodes={node.children} />
        </s>
      );
    case "spoiler":
      return (
        <Spoiler isBlock={holdsFence(node.children)}>
          <Inlines nodes={node.children} />
        </Spoiler>
      );
    case "code":
      return <code className="code-i">{node.code}</code>;
    case "codeBlock":
      return (
        <LazyCodeBlock
          code={node.code}
          lang={node.lang}
          title={node.title}
          hasLineNumbers={host.hasLineNumbers}
        />
      );
    case "link": {
      const children = <Inlines nodes={node.children} />;
      return (
        host.link?.(node.href, children) ?? (
          <a href={node.href} target="_blank" rel="noopener noreferrer nofollow ugc" title={hintOf(node)}>
            {children}
          </a>
        )
      );
    }
    case "user":
      return host.user(node.id);
    case "channel":
      return host.channel(node.id);
    case "role":
      return host.role?.(node.id) ?? <span className="at quiet">@{node.id}</span>;
    case "everyone":
      return <span className="at">@{node.name}</span>;
    case "emoji":
      return <span className="emoji">{node.text}</span>;
    case "customEmoji":
      return (
        <CustomEmoji
          id={node.id}
          name={node.name}
          animated={node.animated}
          onMeet={host.emoji && ((event) => host.emoji?.(node, event))}
        />
      );
    case "timestamp":
      return <Timestamp seconds={node.seconds} style={node.style} />;
  }
}

/** Where a link really leads, unless its own words say so. */
function hintOf(node: Extract<Inline, { type: "link" }>): string | undefined {
  const [only] = node.children;
  return only?.type === "text" && node.href.startsWith(only.text) ? undefined : node.href;
}

function Spoiler({ isBlock, children }: { isBlock: boolean; children: ReactNode }) {
  const [isShown, setShown] = useState(false);
  const Tag = isBlock ? "div" : "span";
  if (isShown)
    return <Tag className={classes("spoiler is-shown", isBlock && "spoiler-block")}>{children}</Tag>;
  const show = () => setShown(true);
  return (
    <Tag
      className={classes("spoiler", isBlock && "spoiler-block")}
      role="button"
      tabIndex={0}
      aria-label={m.conversation_spoiler()}
      onClick={(event: React.MouseEvent) => {
        event.stopPropagation();
        show();
      }}
      onKeyDown={(event: React.KeyboardEvent) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        show();
      }}
    >
      <span className="spoiler-in" inert aria-hidden>
        {children}
      </span>
    </Tag>
  );
}

function Timestamp({ seconds, style }: { seconds: number; style: TimestampStyle }) {
  const at = seconds * 1000;
  useEachMinute(style === "R");
  return (
    <time className="at-time" dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
      {timestampText(at, style)}
    </time>
  );
}

function timestampText(at: number, style: TimestampStyle): string {
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(formatLocale(), options).format(at);
  switch (style) {
    case "t":
      return formatTime(at);
    case "T":
      return say({ timeStyle: "medium" });
    case "d":
      return say({ dateStyle: "short" });
    case "D":
      return formatDate(at);
    case "F":
      return say({ dateStyle: "full", timeStyle: "short" });
    case "s":
      return say({ dateStyle: "short", timeStyle: "short" });
    case "S":
      return say({ dateStyle: "short", timeStyle: "medium" });
    case "R":
      return formatRelative(at);
    case "f":
      return formatDateTime(at);
  }
}

function useEachMinute(isOn: boolean): void {
  const [, turn] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => turn((count) => count + 1), 30_000);
    return () => clearInterval(timer);
  }, [isOn]);
}
