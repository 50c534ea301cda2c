import type { Ref } from "react";
import type { ComposerProps } from "../conversation/composer/Composer.tsx";
import type { EditorHandle } from "../conversation/composer/Editor.tsx";
import { CommandBar } from "./CommandBar.tsx";
import { type ChosenCommand, CommandForm } from "./CommandForm.tsx";

/** Commands of bots in a composer: those that wait for an answer, and the one that is filled in. */
export function Commands({
  chosen,
  onChoose,
  ref,
  ...props
}: Pick<ComposerProps, "channelId" | "files" | "onFiles" | "onRemoveFile"> & {
  chosen: ChosenCommand | null;
  /** Null: back to words; `rest` is what then stands there. */
  onChoose: (chosen: ChosenCommand | null, rest?: string) => void;
  ref: Ref<EditorHandle>;
}) {
  return (
    <>
      <CommandBar channelId={props.channelId} onChange={onChoose} />
      {chosen ? (
        // Another command is another form.
        <CommandForm
          key={chosen.entry.key}
          ref={ref}
          chosen={chosen}
          files={props.files}
          onFiles={props.onFiles}
          onRemoveFile={props.onRemoveFile}
          onClose={(rest) => onChoose(null, rest)}
        />
      ) : null}
    </>
  );
}
