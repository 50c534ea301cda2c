import type { APIAttachment, APIMessage } from "@palabre/protocol";
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APIMessageTopLevelComponent,
  type APISectionComponent,
  type APIUnfurledMediaItem,
  ButtonStyle,
  ComponentType,
  SeparatorSpacingSize,
} from "discord-api-types/v10";
import { ExternalLink, ImageIcon } from "lucide-react";
import { type CSSProperties, type ReactNode, Suspense, useMemo, useState } from "react";
import { CustomEmoji } from "../../emoji/CustomEmoji.tsx";
import { Markdown } from "../../markdown/Markdown.tsx";
import { safeHref } from "../../markdown/safeHref.ts";
import * as m from "../../paraglide/messages.js";
import { Button, buttonClass } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { useConversation } from "../conversation/context.ts";
import { ownAddress, thumbnail } from "../conversation/files.ts";
import { Attachments } from "../conversation/LazyAttachments.tsx";
import { parseCached } from "../conversation/parseCached.ts";
import { isSpoiler, withSpoiler } from "../conversation/spoiler.ts";
import { press, usePress } from "./interact.ts";

const SelectPart = lazyPart(() => import("./SelectPart.tsx").then((x) => x.SelectPart));

/** CSS pixels of the picture beside a text, and for how many of the screen's. */
const THUMBNAIL = 88;

/** A message's components, in their order. */
export function Parts({
  message,
  components,
}: {
  message: APIMessage;
  components: readonly (APIMessageTopLevelComponent | APIComponentInContainer)[];
}) {
  return components.map((component, index) => (
    // A part that is replaced by one of its kind stays where it is, with the focus in it.
    // biome-ignore lint/suspicious/noArrayIndexKey: parts come anew as a whole, and are known by their place.
    <Part key={`${index} ${component.type}`} message={message} component={component} />
  ));
}

function Part({
  message,
  component,
}: {
  message: APIMessage;
  component: APIMessageTopLevelComponent | APIComponentInContainer;
}): ReactNode {
  switch (component.type) {
    case ComponentType.ActionRow:
      return <Row message={message} row={component} />;
    case ComponentType.TextDisplay:
      return <Text content={component.content} />;
    case ComponentType.Section:
      return <Section message={message} section={component} />;
    case ComponentType.MediaGallery:
      return <Gallery message={message} items={component.items} />;
    case ComponentType.File: {
      const { file, spoiler = false } = component;
      return (
        <Covered isOn={spoiler}>
          <Gallery message={message} items={[{ media: file }]} />
        </Covered>
      );
    }
    case ComponentType.Separator: {
      const { divider = true, spacing } = component;
      const isLarge = spacing === SeparatorSpacingSize.Large;
      return divider ? (
        <hr className={classes("bot-rule", isLarge && "is-large")} />
      ) : (
        <div className={classes("bot-gap", isLarge && "is-large")} />
      );
    }
    case ComponentType.Container:
      return <Container message={message} container={component} />;
    default:
      // Of a newer server: what this page cannot draw it leaves out.
      return null;
  }
}

function Text({ content }: { content: string }) {
  return (
    <div className="bot-text">
      <Markdown blocks={parseCached(content)} />
    </div>
  );
}

function Container({ message, container }: { message: APIMessage; container: APIContainerComponent }) {
  const { accent_color: color, spoiler = false, components } = container;
  const hasColor = color !== null && color !== undefined;
  const style = hasColor
    ? ({ "--edge": `#${color.toString(16).padStart(6, "0")}` } as CSSProperties)
    : undefined;
  return (
    <Covered isOn={spoiler} isWide>
      <div className={classes("bot-card", hasColor && "has-color")} style={style}>
        <Parts message={message} components={components} />
      </div>
    </Covered>
  );
}

function Section({ message, section }: { message: APIMessage; section: APISectionComponent }) {
  const { components, accessory } = section;
  return (
    <div className="bot-section">
      <div className="bot-section-text">
        {components.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <Text key={index} content={text.content} />
        ))}
      </div>
      {accessory.type === ComponentType.Button ? (
        <ButtonPart message={message} button={accessory} />
      ) : (
        <Thumbnail
          message={message}
          media={accessory.media}
          description={accessory.description ?? null}
          spoiler={accessory.spoiler ?? false}
        />
      )}
    </div>
  );
}

function Row({
  message,
  row,
}: {
  message: APIMessage;
  row: APIActionRowComponent<APIComponentInMessageActionRow>;
}) {
  return (
    <div className="bot-row">
      {row.components.map((component, index) =>
        component.type === ComponentType.Button ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <ButtonPart key={index} message={message} button={component} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <Suspense key={index} fallback={<div className="input input-select bot-select" aria-busy />}>
            <SelectPart message={message} select={component} />
          </Suspense>
        ),
      )}
    </div>
  );
}

const VARIANTS = {
  [ButtonStyle.Primary]: "primary",
  [ButtonStyle.Danger]: "danger",
} as const;

function ButtonPart({ message, button }: { message: APIMessage; button: APIButtonComponent }) {
  const { guildId, channel } = useConversation();
  const { waiting } = usePress(message.id);
  if (button.style === ButtonStyle.Premium) return null;
  const { label, emoji, disabled = false } = button;
  const words = (
    <>
      {emoji?.name ? (
        <span className="bot-emoji" aria-hidden={label ? true : undefined}>
          {emoji.id ? <CustomEmoji id={emoji.id} name={emoji.name} animated={emoji.animated} /> : emoji.name}
        </span>
      ) : null}
      {label ? <span className="truncate">{label}</span> : null}
    </>
  );
  if (button.style === ButtonStyle.Link) {
    const href = safeHref(button.url);
    if (href === null || disabled) {
      return <Button isDisabled>{words}</Button>;
    }
    return (
      <a className={buttonClass()} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {words}
        <Icon of={ExternalLink} size={14} />
        <span className="vh">{m.components_new_tab()}</span>
      </a>
    );
  }
  const { custom_id, style, type } = button;
  const isWaiting = waiting.includes(custom_id);
  return (
    <Button
      variant={style === ButtonStyle.Primary || style === ButtonStyle.Danger ? VARIANTS[style] : "secondary"}
      className={classes(style === ButtonStyle.Success && "btn-success", isWaiting && "is-waiting")}
      isDisabled={disabled}
      isPending={isWaiting}
      onPress={() =>
        void press({
          applicationId: message.application_id ?? message.author.id,
          guildId,
          channelId: channel.id,
          messageId: message.id,
          component: { type, custom_id },
        })
      }
    >
      {words}
      {isWaiting ? <Waiting /> : null}
    </Button>
  );
}

function Waiting() {
  return (
    <span className="bot-waiting">
      <span className="bot-dots" aria-hidden>
        <i />
        <i />
        <i />
      </span>
      <span className="vh">{m.components_waiting()}</span>
    </span>
  );
}

interface Item {
  media: APIUnfurledMediaItem;
  description?: string | null;
  spoiler?: boolean;
}

/** The file of the message that a part shows, under the part's own description and cover. */
function fileOf(message: APIMessage, { media, description, spoiler }: Item): APIAttachment | undefined {
  const file = message.attachments.find(({ id }) => id === media.attachment_id);
  return (
    file && {
      ...file,
      ...(description ? { description } : {}),
      filename: withSpoiler(file.filename, Boolean(spoiler) || isSpoiler(file.filename)),
    }
  );
}

/** Files of the message are shown; what lies elsewhere is a link: loading it would tell its host who reads. */
function Gallery({ message, items }: { message: APIMessage; items: readonly Item[] }) {
  const shown = useMemo(
    () => ({ ...message, attachments: items.flatMap((item) => fileOf(message, item) ?? []) }),
    [message, items],
  );
  const others = items.filter(({ media }) => media.attachment_id === undefined);
  return (
    <div className={classes("bot-gallery", shown.attachments.length > 2 && "is-many")}>
      <Attachments message={shown} />
      {others.length > 0 ? (
        <ul className="bot-links">
          {others.map(({ media, description }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <li key={index}>
              <MediaLink url={media.url} description={description ?? null} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function MediaLink({ url, description }: { url: string; description: string | null }) {
  const href = safeHref(url);
  if (href === null) return null;
  const host = new URL(href).hostname;
  return (
    <a className="bot-link" href={href} target="_blank" rel="noopener noreferrer nofollow">
      <Icon of={ImageIcon} size={16} />
      <span className="grow truncate">{description || m.webhook_embed_picture({ host })}</span>
      {description ? <small>{host}</small> : null}
    </a>
  );
}

function Thumbnail({ message, media, description, spoiler }: { message: APIMessage } & Required<Item>) {
  const { deeds } = useConversation();
  const [isShown, setShown] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const file = fileOf(message, { media, description, spoiler });
  if (!file) {
    return (
      <div className="bot-thumb-link">
        <MediaLink url={media.url} description={description} />
      </div>
    );
  }
  const isCovered = isSpoiler(file.filename) && !isShown;
  const label = file.description || file.filename;
  const address = ownAddress(file.url);
  const isSmall = (file.width ?? 0) <= THUMBNAIL * 2;
  return (
    <button
      type="button"
      className={classes("bot-thumb media", isCovered && "is-covered")}
      aria-label={isCovered ? m.conversation_spoiler() : m.conversation_image_open({ name: label })}
      onClick={() =>
        isCovered ? setShown(true) : deeds.openImage({ ...message, attachments: [file] }, file.id)
      }
    >
      {isBroken ? (
        <Icon of={ImageIcon} size={22} />
      ) : (
        <img
          src={isSmall ? address : thumbnail(address, THUMBNAIL, THUMBNAIL, 2)}
          alt=""
          width={THUMBNAIL}
          height={THUMBNAIL}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
        />
      )}
      {isCovered ? <span className="media-cover">{m.conversation_spoiler_word()}</span> : null}
    </button>
  );
}

/** Hides what it holds until somebody asks to see it. */
function Covered({ isOn, isWide, children }: { isOn: boolean; isWide?: boolean; children: ReactNode }) {
  const [isShown, setShown] = useState(false);
  if (!isOn || isShown) return children;
  return (
    <div className={classes("bot-covered", isWide && "is-wide")}>
      <div inert aria-hidden>
        {children}
      </div>
      <button
        type="button"
        className="media-cover"
        aria-label={m.conversation_spoiler()}
        onClick={() => setShown(true)}
      >
        {m.conversation_spoiler_word()}
      </button>
    </div>
  );
}
