import { expect, test } from "bun:test";
import { LIMITS } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { inviteCode } from "./inviteCode.ts";
import { PLANS, planOf } from "./plans.ts";

test.each(PLANS)("the plan %s fits together", (id) => {
  const { roles, channels, system_channel_id } = planOf(id);
  const roleIds = roles.map((role) => role.id);
  expect(roleIds[0]).toBe("everyone");
  expect(new Set(roleIds).size).toBe(roleIds.length);
  const channelIds = channels.map((channel) => channel.id);
  expect(new Set(channelIds).size).toBe(channelIds.length);
  const greeter = channels.find((channel) => channel.id === system_channel_id);
  expect(greeter?.type).toBe(ChannelType.GuildText);
  for (const channel of channels) {
    const { name, parent_id, type, permission_overwrites } = channel;
    const topic = "topic" in channel ? String(channel.topic) : "";
    expect(name?.length).toBeGreaterThan(0);
    expect(name?.length).toBeLessThanOrEqual(LIMITS.channelName);
    expect(topic.length).toBeLessThanOrEqual(LIMITS.channelTopic);
    if (type !== ChannelType.GuildCategory) expect(channelIds).toContain(parent_id as string);
    for (const one of permission_overwrites ?? []) expect(roleIds).toContain(one.id);
    const tags = channel.available_tags ?? [];
    expect(tags.length > 0).toBe(type === ChannelType.GuildForum);
    for (const tag of tags) expect(tag.name?.length).toBeLessThanOrEqual(LIMITS.tagName);
  }
});

test.each(PLANS)("in the plan %s everyone sees some channels, and not those of who leads", (id) => {
  const { channels, roles } = planOf(id);
  const isHidden = ({ permission_overwrites }: (typeof channels)[number]) =>
    permission_overwrites?.some(
      (one) => one.id === "everyone" && (BigInt(one.deny ?? 0) & P.ViewChannel) !== 0n,
    ) ?? false;
  expect(channels.some((one) => !isHidden(one))).toBe(true);
  expect(channels.some(isHidden)).toBe(true);
  for (const role of roles) expect(BigInt(role.permissions ?? 0) & P.Administrator).toBe(0n);
});

test("a code is found in a link, and by itself", () => {
  expect(inviteCode(" https://chat.example/invite/aB3dE-f?from=mail ")).toBe("aB3dE-f");
  expect(inviteCode("chat.example/invite/palabre/")).toBe("palabre");
  expect(inviteCode("aB3dEf")).toBe("aB3dEf");
  expect(inviteCode("  ")).toBeNull();
  expect(inviteCode("two words")).toBeNull();
});
