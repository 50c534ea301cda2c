import type { APIMessage, Snowflake } from "@palabre/protocol";
import { ChevronLeft, ChevronRight, Download, ExternalLink, X } from "lucide-react";
import { useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components/Modal";
import { formatBytes } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { kindOf, ownAddress } from "./files.ts";

/** A message's images, large. Arrows go from one to the next, a press enlarges, Escape closes. */
export function Lightbox({
  message,
  startId,
  onClose,
}: {
  message: APIMessage;
  startId: Snowflake;
  onClose: () => void;
}) {
  const images = message.attachments.filter((file) => kindOf(file) === "image");
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      images.findIndex((file) => file.id === startId),
    ),
  );
  const [isLarge, setLarge] = useState(false);
  const image = images[at];
  if (!image) return null;
  const go = (by: number) => {
    setLarge(false);
    setAt((at + by + images.length) % images.length);
  };
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      isDismissable
      className="overlay lightbox"
    >
      <Modal className="lightbox-modal">
        <Dialog aria-label={image.description || image.filename} className="lightbox-in">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows work wherever focus stands in the dialog. */}
          <div
            className="lightbox-keys"
            onKeyDown={(event) => {
              if (event.key === "ArrowLeft") go(-1);
              else if (event.key === "ArrowRight") go(1);
              else if (event.key === "Home") setAt(0);
              else if (event.key === "End") setAt(images.length - 1);
              else return;
              event.preventDefault();
            }}
          >
            <header className="lightbox-head">
              <span className="grow truncate">
                <b>{image.filename}</b>{" "}
                <span className="muted tnum">
                  {image.width} × {image.height} · {formatBytes(image.size)}
                  {images.length > 1 ? ` · ${at + 1} / ${images.length}` : ""}
                </span>
              </span>
              <a
                className="icon-btn"
                href={ownAddress(image.url)}
                target="_blank"
                rel="noopener noreferrer"
                aria-label={m.conversation_image_original()}
                title={m.conversation_image_original()}
              >
                <Icon of={ExternalLink} />
              </a>
              <a
                className="icon-btn"
                href={ownAddress(image.url)}
                download={image.filename}
                aria-label={m.conversation_download({ name: image.filename })}
                title={m.conversation_download({ name: image.filename })}
              >
                <Icon of={Download} />
              </a>
              <IconButton
                icon={X}
                label={m.common_close()}
                keys="escape"
                onPress={onClose}
                tooltipPlacement="bottom"
                autoFocus
              />
            </header>
            <div className={classes("lightbox-body", isLarge && "is-large")}>
              {images.length > 1 ? (
                <IconButton
                  icon={ChevronLeft}
                  label={m.conversation_image_previous()}
                  keys="arrowleft"
                  size="lg"
                  className="lightbox-previous"
                  onPress={() => go(-1)}
                />
              ) : null}
              <button
                type="button"
                className="lightbox-image"
                aria-label={isLarge ? m.conversation_image_smaller() : m.conversation_image_larger()}
                onClick={() => setLarge(!isLarge)}
              >
                <img
                  key={image.id}
                  src={ownAddress(image.url)}
                  alt={image.description ?? ""}
                  draggable={false}
                />
              </button>
              {images.length > 1 ? (
                <IconButton
                  icon={ChevronRight}
                  label={m.conversation_image_next()}
                  keys="arrowright"
                  size="lg"
                  className="lightbox-next"
                  onPress={() => go(1)}
                />
              ) : null}
            </div>
            {image.description ? <p className="lightbox-about">{image.description}</p> : null}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
