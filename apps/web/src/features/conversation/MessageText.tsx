import { memo } from "react";
import { formatDateTime } from "../../i18n/format.ts";
import { Markdown } from "../../markdown/Markdown.tsx";
import * as m from "../../paraglide/messages.js";
import { parseCached } from "./parseCached.ts";

/** The words of a message. Drawn again only when they change. */
export const MessageText = memo(function MessageText({
  content,
  editedAt,
}: {
  content: string;
  editedAt?: string | null;
}) {
  const edited = editedAt ? (
    <time className="edited" dateTime={editedAt} title={formatDateTime(editedAt)}>
      {m.conversation_edited()}
    </time>
  ) : null;
  if (content === "") return edited;
  return <Markdown blocks={parseCached(content)} end={edited} />;
});
