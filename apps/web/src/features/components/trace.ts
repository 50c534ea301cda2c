import type { APIMessage, APIUser, Snowflake } from "@palabre/protocol";

/** What somebody did that a bot's message answers. */
export interface Trace {
  user: APIUser;
  /** Of a command, its subcommands with it. */
  name?: string;
  /** Whom a command of a person's menu was about. */
  target?: APIUser;
  /** The message a command of a menu was about, or whose button or list was used. */
  messageId?: Snowflake;
}

/** As it comes: of discord-api-types' three kinds, what any may have. */
interface Told {
  user?: APIUser;
  name?: string;
  target_user?: APIUser;
  target_message_id?: Snowflake;
  interacted_message_id?: Snowflake;
  triggering_interaction_metadata?: Told;
}

/** What a message answers; a form answers what opened it. */
export function traceOf(message: Pick<APIMessage, "interaction_metadata">): Trace | null {
  let told = message.interaction_metadata as Told | undefined;
  while (told?.triggering_interaction_metadata) told = told.triggering_interaction_metadata;
  if (!told?.user) return null;
  const { user, name, target_user: target } = told;
  const messageId = told.target_message_id ?? told.interacted_message_id;
  return {
    user,
    ...(name !== undefined && { name }),
    ...(target && { target }),
    ...(messageId !== undefined && { messageId }),
  };
}
