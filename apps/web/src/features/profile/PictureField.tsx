import { ImageUp, Trash2 } from "lucide-react";
import { type ReactNode, Suspense, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import "./profile.css";
import { lazyPart } from "../../ui/lazyPart.ts";

const AvatarEditor = lazyPart(() => import("./AvatarEditor.tsx").then((module) => module.AvatarEditor));

/** Shows a picture 72 px wide; a press, or a file dropped on it, chooses another, which is then cropped. */
export function PictureField({
  label,
  shape,
  value,
  onChange,
  fallback,
  isRoomy,
}: {
  label: string;
  shape: "round" | "square";
  /** Its address, or null for the fallback. */
  value: string | null;
  /** A data URI, or null to remove it. */
  onChange: (picture: string | null) => void;
  /** Drawn when there is none. Null: a place to drop one. */
  fallback: ReactNode;
  /** Says in words, beside the picture, what can be done. */
  isRoomy?: boolean;
}) {
  const [file, setFile] = useState<File | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const choose = () => input.current?.click();
  return (
    <div className="picture-field">
      <AriaButton className={classes("picture", `picture-${shape}`)} aria-label={label} onPress={choose}>
        {value ? <img src={value} alt="" /> : (fallback ?? <Icon of={ImageUp} size={22} />)}
        <span className="picture-over" aria-hidden>
          <Icon of={ImageUp} />
        </span>
      </AriaButton>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
        data-picture={shape}
        onChange={(event) => {
          setFile(event.target.files?.[0] ?? null);
          event.target.value = "";
        }}
      />
      {isRoomy ? (
        <span className="picture-acts">
          <span className="row">
            <Button size="sm" icon={ImageUp} onPress={choose}>
              {m.profile_picture_choose()}
            </Button>
            {value ? (
              <Button size="sm" variant="ghost" icon={Trash2} onPress={() => onChange(null)}>
                {m.common_remove()}
              </Button>
            ) : null}
          </span>
          <span className="hint">{m.profile_picture_kinds()}</span>
        </span>
      ) : value ? (
        <IconButton
          icon={Trash2}
          size="sm"
          label={m.profile_picture_remove()}
          onPress={() => onChange(null)}
        />
      ) : null}
      {file ? (
        <Suspense>
          <AvatarEditor
            file={file}
            shape={shape}
            onCancel={() => setFile(null)}
            onDone={(picture) => {
              setFile(null);
              onChange(picture);
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
