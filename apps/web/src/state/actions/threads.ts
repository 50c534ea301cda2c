import { ApiError } from "@palabre/client";
import type { Snowflake, ThreadChannel } from "@palabre/protocol";
import { ChannelType, type ThreadChannelType } from "discord-api-types/v10";
import { channelOf, isThread } from "../channel.ts";
import { guildApi } from "../guild-api.ts";
import { store } from "../store.ts";

/** Starts a thread in a channel, or from a message of it; what was made, once it is in the state. */
export async function startThread(
  channelId: Snowflake,
  messageId: Snowflake | null,
  { name, isPrivate }: { name: string; isPrivate: boolean },
): Promise<ThreadChannel> {
  const made =
    messageId === null
      ? await guildApi.threads.create(channelId, { name, type: kindIn(channelId, isPrivate) })
      : await guildApi.threads.createFrom(channelId, messageId, { name });
  knowThread(made);
  return made;
}

function kindIn(channelId: Snowflake, isPrivate: boolean): ThreadChannelType {
  if (isPrivate) return ChannelType.PrivateThread;
  const isAnnouncement = channelOf(store.get(), channelId)?.type === 5;
  return isAnnouncement ? ChannelType.AnnouncementThread : ChannelType.PublicThread;
}

/** Puts a thread into the state that no dispatch told of, as archived ones are. */
export function knowThread(thread: ThreadChannel): void {
  if (thread.id in store.get().guildOf) return;
  store.send({ type: "dispatch", t: "THREAD_CREATE", d: thread, at: Date.now() });
}

/** Deletes a thread. Of one that is archived nobody is told. */
export async function deleteThread(thread: ThreadChannel): Promise<void> {
  await guildApi.threads.remove(thread.id);
  store.send({ type: "dispatch", t: "THREAD_DELETE", d: thread, at: Date.now() });
}

/** A thread by its address: one that is archived is not among the channels that READY tells. Whether there is one. */
export async function findThread(guildId: Snowflake, id: Snowflake): Promise<boolean> {
  try {
    const channel = await guildApi.threads.get(id);
    if (channel.guild_id !== guildId || !isThread(channel)) return false;
    knowThread(channel);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
