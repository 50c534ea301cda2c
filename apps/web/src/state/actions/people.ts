import type { Snowflake } from "@palabre/protocol";
import { api } from "../api.ts";
import { store } from "../store.ts";

/** Every call rejects when the server refuses; what is seen changes by the dispatch that follows. */

export const requestFriend = (username: string) =>
  api.relationships.request(username.trim().replace(/^@/, "").toLowerCase());

/** Accepts a request, or sends one. */
export const addFriend = (userId: Snowflake) => api.relationships.add(userId);
/** Removes a friend, declines or cancels a request, unblocks. */
export const removeRelationship = (userId: Snowflake) => api.relationships.remove(userId);
export const blockUser = (userId: Snowflake) => api.relationships.block(userId);

export async function loadSuggestions(): Promise<void> {
  store.send({ type: "suggestions_loaded", suggestions: await api.relationships.suggestions() });
}

export async function dismissSuggestion(userId: Snowflake): Promise<void> {
  store.send({ type: "suggestion_dismissed", userId });
  await api.relationships.dismissSuggestion(userId);
}
