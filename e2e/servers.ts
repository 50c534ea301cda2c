import type { NewGuild } from "@palabre/client";
import type { Person } from "./people.ts";

/** A server of one's own, with what it is given; `channel` finds the id of a channel by its name. */
export async function openServer(owner: Person, plan: NewGuild) {
  const { id } = await owner.api.guilds.create(plan);
  const channels = await owner.api.http.request<{ id: string; name: string }[]>(
    "GET",
    `/guilds/${id}/channels`,
  );
  const channel = (name: string) => {
    const found = channels.find((one) => one.name === name);
    if (!found) throw new Error(`The server has no channel ${name}`);
    return found.id;
  };
  return { id, channel };
}

/** Brings people into a server, by an invitation to one of its channels. */
export async function bringIn(owner: Person, channelId: string, ...others: readonly Person[]): Promise<void> {
  const { code } = await owner.api.http.request<{ code: string }>("POST", `/channels/${channelId}/invites`, {
    body: {},
  });
  for (const other of others) await other.api.http.request("POST", `/invites/${code}`, { body: {} });
}
