import {
  type APIUser,
  type PrivateChannel,
  type Relationship,
  RelationshipType,
  type Snowflake,
} from "@palabre/protocol";
import { drop, put } from "../table.ts";
import type { State } from "../types.ts";
import type { OnDispatch, OnLocal } from "./apply.ts";
import { renamed } from "./members.ts";

export const onDispatch: OnDispatch = {
  RELATIONSHIP_ADD: (state, relationship) => withRelationship(state, relationship),
  RELATIONSHIP_UPDATE(state, change) {
    const known = state.relationships[change.id];
    return known ? withRelationship(state, { ...known, ...change }) : state;
  },
  RELATIONSHIP_REMOVE: (state, { id }) =>
    forgetUnseen({ ...state, relationships: drop(state.relationships, id) }, [id]),
  SUGGESTION_REMOVE: (state, { user_id }) => withoutSuggestion(state, user_id),
  PRESENCE_UPDATE(state, presence) {
    const id = presence.user.id;
    const presences =
      presence.status === "offline"
        ? drop(state.presences, id)
        : put(state.presences, id, { ...presence, user: { id } });
    const known = state.users[id];
    const named = { ...state, presences };
    if (presence.user.username === undefined) return named;
    const user = { ...known, ...presence.user } as APIUser;
    return known && sameFields(known, user) ? named : withUser(named, user);
  },
};

export const onLocal: OnLocal = {
  suggestions_loaded: (state, { suggestions }) => ({ ...state, suggestions }),
  suggestion_dismissed: (state, { userId }) => withoutSuggestion(state, userId),
};

function withRelationship(state: State, relationship: Relationship): State {
  const next = {
    ...withoutSuggestion(state, relationship.id),
    users: put(state.users, relationship.id, relationship.user),
    relationships: put(state.relationships, relationship.id, relationship),
  };
  return forgetUnseen(next, [relationship.id]);
}

function withoutSuggestion(state: State, userId: Snowflake): State {
  if (!state.suggestions?.some((one) => one.user.id === userId)) return state;
  return { ...state, suggestions: state.suggestions.filter((one) => one.user.id !== userId) };
}

/** The state with a person's new name or avatar wherever they stand. */
function withUser(state: State, user: APIUser): State {
  const relationship = state.relationships[user.id];
  return {
    ...renamed(state, user),
    users: put(state.users, user.id, user),
    relationships: relationship
      ? put(state.relationships, user.id, { ...relationship, user })
      : state.relationships,
    privateChannels: mapChannels(state.privateChannels, (channel) =>
      channel.recipients.some((one) => one.id === user.id)
        ? { ...channel, recipients: channel.recipients.map((one) => (one.id === user.id ? user : one)) }
        : channel,
    ),
  };
}

function mapChannels(
  channels: State["privateChannels"],
  change: (channel: PrivateChannel) => PrivateChannel,
): State["privateChannels"] {
  let next = channels;
  for (const channel of Object.values(channels)) next = put(next, channel.id, change(channel));
  return next;
}

function sameFields(a: APIUser, b: APIUser): boolean {
  return (Object.keys(b) as (keyof APIUser)[]).every(
    (key) => a[key] === b[key] || JSON.stringify(a[key]) === JSON.stringify(b[key]),
  );
}

/** Presence is for friends and room mates: of these people, forgets those who are neither any more. */
export function forgetUnseen(state: State, userIds: readonly Snowflake[]): State {
  let presences = state.presences;
  for (const id of userIds) {
    if (id !== state.self?.id && !seesPresence(state, id)) presences = drop(presences, id);
  }
  return presences === state.presences ? state : { ...state, presences };
}

/** Whether one is told of this person's presence: a friend, or somebody in a room of mine, and not blocked. */
export function seesPresence(state: State, userId: Snowflake): boolean {
  const type = state.relationships[userId]?.type;
  if (type === RelationshipType.Blocked) return false;
  return (
    type === RelationshipType.Friend ||
    Object.values(state.privateChannels).some(
      (channel) => channel.type === 3 && channel.recipients.some((one) => one.id === userId),
    )
  );
}
