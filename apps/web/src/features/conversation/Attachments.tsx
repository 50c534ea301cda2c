import type { APIAttachment, APIMessage } from "@palabre/protocol";
import { Download, FileAudio, FileIcon, FileText, ImageOff } from "lucide-react";
import { memo, type ReactNode, useEffect, useState } from "react";
import { CodeBlock } from "../../code/CodeBlock.tsx";
import { formatBytes } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { api } from "../../state/api.ts";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useConversation } from "./context.ts";
import { covering, extensionOf, kindOf, MEDIA_WIDTH, ownAddress, placeWithin, thumbnail } from "./files.ts";
import { isSpoiler } from "./spoiler.ts";

/** Everything that came with a message: images together, then the rest in order. */
export const Attachments = memo(function Attachments({ message }: { message: APIMessage }) {
  if (message.attachments.length === 0) return null;
  const images = message.attachments.filter((file) => kindOf(file) === "image");
  const rest = message.attachments.filter((file) => kindOf(file) !== "image");
  return (
    <div className="attachments">
      {images.length > 0 ? (
        <div className={classes("gallery", images.length > 1 && "gallery-many")}>
          {images.map((file) => (
            <ImageFile key={file.id} message={message} file={file} isAlone={images.length === 1} />
          ))}
        </div>
      ) : null}
      {rest.map((file) => (
        <OtherFile key={file.id} file={file} />
      ))}
    </div>
  );
});

function ImageFile({
  message,
  file,
  isAlone,
}: {
  message: APIMessage;
  file: APIAttachment;
  isAlone: boolean;
}) {
  const { deeds } = useConversation();
  const { url, hasFailed, fail, again } = useFreshUrl(file.url);
  const [isLoaded, setLoaded] = useState(false);
  const [isShown, setShown] = useState(!isSpoiler(file.filename));
  const width = file.width ?? MEDIA_WIDTH;
  const height = file.height ?? MEDIA_WIDTH;
  const place = isAlone ? placeWithin(width, height) : { width: 216, height: 162 };
  const label = file.description || file.filename;
  const isMoving = file.content_type === "image/gif" || file.content_type === "image/webp";
  const density = Math.min(
    2,
    Math.max(1, typeof devicePixelRatio === "number" ? Math.ceil(devicePixelRatio) : 1),
  );
  const wanted = covering(width, height, place);
  const small = wanted.width * density >= width || isMoving;
  const style = isAlone
    ? { width: place.width, aspectRatio: `${place.width} / ${place.height}` }
    : { aspectRatio: "4 / 3" };
  if (hasFailed) {
    return (
      <div className="media" style={style}>
        <div className="media-ph media-failed" style={{ aspectRatio: "auto" }}>
          <Icon of={ImageOff} size={18} />
          <button type="button" className="link-btn" onClick={again}>
            {m.conversation_image_again()}
          </button>
        </div>
      </div>
    );
  }
  return (
    <figure className={classes("media", !isShown && "is-covered")} style={style}>
      <button
        type="button"
        className="media-open"
        aria-label={isShown ? m.conversation_image_open({ name: label }) : m.conversation_spoiler()}
        onClick={() => (isShown ? deeds.openImage(message, file.id) : setShown(true))}
      >
        {isLoaded ? null : (
          <span className="media-ph" style={placeholderStyle(file)}>
            {place.width > 120 ? `${width} × ${height}` : null}
          </span>
        )}
        <img
          src={small ? url : thumbnail(url, wanted.width, wanted.height, density)}
          alt={file.description ?? ""}
          width={place.width}
          height={place.height}
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setLoaded(true)}
          onError={fail}
        />
        {isShown ? null : <span className="media-cover">{m.conversation_spoiler_word()}</span>}
      </button>
    </figure>
  );
}

function placeholderStyle(file: APIAttachment): React.CSSProperties | undefined {
  const { placeholder } = file as { placeholder?: string };
  return placeholder?.startsWith("data:image/")
    ? { background: `center / cover url("${placeholder}")` }
    : undefined;
}

/** A signed address that may have run out: on the first failure it is renewed, on the second the person is asked. */
function useFreshUrl(original: string) {
  const [url, setUrl] = useState(ownAddress(original));
  const [tries, setTries] = useState(0);
  useEffect(() => {
    setUrl(ownAddress(original));
    setTries(0);
  }, [original]);
  async function renew() {
    try {
      const { refreshed_urls } = await api.messages.refreshUrls([original]);
      setUrl(ownAddress(refreshed_urls[0]?.refreshed ?? original));
    } catch {
      setTries(2);
    }
  }
  function fail() {
    setTries(tries + 1);
    if (tries === 0) void renew();
  }
  function again() {
    setTries(1);
    void renew();
  }
  return { url, hasFailed: tries > 1, fail, again };
}

function OtherFile({ file }: { file: APIAttachment }) {
  const { url, hasFailed, fail } = useFreshUrl(file.url);
  const kind = hasFailed ? "other" : kindOf(file);
  if (kind === "video") {
    const place = placeWithin(file.width ?? MEDIA_WIDTH, file.height ?? 248);
    return (
      <figure
        className="media"
        style={{ width: place.width, aspectRatio: `${place.width} / ${place.height}` }}
      >
        {/* biome-ignore lint/a11y/useMediaCaption: people upload what they have; captions cannot be made up. */}
        <video src={url} controls preload="metadata" playsInline aria-label={file.filename} onError={fail} />
      </figure>
    );
  }
  if (kind === "audio") {
    return (
      <div className="file file-audio">
        <FileHead file={file} url={url} icon={<Icon of={FileAudio} />} />
        {/* biome-ignore lint/a11y/useMediaCaption: as above. */}
        <audio src={url} controls preload="metadata" aria-label={file.filename} onError={fail} />
      </div>
    );
  }
  if (kind === "text") return <TextFile file={file} url={url} />;
  return (
    <div className="file">
      <FileHead file={file} url={url} icon={<Icon of={FileIcon} />} />
    </div>
  );
}

function FileHead({ file, url, icon }: { file: APIAttachment; url: string; icon: ReactNode }) {
  const extension = extensionOf(file.filename);
  return (
    <div className="file-head">
      <span className="ico">{icon}</span>
      <div className="grow">
        <b className="truncate" title={file.filename}>
          {file.filename}
        </b>
        <small className="tnum">
          {formatBytes(file.size)}
          {extension ? ` · ${extension}` : ""}
        </small>
        {file.description ? <small className="file-about">{file.description}</small> : null}
      </div>
      <a
        className="icon-btn"
        href={url}
        download={file.filename}
        aria-label={m.conversation_download({ name: file.filename })}
        title={m.conversation_download({ name: file.filename })}
      >
        <Icon of={Download} />
      </a>
    </div>
  );
}

const texts = new Map<string, string>();
const TEXTS_KEPT = 30;

/** A file of text or code, shown in place. Fetched once while it is about. */
function TextFile({ file, url }: { file: APIAttachment; url: string }) {
  const { hasLineNumbers } = useConversation();
  const [text, setText] = useState(() => texts.get(file.id));
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (texts.has(file.id)) return;
    const abort = new AbortController();
    fetch(url, { signal: abort.signal })
      .then((response) =>
        response.ok ? response.text() : Promise.reject(new Error(String(response.status))),
      )
      .then((body) => {
        if (texts.size >= TEXTS_KEPT) texts.delete(texts.keys().next().value ?? "");
        texts.set(file.id, body);
        setText(body);
      })
      .catch(() => !abort.signal.aborted && setFailed(true));
    return () => abort.abort();
  }, [file.id, url]);
  if (text === undefined || text.includes("\0")) {
    return (
      <div className="file" aria-busy={!hasFailed && text === undefined}>
        <FileHead file={file} url={url} icon={<Icon of={FileText} />} />
      </div>
    );
  }
  return (
    <CodeBlock
      code={text}
      title={file.filename}
      hasLineNumbers={hasLineNumbers}
      actions={
        <>
          <span className="muted tnum code-size">{formatBytes(file.size)}</span>
          <a
            className="btn btn-ghost"
            href={url}
            download={file.filename}
            aria-label={m.conversation_download({ name: file.filename })}
          >
            <Icon of={Download} size={14} />
          </a>
        </>
      }
    />
  );
}
