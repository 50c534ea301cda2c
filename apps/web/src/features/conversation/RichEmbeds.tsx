import type { APIMessage } from "@palabre/protocol";
import { type APIEmbed, MessageFlags } from "discord-api-types/v10";
import { ImageIcon } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { formatDateTime } from "../../i18n/format.ts";
import { Markdown } from "../../markdown/Markdown.tsx";
import { safeHref } from "../../markdown/safeHref.ts";
import * as m from "../../paraglide/messages.js";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { parseCached } from "./parseCached.ts";
import "./rich-embeds.css";

/** What programs put beside the words of a message. Pictures are links: loading one would tell its host who reads. */
export function RichEmbeds({ message }: { message: APIMessage }) {
  if (((message.flags ?? 0) & MessageFlags.SuppressEmbeds) !== 0) return null;
  return message.embeds.map((embed, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: embeds have no ids, and come anew as a whole.
    <RichEmbed key={index} embed={embed} />
  ));
}

function RichEmbed({ embed }: { embed: APIEmbed }) {
  const { title, description, url, color, author, fields = [], footer, timestamp } = embed;
  const image = safeHref(embed.image?.url ?? embed.thumbnail?.url ?? "");
  const style = color
    ? ({ "--embed": `#${color.toString(16).padStart(6, "0")}` } as CSSProperties)
    : undefined;
  const foot = [footer?.text, timestamp ? formatDateTime(timestamp) : ""].filter(Boolean).join(" · ");
  return (
    <div className="rich-embed" style={style}>
      {author ? (
        <div className="re-author">
          <Linked url={author.url}>{author.name}</Linked>
        </div>
      ) : null}
      {title ? (
        <div className="re-title">
          <Linked url={url}>{title}</Linked>
        </div>
      ) : null}
      {description ? (
        <div className="re-text">
          <Markdown blocks={parseCached(description)} />
        </div>
      ) : null}
      {fields.length > 0 ? (
        <dl className="re-fields">
          {fields.map(({ name, value, inline }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <div key={index} className={classes(inline && "is-inline")}>
              <dt>{name}</dt>
              <dd>
                <Markdown blocks={parseCached(value)} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {image ? (
        <div className="re-image">
          <Icon of={ImageIcon} size={14} />
          <Linked url={image}>{m.webhook_embed_picture({ host: new URL(image).hostname })}</Linked>
        </div>
      ) : null}
      {foot ? <div className="re-foot">{foot}</div> : null}
    </div>
  );
}

function Linked({ url, children }: { url: string | undefined; children: ReactNode }) {
  const href = safeHref(url ?? "");
  if (href === null) return children;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
