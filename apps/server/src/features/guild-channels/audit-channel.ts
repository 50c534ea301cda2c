import type { GuildChannel } from "@palabre/protocol";
import { AuditLogEvent } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { type Change, changesBetween, writeAudit } from "../guild-core/audit.ts";

/** Names in the audit log. */
const LOGGED: { [K in keyof GuildChannel]?: string } = {
  name: "name",
  type: "type",
  position: "position",
  parent_id: "parent_id",
  topic: "topic",
  nsfw: "nsfw",
  rate_limit_per_user: "rate_limit_per_user",
  flags: "flags",
  permission_overwrites: "permission_overwrites",
  bitrate: "bitrate",
  user_limit: "user_limit",
  rtc_region: "rtc_region",
  video_quality_mode: "video_quality_mode",
  default_auto_archive_duration: "default_auto_archive_duration",
  default_thread_rate_limit_per_user: "default_thread_rate_limit_per_user",
  available_tags: "available_tags",
  default_reaction_emoji: "default_reaction_emoji",
  default_sort_order: "default_sort_order",
  default_forum_layout: "default_forum_layout",
};

const NOTHING = Object.fromEntries(
  Object.keys(LOGGED).map((key) => [key, undefined]),
) as Partial<GuildChannel>;

export const channelChanges = (before: GuildChannel, after: GuildChannel): Change[] =>
  changesBetween<GuildChannel>(before, { ...NOTHING, ...after }, LOGGED);

export interface ChannelAct {
  guildId: string;
  actorId: string;
  reason: string | null;
}

/** Notes that a channel was made (no `before`), changed, or deleted (no `after`). */
export async function auditChannel(
  tx: Tx,
  deps: { bus: Bus; newId: () => string },
  act: ChannelAct,
  before: GuildChannel | null,
  after: GuildChannel | null,
): Promise<void> {
  const action =
    before === null
      ? AuditLogEvent.ChannelCreate
      : after === null
        ? AuditLogEvent.ChannelDelete
        : AuditLogEvent.ChannelUpdate;
  await writeAudit(tx, deps, {
    ...act,
    action,
    targetId: (after ?? before)?.id ?? null,
    channelId: (after ?? before)?.id ?? null,
    changes: changesBetween<GuildChannel>(before ?? {}, { ...NOTHING, ...after }, LOGGED),
  });
}
