import type { APIMessage } from "@palabre/protocol";
import { MessageType } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { asDispatched } from "./as-dispatched.ts";
import type { AttachmentUrls } from "./attachment-urls.ts";
import { presentMessage } from "./present.ts";
import { insertMessage } from "./queries.ts";

export interface SystemMessage {
  channelId: string;
  /** Of a channel of a server. */
  guildId?: string | null;
  /** Who did it. */
  authorId: string;
  type: MessageType;
  /** The new name, for ChannelNameChange. */
  content?: string;
  /** Whom it was done to. */
  mentionIds?: readonly string[];
  /** In whose badge it counts; by default in that of whoever was added. */
  calledIds?: readonly string[];
  /** The message it speaks of, for ChannelPinnedMessage and ThreadStarterMessage. */
  referenceId?: string;
  /** Whether whoever did it has read it. By default unless they have left by it. */
  authorReads?: boolean;
  /** Whether there is something new to read. By default there is. */
  isNews?: boolean;
  /** What else the wire form carries. */
  extra?: Partial<APIMessage>;
}

/** Files never hang on a system message itself: only one that shows another needs addresses for them. */
const NO_URLS: AttachmentUrls = { sign: () => "" };

/**
 * Writes a message that says what happened in a channel, announced as MESSAGE_CREATE with the transaction.
 * @returns its id
 */
export async function insertSystemMessage(
  tx: Tx,
  { bus, newId, urls = NO_URLS }: { bus: Bus; newId: () => string; urls?: AttachmentUrls },
  input: SystemMessage,
): Promise<string> {
  const row = await insertMessage(
    tx,
    {
      id: newId(),
      channel_id: input.channelId,
      author_id: input.authorId,
      type: input.type,
      content: input.content ?? "",
      reference_id: input.referenceId ?? null,
      extra: input.extra ? JSON.stringify(input.extra) : null,
    },
    {
      mentionIds: input.mentionIds,
      // Those who were removed no longer see the channel.
      authorReads:
        input.authorReads ??
        !(input.type === MessageType.RecipientRemove && input.mentionIds?.includes(input.authorId)),
      isNews: input.isNews,
      calledIds: input.calledIds ?? (input.type === MessageType.RecipientAdd ? input.mentionIds : []),
    },
  );
  if (!row) throw new Error("a message without a nonce is always new");
  const message = await presentMessage(tx.sql, row, { viewerId: null, urls });
  const d = await asDispatched(tx.sql, input.guildId ?? null, message);
  announce(tx, bus, `channel:${row.channel_id}`, "MESSAGE_CREATE", d);
  return row.id;
}
