import { LIMITS } from "@palabre/protocol";
import { Minus, Plus } from "lucide-react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { formatPercent } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { type Crop, clampCrop, drawCrop, MAX_ZOOM } from "./crop.ts";
import "./profile.css";

/** Pixels of the frame on screen. */
const FRAME = 280;
const CENTRE: Crop = { zoom: 1, x: 0.5, y: 0.5 };

export interface AvatarEditorProps {
  file: File;
  /** People are round, places square. */
  shape: "round" | "square";
  /** The part chosen, as a data URI. */
  onDone: (picture: string) => void;
  onCancel: () => void;
}

/** Chooses the part of a picture: drag, wheel or pinch; with the keyboard arrows move and + − zoom. */
export function AvatarEditor({ file, shape, onDone, onCancel }: AvatarEditorProps) {
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  const [failure, setFailure] = useState<string | null>(
    file.size > LIMITS.imageUpload ? m.profile_picture_too_large() : null,
  );
  const [crop, setCrop] = useState<Crop>(CENTRE);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const url = URL.createObjectURL(file);
    const picture = new Image();
    picture.onload = () => setImage(picture);
    picture.onerror = () => setFailure(m.profile_picture_unreadable());
    picture.src = url;
    return () => URL.revokeObjectURL(url);
  }, [file]);

  const width = image?.naturalWidth ?? 1;
  const height = image?.naturalHeight ?? 1;
  /** Pixels on screen for one of the picture's. */
  const scale = (FRAME / Math.min(width, height)) * crop.zoom;
  const change = (to: (before: Crop) => Crop) => setCrop((before) => clampCrop(width, height, to(before)));
  const zoom = (factor: number) => change((before) => ({ ...before, zoom: before.zoom * factor }));
  const move = (dx: number, dy: number) =>
    change((before) => ({
      ...before,
      x: before.x - dx / (width * scale),
      y: before.y - dy / (height * scale),
    }));

  // React listens to wheels passively; the page must not scroll under the frame.
  useEffect(() => {
    const element = frame.current;
    if (!element || !image) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      setCrop((before) =>
        clampCrop(image.naturalWidth, image.naturalHeight, {
          ...before,
          zoom: before.zoom * Math.exp(-event.deltaY / 400),
        }),
      );
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [image]);

  function onPointerMove(event: PointerEvent) {
    const held = pointers.current;
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      if (was > 0) zoom(Math.hypot(now.x - other.x, now.y - other.y) / was);
    } else {
      move(now.x - before.x, now.y - before.y);
    }
    held.set(event.pointerId, now);
  }

  const keys: Record<string, () => void> = {
    ArrowLeft: () => move(12, 0),
    ArrowRight: () => move(-12, 0),
    ArrowUp: () => move(0, 12),
    ArrowDown: () => move(0, -12),
    "+": () => zoom(1.1),
    "=": () => zoom(1.1),
    "-": () => zoom(1 / 1.1),
    Home: () => setCrop(CENTRE),
  };

  return (
    <Dialog
      title={shape === "round" ? m.profile_crop_title() : m.rooms_icon()}
      isOpen
      onOpenChange={(open) => open || onCancel()}
      isDismissable={false}
      actions={
        <>
          <Button variant="ghost" onPress={onCancel}>
            {m.common_cancel()}
          </Button>
          {image && !failure ? (
            <Button variant="primary" onPress={() => onDone(drawCrop(image, crop))}>
              {m.profile_crop_use()}
            </Button>
          ) : null}
        </>
      }
    >
      {failure ? (
        <p className="hint-error" role="alert">
          {failure}
        </p>
      ) : (
        <div className="crop">
          {/* biome-ignore lint/a11y/useSemanticElements: no element is a plane that one moves in two directions; the group says its keys */}
          <div
            ref={frame}
            className={classes("crop-frame", `crop-${shape}`)}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the picture, so the frame takes focus
            tabIndex={0}
            role="group"
            aria-label={m.profile_crop_frame()}
            aria-describedby="crop-keys"
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
            }}
            onPointerMove={onPointerMove}
            onPointerUp={(event) => pointers.current.delete(event.pointerId)}
            onPointerCancel={(event) => pointers.current.delete(event.pointerId)}
            onKeyDown={(event) => {
              const act = keys[event.key];
              if (!act) return;
              event.preventDefault();
              act();
            }}
          >
            {image ? (
              <img
                src={image.src}
                alt=""
                draggable={false}
                style={{
                  width: width * scale,
                  height: height * scale,
                  left: FRAME / 2 - crop.x * width * scale,
                  top: FRAME / 2 - crop.y * height * scale,
                }}
              />
            ) : null}
            <i className="crop-mask" aria-hidden />
          </div>
          <div className="crop-zoom">
            <IconButton icon={Minus} label={m.profile_zoom_out()} onPress={() => zoom(1 / 1.25)} />
            <input
              type="range"
              className="range"
              aria-label={m.profile_zoom()}
              aria-valuetext={formatPercent(crop.zoom)}
              min={1}
              max={MAX_ZOOM}
              step={0.01}
              value={crop.zoom}
              onChange={(event) => change((before) => ({ ...before, zoom: Number(event.target.value) }))}
            />
            <IconButton icon={Plus} label={m.profile_zoom_in()} onPress={() => zoom(1.25)} />
          </div>
          <p className="hint" id="crop-keys">
            {m.profile_crop_keys()}
          </p>
        </div>
      )}
    </Dialog>
  );
}
