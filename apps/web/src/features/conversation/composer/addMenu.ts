import type { Snowflake } from "@palabre/protocol";
import { ListChecks, Paperclip } from "lucide-react";
import * as m from "../../../paraglide/messages.js";
import { openOverlay } from "../../../state/overlays.ts";
import type { MenuEntry } from "../../../ui/MenuItems.tsx";

/** What else a message may be than words. */
export function addMenu(
  channelId: Snowflake,
  can: { poll: boolean },
  /** Absent where no files may be sent. */
  chooseFiles: (() => void) | undefined,
): MenuEntry[] {
  return [
    {
      id: "files",
      label: m.conversation_attach(),
      icon: Paperclip,
      isDisabled: !chooseFiles,
      ...(chooseFiles && { onAction: chooseFiles }),
    },
    {
      id: "poll",
      label: m.poll_create(),
      icon: ListChecks,
      isDisabled: !can.poll,
      onAction: () => openOverlay({ kind: "poll", channelId }),
    },
  ];
}
