import { LIMITS } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "zod";
import type { Sql } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import { snowflake, text } from "../../http/fields.ts";
import { type GuildActor, requireAboveRole, requireHolds } from "../guild-core/access-guild.ts";
import { seenChannels } from "../invites/find-invite.ts";

const Mode = { default: 0, advanced: 1 } as const;

interface Option {
  id: string;
  title: string;
  description: string;
  emoji: { id: null; name: string | null; animated: boolean };
  role_ids: string[];
  channel_ids: string[];
}

interface Prompt {
  id: string;
  title: string;
  options: Option[];
  single_select: boolean;
  required: boolean;
  in_onboarding: boolean;
  type: 0 | 1;
}

/** Kept as JSON in `guild_entrances.onboarding`. */
export interface Onboarding {
  prompts: Prompt[];
  default_channel_ids: string[];
  enabled: boolean;
  mode: 0 | 1;
  /** Since when: whoever was a member before is not asked. */
  since: number | null;
}

export const NO_ONBOARDING: Onboarding = {
  prompts: [],
  default_channel_ids: [],
  enabled: false,
  mode: Mode.default,
  since: null,
};

const ids = z
  .array(snowflake)
  .max(LIMITS.guildChannels)
  .nullish()
  .transform((list) => [...new Set(list ?? [])]);

const option = z.object({
  id: snowflake.nullish(),
  title: text(1, 50),
  description: text(0, 100).nullish(),
  emoji_id: z.null().optional(),
  emoji_name: text(0, 100).nullish(),
  emoji_animated: z.boolean().nullish(),
  role_ids: ids,
  channel_ids: ids,
});

const prompt = z.object({
  id: snowflake,
  title: text(1, 100),
  options: z.array(option).min(1).max(LIMITS.onboardingOptions),
  single_select: z.boolean().nullish(),
  required: z.boolean().nullish(),
  in_onboarding: z.boolean().nullish(),
  type: z.union([z.literal(0), z.literal(1)]).nullish(),
});

export const onboardingBody = z.object({
  prompts: z.array(prompt).max(LIMITS.onboardingPrompts).nullish(),
  enabled: z.boolean().nullish(),
  default_channel_ids: z.array(snowflake).max(LIMITS.guildChannels).nullish(),
  mode: z.union([z.literal(0), z.literal(1)]).nullish(),
});

/** What a role may not have that everybody gets who asks for it. */
const POWERS =
  P.Administrator |
  P.ManageGuild |
  P.ManageRoles |
  P.ManageChannels |
  P.ManageMessages |
  P.ManageThreads |
  P.ManageWebhooks |
  P.ManageNicknames |
  P.ManageEvents |
  P.ManageGuildExpressions |
  P.KickMembers |
  P.BanMembers |
  P.ModerateMembers |
  P.MuteMembers |
  P.DeafenMembers |
  P.MoveMembers |
  P.ViewAuditLog |
  P.MentionEveryone;

export interface KnownRole {
  id: string;
  position: number;
  permissions: string;
  managed: 0 | 1;
}

export const readRoles = (sql: Sql, guildId: string): Promise<KnownRole[]> =>
  sql
    .selectFrom("roles")
    .select(["id", "position", "permissions", "managed"])
    .where("guild_id", "=", guildId)
    .where("id", "!=", guildId)
    .execute();

/** Whether a role may be had for the asking: it is no program's, and nobody rules with it. */
export const isFree = ({ permissions, managed }: KnownRole): boolean =>
  managed === 0 && (BigInt(permissions) & POWERS) === 0n;

/**
 * The questions as they are to be, with ids for what is new.
 * @throws ApiError missing_permissions for a role that is not below the actor or grants what they lack;
 *   invalid_form_body naming a role that may not be given away
 */
export function planPrompts(
  actor: GuildActor,
  wanted: readonly z.output<typeof prompt>[],
  before: Onboarding,
  roles: readonly KnownRole[],
  newId: () => string,
): Prompt[] {
  const roleOf = new Map(roles.map((role) => [role.id, role]));
  const known = new Map(before.prompts.map((one) => [one.id, new Set(one.options.map(({ id }) => id))]));
  const takenPrompts = new Set<string>();
  return wanted.map((one, p) => {
    const optionIds = known.get(one.id);
    const isKnown = optionIds !== undefined && !takenPrompts.has(one.id);
    const id = isKnown ? one.id : newId();
    takenPrompts.add(id);
    const taken = new Set<string>();
    return {
      id,
      title: one.title,
      single_select: one.single_select ?? false,
      required: one.required ?? false,
      in_onboarding: one.in_onboarding ?? true,
      type: one.type ?? 0,
      options: one.options.map((each, o) => {
        for (const [r, roleId] of each.role_ids.entries()) {
          const path = `prompts.${p}.options.${o}.role_ids.${r}`;
          const role = roleOf.get(roleId);
          if (!role) throw fieldError(path, "ROLE_INVALID", "Not a role of this server.");
          requireAboveRole(actor, role);
          requireHolds(actor, BigInt(role.permissions));
          if (!isFree(role)) {
            throw fieldError(
              path,
              "ROLE_INVALID",
              "A role that manages or moderates is not given to who asks.",
            );
          }
        }
        const isOld = isKnown && each.id && optionIds.has(each.id) && !taken.has(each.id);
        const optionId = isOld && each.id ? each.id : newId();
        taken.add(optionId);
        return {
          id: optionId,
          title: each.title,
          description: each.description ?? "",
          emoji: { id: null, name: each.emoji_name || null, animated: false },
          role_ids: each.role_ids,
          channel_ids: each.channel_ids,
        };
      }),
    };
  });
}

/**
 * Refuses to whoever may not give the roles that these questions give to have them given.
 * @throws ApiError missing_permissions
 */
export function requireMayGive(
  actor: GuildActor,
  prompts: readonly Prompt[],
  roles: readonly KnownRole[],
): void {
  const given = new Set(prompts.flatMap(({ options }) => options.flatMap(({ role_ids }) => role_ids)));
  for (const role of roles) {
    // What rules is given by no answer.
    if (!given.has(role.id) || !isFree(role)) continue;
    requireAboveRole(actor, role);
    requireHolds(actor, BigInt(role.permissions));
  }
}

/** Those of these channels that are in the server and that a member sees. */
export async function filterSeen(
  sql: Sql,
  member: GuildActor,
  channelIds: readonly string[],
): Promise<Set<string>> {
  if (channelIds.length === 0) return new Set();
  const rows = await sql
    .selectFrom("channels")
    .select(["id", "type", "name"])
    .where("guild_id", "=", member.guildId)
    .where("archived", "is", null)
    .execute();
  const asked = new Set(channelIds);
  return seenChannels(
    sql,
    member,
    rows.filter(({ id }) => asked.has(id)),
  );
}

export const channelsOf = ({ prompts, default_channel_ids }: Onboarding): string[] => [
  ...default_channel_ids,
  ...prompts.flatMap(({ options }) => options.flatMap(({ channel_ids }) => channel_ids)),
];
