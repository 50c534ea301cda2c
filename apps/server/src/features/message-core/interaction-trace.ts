import type { APIMessage, APIUser } from "@palabre/protocol";
import { InteractionType } from "discord-api-types/v10";
import type { MessageRow } from "./queries.ts";

/** The interaction that a message answers; people stand in it by id, so that they are shown as they are now. */
export interface InteractionTrace {
  id: string;
  type: number;
  user_id: string;
  /** Of a command, its subcommands with it. */
  name?: string;
  guild_id: string | null;
  target_user_id?: string;
  target_message_id?: string;
  interacted_message_id?: string;
  /** Of what comes after the first answer. */
  original_response_message_id?: string;
  /** What opened the form that was sent in. */
  triggering?: InteractionTrace;
}

/** What of a message's wire form has no column of its own, as it is kept. */
export type MessageExtra = Partial<Omit<APIMessage, "embeds">> & {
  embeds?: readonly unknown[];
  made_by?: InteractionTrace;
  /** Its poll has rows of its own: see polls.ts. */
  has_poll?: true;
};

/** Whom the trace of a message names. */
export function tracedUsers({ extra }: Pick<MessageRow, "extra">): string[] {
  if (!extra?.includes('"made_by"')) return [];
  const { made_by } = JSON.parse(extra) as MessageExtra;
  return made_by ? usersIn(made_by) : [];
}

const usersIn = ({ user_id, target_user_id, triggering }: InteractionTrace): string[] => [
  user_id,
  ...(target_user_id ? [target_user_id] : []),
  ...(triggering ? usersIn(triggering) : []),
];

/** What a message says of the interaction that it answers; `interaction` is the older form, of commands alone. */
export function presentTrace(
  trace: InteractionTrace,
  users: ReadonlyMap<string, APIUser>,
): Partial<APIMessage> {
  const user = users.get(trace.user_id);
  const isCommand = trace.type === InteractionType.ApplicationCommand;
  const { id, type, name = "" } = trace;
  return {
    interaction_metadata: metadata(trace, users),
    ...(isCommand && user && { interaction: { id, type, name, user } }),
  } as Partial<APIMessage>;
}

function metadata(trace: InteractionTrace, users: ReadonlyMap<string, APIUser>): object {
  const { user_id, target_user_id, triggering, guild_id, name, ...rest } = trace;
  const target = target_user_id ? users.get(target_user_id) : undefined;
  return {
    ...rest,
    ...(name !== undefined && { name }),
    user: users.get(user_id),
    authorizing_integration_owners: { 0: guild_id ?? "0" },
    ...(target && { target_user: target }),
    ...(triggering && { triggering_interaction_metadata: metadata(triggering, users) }),
  };
}
