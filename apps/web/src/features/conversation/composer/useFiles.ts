import { LIMITS } from "@palabre/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
import { formatBytes } from "../../../i18n/format.ts";
import * as m from "../../../paraglide/messages.js";
import { api } from "../../../state/api.ts";
import type { PendingFile } from "../../../state/types.ts";
import { toast } from "../../../ui/toast.ts";
import { withSpoiler } from "../spoiler.ts";

export interface ChosenFile extends PendingFile {
  /** An address of the picture itself, for the preview; undefined when it is none. */
  preview?: string;
}

const DEFAULT_LIMIT = 25 * 1024 * 1024;
let limit: Promise<number> | undefined;

/** Bytes one file may have here. Asked once. */
export function fileLimit(): Promise<number> {
  limit ??= api.instance.get().then(
    (instance) => instance.limits.max_file_size,
    () => {
      limit = undefined;
      return DEFAULT_LIMIT;
    },
  );
  return limit;
}

/** Chosen files wait here while one is elsewhere: they are lost only with the page. */
const waiting = new Map<string, readonly ChosenFile[]>();

/** Files chosen for the next message. What is too large or too many is refused at once, with the reason. */
export function useFiles(channelId: string) {
  const [files, setFiles] = useState<readonly ChosenFile[]>(() => waiting.get(channelId) ?? []);
  const latest = useRef(files);
  latest.current = files;
  // Known before it is needed: a file must be in its place by the time Enter is pressed.
  useEffect(() => void fileLimit(), []);
  useEffect(() => {
    if (files.length > 0) waiting.set(channelId, files);
    else waiting.delete(channelId);
  }, [channelId, files]);

  const add = useCallback(async (chosen: readonly File[]) => {
    const most = await fileLimit();
    const fitting = chosen.filter((file) => file.size <= most);
    for (const file of chosen) {
      if (file.size <= most) continue;
      const title = m.conversation_file_too_large({ name: file.name });
      toast({ tone: "danger", title, description: m.conversation_file_limit({ limit: formatBytes(most) }) });
    }
    const room = LIMITS.filesPerMessage - latest.current.length;
    if (fitting.length > room) {
      toast({ tone: "danger", title: m.conversation_files_too_many({ count: LIMITS.filesPerMessage }) });
    }
    const added = fitting.slice(0, Math.max(0, room)).map(
      (file): ChosenFile => ({
        id: crypto.getRandomValues(new Uint32Array(2)).join("-"),
        name: file.name || "file",
        type: file.type,
        size: file.size,
        data: file,
        preview:
          file.type.startsWith("image/") && file.type !== "image/svg+xml"
            ? URL.createObjectURL(file)
            : undefined,
      }),
    );
    setFiles((before) => [...before, ...added]);
  }, []);

  const remove = useCallback((id: string) => {
    setFiles((before) => {
      const gone = before.find((file) => file.id === id);
      if (gone?.preview) URL.revokeObjectURL(gone.preview);
      return before.filter((file) => file.id !== id);
    });
  }, []);

  const change = useCallback((id: string, next: { description?: string; isSpoiler?: boolean }) => {
    setFiles((before) =>
      before.map((file) => {
        if (file.id !== id) return file;
        const name = next.isSpoiler === undefined ? file.name : withSpoiler(file.name, next.isSpoiler);
        const description = next.description === undefined ? file.description : next.description || undefined;
        return { ...file, name, description };
      }),
    );
  }, []);

  /** Hands the files over to a message. */
  const take = useCallback((): PendingFile[] => {
    const taken = latest.current.map(({ preview, ...file }) => {
      if (preview) URL.revokeObjectURL(preview);
      return file;
    });
    setFiles([]);
    return taken;
  }, []);

  return { files, add, remove, change, take };
}
