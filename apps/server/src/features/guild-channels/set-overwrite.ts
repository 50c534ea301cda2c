import { AuditLogEvent, OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { type Change, changesBetween, writeAudit } from "../guild-core/audit.ts";
import type { OverwriteBody } from "./channel-body.ts";
import { announceChannel, heldIn, readChannelList, requireChannel } from "./guild-channel-list.ts";
import {
  type Overwrite,
  requireMayCopy,
  requireOverwrites,
  type Setter,
  sameOverwrites,
  writeOverwrites,
} from "./overwrites.ts";

interface Place {
  guildId: string;
  channelId: string;
}

interface Deps {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/**
 * Says what a role or a member may do in a channel; it takes Manage Roles there.
 * @throws ApiError unknown_channel, missing_permissions, max_overwrites, invalid_form_body
 */
export async function setOverwrite(
  deps: Deps,
  actor: Actor,
  place: Place,
  overwrite: OverwriteBody,
  reason: string | null,
): Promise<void> {
  await change(deps, actor, place, overwrite.id, reason, async (tx, setter, before) => {
    const kept = before.find((one) => one.target_id === overwrite.id);
    const [wanted] = await requireOverwrites(
      tx.sql,
      setter,
      kept ? [kept] : [],
      [overwrite],
      () => "overwrite_id",
    );
    return wanted;
  });
}

/**
 * Takes back what was said of a role or a member; it takes Manage Roles in the channel.
 * @throws ApiError unknown_channel, missing_permissions, unknown_overwrite
 */
export async function deleteOverwrite(
  deps: Deps,
  actor: Actor,
  place: Place,
  targetId: string,
  reason: string | null,
): Promise<void> {
  await change(deps, actor, place, targetId, reason, async (tx, setter, before) => {
    const gone = before.filter((one) => one.target_id === targetId);
    if (gone.length === 0) throw new ApiError("unknown_overwrite");
    await requireMayCopy(tx.sql, setter, gone, []);
    return undefined;
  });
}

/** `decide` says what is to stand there, undefined for nothing, or refuses. */
async function change(
  deps: Deps,
  actor: Actor,
  { guildId, channelId }: Place,
  targetId: string,
  reason: string | null,
  decide: (tx: Tx, setter: Setter, before: readonly Overwrite[]) => Promise<Overwrite | undefined>,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    const channels = await readChannelList(tx.sql, guildId);
    const channel = requireChannel(channels, member, channelId, P.ManageRoles);
    const setter = { member, held: heldIn(member, channel) };
    const was = channel.overwrites.find((one) => one.target_id === targetId);
    const is = await decide(tx, setter, channel.overwrites);
    const others = channel.overwrites.filter((one) => one !== was);
    const after = is ? [...others, is] : others;
    if (sameOverwrites(channel.overwrites, after)) return;
    const changed = await writeOverwrites(tx, channels, channel, after);
    for (const one of changed) announceChannel(tx, deps.bus, "CHANNEL_UPDATE", one);
    await audit(tx, deps, { guildId, actorId: actor.userId, targetId: channelId, reason }, was, is);
  });
}

async function audit(
  tx: Tx,
  deps: Deps,
  entry: { guildId: string; actorId: string; targetId: string; reason: string | null },
  was: Overwrite | undefined,
  is: Overwrite | undefined,
): Promise<void> {
  const target = is ?? was;
  if (target === undefined) return;
  const action =
    was === undefined
      ? AuditLogEvent.ChannelOverwriteCreate
      : is === undefined
        ? AuditLogEvent.ChannelOverwriteDelete
        : AuditLogEvent.ChannelOverwriteUpdate;
  await writeAudit(tx, deps, {
    ...entry,
    channelId: entry.targetId,
    action,
    changes: overwriteChanges(was, is),
    options: await toOptions(tx, target),
  });
}

const NOTHING = { target_id: undefined, type: undefined, allow: undefined, deny: undefined };

const overwriteChanges = (was: Overwrite | undefined, is: Overwrite | undefined): Change[] =>
  changesBetween<Partial<Overwrite>>(was ?? {}, is ?? NOTHING, {
    target_id: "id",
    type: "type",
    allow: "allow",
    deny: "deny",
  });

async function toOptions({ sql }: Tx, { target_id, type }: Overwrite): Promise<Record<string, string>> {
  if (type === OverwriteType.Member) return { id: target_id, type: "1" };
  const role = await sql.selectFrom("roles").select("name").where("id", "=", target_id).executeTakeFirst();
  return { id: target_id, type: "0", role_name: role?.name ?? "" };
}
