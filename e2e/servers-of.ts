import type { Person } from "./people.ts";

/** What stands in a server's settings, by its address. */
export const SERVER_SETTINGS = [
  "overview",
  "roles",
  "emoji",
  "welcome",
  "onboarding",
  "template",
  "integrations",
  "widget",
  "why",
  "view-as",
  "members",
  "invites",
  "applications",
  "bots",
  "bans",
  "audit-log",
  "moderation",
  "reports",
  "profile",
  "notifications",
] as const;

/** A server of `founder` with a role, two channels and `members`; made over REST. Names that no language's interface has. */
export async function foundServer(founder: Person, members: readonly Person[]) {
  const guild = await founder.api.guilds.create({
    name: "The Tree",
    channels: [
      { name: "clearing", type: 0 },
      { name: "shade", type: 0 },
    ],
  });
  const channels = await founder.api.http.request<{ id: string; name: string }[]>(
    "GET",
    `/guilds/${guild.id}/channels`,
  );
  const idOf = (name: string) => channels.find((one) => one.name === name)?.id ?? "";
  const clearing = idOf("clearing");
  await founder.api.roles.create(guild.id, { name: "Gardeners", color: 0x7fa650 });
  const { code } = await founder.api.invites.create(clearing, {});
  for (const member of members) await member.api.invites.accept(code);
  return { id: guild.id, clearing, shade: idOf("shade") };
}
