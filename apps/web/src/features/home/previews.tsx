import type { APIMessage, LastMessage, Snowflake } from "@palabre/protocol";
import { MessageType } from "discord-api-types/v10";
import type { ReactNode } from "react";
import type { Inline } from "../../markdown/ast.ts";
import { parseMarkdown } from "../../markdown/parseMarkdown.ts";
import { inlineText, type Names, plainText } from "../../markdown/plainText.ts";
import * as m from "../../paraglide/messages.js";
import { store } from "../../state/store.ts";
import { stickerLine, textNames } from "../../state/text-names.ts";

/** A conversation's second line in plain words; `who` when the one who said it is to be named. */
export function lastWords(
  last: LastMessage,
  channelType: 1 | 3,
  selfId: Snowflake,
  authorName: string | undefined,
): { who?: string; text: string } {
  const who = last.author_id === selfId ? m.home_you() : authorName;
  const said = systemLine(last.type, who ?? m.home_someone());
  if (said) return { text: said };
  const words =
    plainText(parseMarkdown(last.content), textNames(store.get(), null)) ||
    (last.attachments > 0 ? m.home_sent_files({ count: last.attachments }) : "") ||
    (last.sticker ? m.sticker_line({ name: last.sticker }) : "");
  const named = last.author_id === selfId || channelType === 3;
  return named && who ? { who, text: words } : { text: words };
}

/** What happened in a room, in words; undefined for what somebody wrote. */
function systemLine(type: number, who: string): string | undefined {
  switch (type) {
    case MessageType.RecipientAdd:
      return m.home_line_added({ who });
    case MessageType.RecipientRemove:
      return m.home_line_removed({ who });
    case MessageType.ChannelNameChange:
      return m.home_line_renamed({ who });
    case MessageType.ChannelIconChange:
      return m.home_line_icon({ who });
    case MessageType.ChannelPinnedMessage:
      return m.home_line_pinned({ who });
    case MessageType.PollResult:
      return m.home_line_poll({ who });
    default:
      return undefined;
  }
}

/** One line of a message with its mentions and code marked, for the inbox. */
export function PreviewText({ message }: { message: APIMessage }) {
  const state = store.get();
  const names = textNames(state, state.guildOf[message.channel_id] ?? null, message.mentions);
  const blocks = parseMarkdown(message.content || (message.poll?.question.text ?? ""));
  const parts: ReactNode[] = [];
  for (const [n, block] of blocks.entries()) {
    if (n > 0) parts.push(" ");
    if ("children" in block && block.type !== "quote") parts.push(...inlines(block.children, names, `${n}`));
    else parts.push(plainText([block], names));
  }
  if (parts.length === 0 && message.attachments.length > 0) {
    return <>{m.home_sent_files({ count: message.attachments.length })}</>;
  }
  return <>{parts.length > 0 ? parts : stickerLine(message)}</>;
}

function inlines(nodes: readonly Inline[], names: Names, key: string): ReactNode[] {
  return nodes.map((node, n) => {
    const id = `${key}.${n}`;
    switch (node.type) {
      case "user":
      case "everyone":
      case "role":
        return (
          <span className="at" key={id}>
            {inlineText([node], names)}
          </span>
        );
      case "code":
        return (
          <code className="code-i" key={id}>
            {node.code}
          </code>
        );
      case "strong":
      case "emphasis":
      case "underline":
      case "strike":
      case "link":
        return <span key={id}>{inlines(node.children, names, id)}</span>;
      default:
        return inlineText([node], names);
    }
  });
}
