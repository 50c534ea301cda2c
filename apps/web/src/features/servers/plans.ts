import type { NewGuild } from "@palabre/client";
import { DEFAULT_PERMISSIONS } from "@palabre/protocol";
import { ChannelType, OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import * as m from "../../paraglide/messages.js";

export const PLANS = ["open_source", "team", "study", "friends"] as const;
export type PlanId = (typeof PLANS)[number];

type Plan = Required<Pick<NewGuild, "roles" | "channels" | "system_channel_id">>;

interface Role {
  name: string;
  color: number;
  hoist?: boolean;
  mentionable?: boolean;
  /** What it gives beyond what everyone has. */
  gives: bigint;
}

interface Room {
  name: string;
  type?:
    | ChannelType.GuildText
    | ChannelType.GuildVoice
    | ChannelType.GuildAnnouncement
    | ChannelType.GuildForum;
  topic?: string;
  /** Of a forum. */
  tags?: readonly Tag[];
  /** Everyone reads, these roles write. */
  writers?: readonly Role[];
  /** Says who joined. */
  greets?: boolean;
}

interface Tag {
  name: string;
  emoji_name: string;
  /** Given by who manages threads alone. */
  moderated?: boolean;
}

interface Part {
  name: string;
  /** Nobody else sees it. */
  only?: readonly Role[];
  rooms: readonly Room[];
}

/** Colours that both themes can show well. */
const COLOR = {
  terracotta: 0xd9694a,
  ochre: 0xc9973a,
  green: 0x7fa650,
  teal: 0x3fa796,
  blue: 0x4a90c9,
  plum: 0xa06bd0,
};

const HELPS = P.ManageMessages | P.ManageThreads | P.MuteMembers | P.MoveMembers;
const MODERATES =
  HELPS | P.ModerateMembers | P.KickMembers | P.BanMembers | P.ViewAuditLog | P.ManageNicknames;
const LEADS = MODERATES | P.ManageChannels | P.ManageRoles | P.ManageEvents | P.MentionEveryone;

/** The roles and channels that a server of this kind begins with, named in the reader's language. */
export function planOf(id: PlanId): Plan {
  const { roles, parts } = BUILDERS[id]();
  return build(roles, parts);
}

/** `roles` from the lowest up. */
function build(roles: readonly Role[], parts: readonly Part[]): Plan {
  const idOf = (role: Role) => `role ${roles.indexOf(role)}`;
  const opened = (to: readonly Role[], bits: bigint) => [
    { id: "everyone", type: OverwriteType.Role, deny: String(bits) },
    ...to.map((role) => ({ id: idOf(role), type: OverwriteType.Role, allow: String(bits) })),
  ];
  const channels: Plan["channels"] = [];
  let greeter: string | null = null;
  for (const [n, { name, only, rooms }] of parts.entries()) {
    const hidden = only ? opened(only, P.ViewChannel | P.Connect) : [];
    channels.push({ id: `part ${n}`, type: ChannelType.GuildCategory, name, permission_overwrites: hidden });
    for (const [k, room] of rooms.entries()) {
      const id = `room ${n} ${k}`;
      if (room.greets) greeter = id;
      channels.push({
        id,
        type: room.type ?? ChannelType.GuildText,
        name: room.name,
        parent_id: `part ${n}`,
        ...(room.topic !== undefined && { topic: room.topic }),
        ...(room.tags && { available_tags: room.tags.map((tag) => ({ moderated: false, ...tag })) }),
        permission_overwrites: room.writers
          ? opened(room.writers, P.SendMessages | P.CreatePublicThreads | P.CreatePrivateThreads)
          : hidden,
      });
    }
  }
  return {
    roles: [
      { id: "everyone", permissions: String(DEFAULT_PERMISSIONS) },
      ...roles.map((role) => ({
        id: idOf(role),
        name: role.name,
        color: role.color,
        hoist: role.hoist ?? false,
        mentionable: role.mentionable ?? false,
        permissions: String(DEFAULT_PERMISSIONS | role.gives),
      })),
    ],
    channels,
    system_channel_id: greeter,
  };
}

const BUILDERS: Record<PlanId, () => { roles: Role[]; parts: Part[] }> = {
  open_source() {
    const contributors: Role = {
      name: m.plan_contributors(),
      color: COLOR.green,
      gives: P.ManageThreads,
      mentionable: true,
    };
    const maintainers: Role = {
      name: m.plan_maintainers(),
      color: COLOR.terracotta,
      gives: LEADS,
      hoist: true,
      mentionable: true,
    };
    return {
      roles: [contributors, maintainers],
      parts: [
        {
          name: m.plan_part_welcome(),
          rooms: [
            { name: m.plan_welcome(), greets: true },
            {
              name: m.plan_releases(),
              type: ChannelType.GuildAnnouncement,
              topic: m.plan_releases_topic(),
              writers: [maintainers],
            },
          ],
        },
        {
          name: m.plan_part_project(),
          rooms: [
            { name: m.plan_general() },
            {
              name: m.plan_help(),
              type: ChannelType.GuildForum,
              topic: m.plan_help_topic(),
              tags: [
                { name: m.plan_tag_question(), emoji_name: "❓" },
                { name: m.plan_tag_bug(), emoji_name: "🐛" },
                { name: m.plan_tag_solved(), emoji_name: "✅" },
              ],
            },
            {
              name: m.plan_ideas(),
              type: ChannelType.GuildForum,
              topic: m.plan_ideas_topic(),
              tags: [
                { name: m.plan_tag_feature(), emoji_name: "💡" },
                { name: m.plan_tag_docs(), emoji_name: "📖" },
                { name: m.plan_tag_accepted(), emoji_name: "✅", moderated: true },
              ],
            },
          ],
        },
        {
          name: m.plan_part_making(),
          rooms: [
            { name: m.plan_development() },
            { name: m.plan_reviews(), topic: m.plan_reviews_topic(), writers: [contributors, maintainers] },
            { name: m.plan_pairing(), type: ChannelType.GuildVoice },
          ],
        },
        {
          name: m.plan_maintainers(),
          only: [maintainers],
          rooms: [
            { name: m.plan_maintenance() },
            { name: m.plan_security(), topic: m.plan_security_topic() },
          ],
        },
      ],
    };
  },
  team() {
    const design: Role = { name: m.plan_design_role(), color: COLOR.plum, gives: 0n, mentionable: true };
    const engineering: Role = {
      name: m.plan_engineering_role(),
      color: COLOR.blue,
      gives: 0n,
      mentionable: true,
    };
    const leads: Role = { name: m.plan_leads(), color: COLOR.ochre, gives: LEADS, hoist: true };
    return {
      roles: [design, engineering, leads],
      parts: [
        {
          name: m.plan_part_everyone(),
          rooms: [
            { name: m.plan_announcements(), type: ChannelType.GuildAnnouncement, writers: [leads] },
            { name: m.plan_general(), greets: true },
            { name: m.plan_break(), topic: m.plan_break_topic() },
          ],
        },
        {
          name: m.plan_part_work(),
          rooms: [
            { name: m.plan_product() },
            { name: m.plan_design() },
            { name: m.plan_engineering() },
            { name: m.plan_incidents(), topic: m.plan_incidents_topic() },
          ],
        },
        {
          name: m.plan_part_voice(),
          rooms: [
            { name: m.plan_standup(), type: ChannelType.GuildVoice },
            { name: m.plan_meeting(), type: ChannelType.GuildVoice },
          ],
        },
        { name: m.plan_leads(), only: [leads], rooms: [{ name: m.plan_direction() }] },
      ],
    };
  },
  study() {
    const students: Role = { name: m.plan_students(), color: COLOR.blue, gives: 0n, mentionable: true };
    const tutors: Role = {
      name: m.plan_tutors(),
      color: COLOR.green,
      gives: HELPS | P.MentionEveryone,
      hoist: true,
      mentionable: true,
    };
    const organisers: Role = { name: m.plan_organisers(), color: COLOR.ochre, gives: LEADS, hoist: true };
    return {
      roles: [students, tutors, organisers],
      parts: [
        {
          name: m.plan_part_start(),
          rooms: [
            {
              name: m.plan_announcements(),
              type: ChannelType.GuildAnnouncement,
              writers: [tutors, organisers],
            },
            { name: m.plan_introductions(), topic: m.plan_introductions_topic(), greets: true },
          ],
        },
        {
          name: m.plan_part_study(),
          rooms: [
            {
              name: m.plan_questions(),
              type: ChannelType.GuildForum,
              topic: m.plan_questions_topic(),
              tags: [
                { name: m.plan_tag_question(), emoji_name: "❓" },
                { name: m.plan_tag_solved(), emoji_name: "✅" },
              ],
            },
            { name: m.plan_exercises() },
            { name: m.plan_resources(), topic: m.plan_resources_topic() },
          ],
        },
        {
          name: m.plan_part_voice(),
          rooms: [
            { name: m.plan_library(), type: ChannelType.GuildVoice },
            { name: m.plan_group(), type: ChannelType.GuildVoice },
          ],
        },
        {
          name: m.plan_part_team(),
          only: [tutors, organisers],
          rooms: [{ name: m.plan_preparation() }],
        },
      ],
    };
  },
  friends() {
    const regulars: Role = {
      name: m.plan_regulars(),
      color: COLOR.teal,
      gives: P.MentionEveryone | P.CreateEvents,
      hoist: true,
    };
    const keepers: Role = { name: m.plan_keepers(), color: COLOR.plum, gives: MODERATES | P.ManageChannels };
    return {
      roles: [regulars, keepers],
      parts: [
        {
          name: m.plan_part_lounge(),
          rooms: [
            { name: m.plan_general(), greets: true },
            { name: m.plan_photos() },
            { name: m.plan_music() },
            { name: m.plan_games() },
            { name: m.plan_outings(), topic: m.plan_outings_topic() },
          ],
        },
        {
          name: m.plan_part_voice(),
          rooms: [
            { name: m.plan_living_room(), type: ChannelType.GuildVoice },
            { name: m.plan_game_night(), type: ChannelType.GuildVoice },
          ],
        },
        { name: m.plan_keepers(), only: [keepers], rooms: [{ name: m.plan_backstage() }] },
      ],
    };
  },
};
