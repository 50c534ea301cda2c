import { useEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";

/**
 * The file of a sticker or a sound that is new, and the name that it gives it. What is there already keeps its file.
 * @param largest in bytes
 * @param longest in letters, of the name
 */
export function useExpressionFile({
  before,
  largest,
  longest,
}: {
  /** Null for a new one. */
  before: { name: string } | null;
  largest: number;
  longest: number;
}) {
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState(before?.name ?? "");
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const url = useObjectUrl(file);
  const isLarge = (file?.size ?? 0) > largest;
  const needsFile = before === null && file === null;

  function choose(chosen: File | undefined) {
    if (!chosen) return;
    setFile(chosen);
    setMissing(false);
    // "ship-it.png" is called "ship it" until somebody says otherwise.
    if (name === "") {
      const base = chosen.name.replace(/\.[^.]*$/, "").replace(/[-_]+/g, " ");
      setName([...base].slice(0, longest).join("").trim());
    }
  }

  return {
    file,
    /** The address of what was chosen, for as long as it is chosen. */
    url,
    name,
    setName,
    choose,
    input,
    open: () => input.current?.click(),
    /** Whether all is there to be saved; what is missing is said from now on. */
    isReady() {
      setMissing(needsFile);
      return !needsFile && !isLarge;
    },
    /** What is wrong with it, or else what the server said. */
    error: (missing: string, refused: string | undefined) =>
      isMissing ? missing : isLarge ? m.sticker_error_large() : refused,
  };
}

/** Where a file is chosen; what people press is beside it. */
export function FileInput({
  file: { input },
  label,
  accept,
  onChoose,
}: {
  file: Pick<ReturnType<typeof useExpressionFile>, "input">;
  label: string;
  accept: string;
  onChoose: (chosen: File | undefined) => void;
}) {
  return (
    <input
      ref={input}
      type="file"
      hidden
      aria-label={label}
      accept={accept}
      onChange={(event) => {
        onChoose(event.target.files?.[0]);
        event.target.value = "";
      }}
    />
  );
}

/** What is to be known of a file, and what is wrong with it. */
export function FileHint({ hint, error }: { hint: string; error: string | undefined }) {
  return (
    <>
      <p className="hint">{hint}</p>
      {error ? (
        <p className="hint-error" role="alert">
          {error}
        </p>
      ) : null}
    </>
  );
}

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
