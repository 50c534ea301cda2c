import type { APIMessage } from "@palabre/protocol";
import { MessageFlags } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { asDispatched } from "./as-dispatched.ts";
import type { AttachmentUrls } from "./attachment-urls.ts";
import { inList } from "./in-list.ts";
import { presentMessage } from "./present.ts";
import { deleteMessageRows, type MessageRow } from "./queries.ts";

/** The embeds of a message, which stand in its `extra`. */
export const embedsOf = ({ extra }: Pick<MessageRow, "extra">): APIMessage["embeds"] =>
  extra === null ? [] : ((JSON.parse(extra) as Partial<APIMessage>).embeds ?? []);

/** Its stickers, which a copy has too; nothing where it has none. */
export function stickersOf({ extra }: Pick<MessageRow, "extra">): Pick<APIMessage, "sticker_items"> {
  const { sticker_items } = extra === null ? {} : (JSON.parse(extra) as Partial<APIMessage>);
  return sticker_items ? { sticker_items } : {};
}

const isPublished = ({ flags }: Pick<MessageRow, "flags">): boolean =>
  (flags & MessageFlags.Crossposted) !== 0;

const copiesOf = (tx: Tx, sourceIds: readonly string[]) =>
  tx.sql
    .selectFrom("crossposts as x")
    .innerJoin("messages as m", "m.id", "x.message_id")
    .innerJoin("channels as c", "c.id", "m.channel_id")
    .selectAll("m")
    .select("c.guild_id")
    .where("x.source_id", "in", inList(sourceIds))
    .orderBy("m.id")
    .execute();

/** Has the copies of a message that was published say what it says now. */
export async function followEdit(
  tx: Tx,
  { bus, urls }: { bus: Bus; urls: AttachmentUrls },
  source: MessageRow,
): Promise<void> {
  if (!isPublished(source)) return;
  for (const { guild_id, ...copy } of await copiesOf(tx, [source.id])) {
    const extra = { ...(JSON.parse(copy.extra ?? "{}") as Partial<APIMessage>), embeds: embedsOf(source) };
    const changed = {
      ...copy,
      content: source.content,
      edited_at: source.edited_at,
      extra: JSON.stringify(extra),
      flags: MessageFlags.IsCrosspost | (source.flags & MessageFlags.SuppressEmbeds),
    };
    await tx.sql
      .updateTable("messages")
      .set({
        content: changed.content,
        edited_at: changed.edited_at,
        extra: changed.extra,
        flags: changed.flags,
      })
      .where("id", "=", copy.id)
      .execute();
    const message = await presentMessage(tx.sql, changed, { viewerId: null, urls });
    const d = await asDispatched(tx.sql, guild_id, message);
    announce(tx, bus, `channel:${copy.channel_id}`, "MESSAGE_UPDATE", d);
  }
}

/** Deletes the copies of messages that were published and are being deleted. */
export async function followDelete(tx: Tx, bus: Bus, sources: readonly MessageRow[]): Promise<void> {
  const published = sources.filter(isPublished).map(({ id }) => id);
  if (published.length === 0) return;
  const copies = await copiesOf(tx, published);
  await tx.sql.deleteFrom("crossposts").where("source_id", "in", inList(published)).execute();
  if (copies.length === 0) return;
  await deleteMessageRows(tx, inList(copies.map(({ id }) => id)));
  for (const { id, channel_id, guild_id } of copies) {
    announce(tx, bus, `channel:${channel_id}`, "MESSAGE_DELETE", { id, channel_id, guild_id });
  }
}
