import type { NewGuild } from "@palabre/client";
import type { Person } from "./people.ts";

/** A server of one's own, with what it is given. Its channels by their names. */
export async function openServer(owner: Person, plan: NewGuild) {
  const { id } = await owner.api.guilds.create(plan);
  const channels = await owner.api.http.request<{ id: string; name: string }[]>(
    "GET",
    `/guilds/${id}/channels`,
  );
  return { id, channel: Object.fromEntries(channels.map((channel) => [channel.name, channel.id])) };
}

/** Brings people into a server, by an invitation to one of its channels. */
export async function bringIn(owner: Person, channelId: string, ...others: readonly Person[]): Promise<void> {
  const { code } = await owner.api.http.request<{ code: string }>("POST", `/channels/${channelId}/invites`, {
    body: {},
  });
  for (const other of others) await other.api.http.request("POST", `/invites/${code}`, { body: {} });
}
