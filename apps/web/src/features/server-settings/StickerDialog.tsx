import { LIMITS } from "@palabre/protocol";
import type { APISticker } from "discord-api-types/v10";
import { ImageUp } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { stickerUrl } from "../../stickers/sticker.ts";
import { Button } from "../../ui/Button.tsx";
import { FormDialog } from "../../ui/FormDialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { FileHint, FileInput, useExpressionFile } from "./useExpressionFile.tsx";
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
  const file = useExpressionFile({ before: sticker, largest: LIMITS.stickerUpload, longest: 30 });
  const [description, setDescription] = useState(sticker?.description ?? "");
  const [tags, setTags] = useState(sticker?.tags ?? "");
  const { failure, isPending, save } = useSaving();
  const shown = file.url ?? (sticker && stickerUrl(sticker));
  const error = file.error(m.sticker_needs_picture(), fieldErrorText(failure, "file"));

  async function submit() {
    if (!file.isReady()) return;
    const name = file.name.trim();
    const words = { name, description: description.trim(), tags: tags.trim() || name };
    const went = await save(() =>
      sticker
        ? guildApi.stickers.update(guild.id, sticker.id, words)
        : guildApi.stickers.create(guild.id, { ...words, file: file.file as File }),
    );
    if (!went) return;
    onSaved();
    onClose();
  }

  return (
    <FormDialog
      title={sticker ? m.sticker_edit() : m.sticker_new()}
      isPending={isPending}
      onSave={() => void submit()}
      onClose={onClose}
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
              file.choose(event.dataTransfer.files[0]);
            }}
          >
            <AriaButton className="sticker-preview" aria-label={m.sticker_choose()} onPress={file.open}>
              {shown ? <img src={shown} alt="" /> : <Icon of={ImageUp} size={22} />}
            </AriaButton>
          </div>
        )}
        {sticker ? null : (
          <div className="sticker-choose">
            <Button size="sm" icon={ImageUp} onPress={file.open}>
              {file.file ? m.sticker_choose_other() : m.sticker_choose()}
            </Button>
            <FileHint hint={m.sticker_kinds()} error={error} />
          </div>
        )}
        <FileInput
          file={file}
          label={m.sticker_picture()}
          accept="image/png,image/apng,image/gif,image/webp"
          onChoose={file.choose}
        />
      </div>
      <TextField
        label={m.audit_key_name()}
        value={file.name}
        onChange={file.setName}
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
    </FormDialog>
  );
}
