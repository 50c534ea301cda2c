import { LIMITS } from "@palabre/protocol";
import type { APISticker } from "discord-api-types/v10";
import { ImageUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { stickerUrl } from "../../stickers/sticker.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { useSaving } from "./useSaving.ts";

const FIELDS = ["name", "description", "tags", "file"];

/** A picture with its name; of one that is there already the picture stays as it is. */
export function StickerDialog({
  guild,
  sticker,
  onSaved,
  onClose,
}: {
  guild: Guild;
  /** Null for a new one. */
  sticker: APISticker | null;
  onSaved: () => void;
  onClose: () => void;
}) {
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState(sticker?.name ?? "");
  const [description, setDescription] = useState(sticker?.description ?? "");
  const [tags, setTags] = useState(sticker?.tags ?? "");
  const [isMissing, setMissing] = useState(false);
  const { failure, isPending, save } = useSaving();
  const input = useRef<HTMLInputElement>(null);
  const shown = useObjectUrl(file) ?? (sticker && stickerUrl(sticker));
  const isLarge = (file?.size ?? 0) > LIMITS.stickerUpload;

  function choose(chosen: File | undefined) {
    if (!chosen) return;
    setFile(chosen);
    setMissing(false);
    // "ship-it.png" is called "ship it" until somebody says otherwise.
    if (name === "") {
      const base = chosen.name.replace(/\.[^.]*$/, "").replace(/[-_]+/g, " ");
      setName([...base].slice(0, 30).join("").trim());
    }
  }

  async function submit() {
    if (!sticker && !file) return setMissing(true);
    if (isLarge) return;
    const words = { name: name.trim(), description: description.trim(), tags: tags.trim() || name.trim() };
    const went = await save(() =>
      sticker
        ? guildApi.stickers.update(guild.id, sticker.id, words)
        : guildApi.stickers.create(guild.id, { ...words, file: file as File }),
    );
    if (!went) return;
    onSaved();
    onClose();
  }

  const fileError = isMissing
    ? m.sticker_needs_picture()
    : isLarge
      ? m.sticker_error_large()
      : fieldErrorText(failure, "file");
  return (
    <Dialog
      title={sticker ? m.sticker_edit() : m.sticker_new()}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button variant="primary" isPending={isPending} onPress={() => void submit()}>
            {m.common_save()}
          </Button>
        </>
      }
    >
      <form
        className="rule-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="sticker-field">
          {sticker ? (
            <img className="sticker-preview" src={shown ?? ""} alt="" />
          ) : (
            // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same; files may be dropped besides.
            <div
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault();
                choose(event.dataTransfer.files[0]);
              }}
            >
              <AriaButton
                className="sticker-preview"
                aria-label={m.sticker_choose()}
                onPress={() => input.current?.click()}
              >
                {shown ? <img src={shown} alt="" /> : <Icon of={ImageUp} size={22} />}
              </AriaButton>
            </div>
          )}
          {sticker ? null : (
            <div className="sticker-choose">
              <Button size="sm" icon={ImageUp} onPress={() => input.current?.click()}>
                {file ? m.sticker_choose_other() : m.sticker_choose()}
              </Button>
              <p className="hint">{m.sticker_kinds()}</p>
              {fileError ? (
                <p className="hint-error" role="alert">
                  {fileError}
                </p>
              ) : null}
            </div>
          )}
          <input
            ref={input}
            type="file"
            hidden
            aria-label={m.sticker_picture()}
            accept="image/png,image/apng,image/gif,image/webp"
            onChange={(event) => {
              choose(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </div>
        <TextField
          label={m.audit_key_name()}
          value={name}
          onChange={setName}
          maxLength={30}
          error={fieldErrorText(failure, "name")}
        />
        <TextField
          label={m.sticker_about()}
          hint={m.sticker_about_hint()}
          value={description}
          onChange={setDescription}
          maxLength={100}
          error={fieldErrorText(failure, "description")}
        />
        <TextField
          label={m.sticker_tags()}
          hint={m.sticker_tags_hint()}
          value={tags}
          onChange={setTags}
          maxLength={200}
          error={fieldErrorText(failure, "tags")}
        />
        <FormFailure failure={failure} fields={FIELDS} />
      </form>
    </Dialog>
  );
}

/** The address of a chosen file, for as long as it is chosen. */
function useObjectUrl(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return setUrl(null);
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
