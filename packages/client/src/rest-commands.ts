import type { Snowflake } from "@palabre/protocol";
import type { CallOptions, Http } from "./http.ts";
import { formWith, type UploadFile } from "./message-form.ts";
import type { Application } from "./rest-applications.ts";

/** Calls of people for bots: which commands there are, and what is done with them, with buttons, lists and forms. */
export function createCommandRest({ request }: Http) {
  return {
    /** What one may use in a channel. */
    inChannel: (id: Snowflake, call?: CallOptions) =>
      request<CommandIndex>("GET", `/channels/${id}/application-command-index`, call),
    /** What there is in a server: for who manages it everything, else what one may use somewhere in it. */
    inServer: (id: Snowflake, call?: CallOptions) =>
      request<CommandIndex>("GET", `/guilds/${id}/application-command-index`, call),
    /** Does something with a bot; what comes of it is told over the gateway, by the `nonce`. */
    interact: ({ files = [], ...body }: InteractionRequest, call?: CallOptions) =>
      request<void>("POST", "/interactions", {
        ...(files.length === 0 ? { body } : { form: formWith(body, files) }),
        ...call,
      }),
    /** What was chosen for an application, under its own id, and for its commands. */
    permissions: (applicationId: Snowflake, guildId: Snowflake, call?: CallOptions) =>
      request<CommandPermissions[]>(
        "GET",
        `/applications/${applicationId}/guilds/${guildId}/commands/permissions`,
        call,
      ),
    /** Chooses anew; an empty list takes the choice back. */
    setPermissions: (
      applicationId: Snowflake,
      guildId: Snowflake,
      commandId: Snowflake,
      permissions: readonly CommandPermission[],
    ) =>
      request<CommandPermissions>(
        "PUT",
        `/applications/${applicationId}/guilds/${guildId}/commands/${commandId}/permissions`,
        { body: { permissions } },
      ),
  };
}

export interface CommandIndex {
  applications: Application[];
  application_commands: OfferedCommand[];
}

/** Names and descriptions in the language one reads, where there is one. */
interface Worded {
  name: string;
  name_localized?: string;
  description: string;
  description_localized?: string;
}

export interface OfferedCommand extends Worded {
  id: Snowflake;
  application_id: Snowflake;
  /** Absent: of every server. */
  guild_id?: Snowflake;
  /** 1 typed, 2 of a person's menu, 3 of a message's. */
  type: number;
  version: Snowflake;
  options?: OfferedOption[];
}

export interface OfferedChoice {
  name: string;
  name_localized?: string;
  value: string | number;
}

export interface OfferedOption extends Worded {
  type: number;
  required?: boolean;
  choices?: OfferedChoice[];
  options?: OfferedOption[];
  autocomplete?: boolean;
  channel_types?: number[];
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
}

export interface UsedOption {
  type: number;
  name: string;
  value?: string | number | boolean;
  focused?: boolean;
  options?: UsedOption[];
}

/** What a person does with a bot: uses a command, or presses, chooses or fills in what it showed. */
export type InteractionRequest = CommandUse | ComponentUse;

interface Use {
  application_id: Snowflake;
  guild_id?: Snowflake;
  channel_id: Snowflake;
  nonce?: string;
  /** What options of type 11, or fields of type 19 in a form, name by number. */
  files?: readonly UploadFile[];
}

/** A command (2), or a completion of one of its options (4). */
interface CommandUse extends Use {
  type: 2 | 4;
  data: {
    id: Snowflake;
    name: string;
    type: number;
    version: Snowflake;
    options?: UsedOption[];
    target_id?: Snowflake;
  };
}

/** A component of a message (3), or a form (5). */
export interface ComponentUse extends Use {
  type: 3 | 5;
  /** Of a component. */
  message_id?: Snowflake;
  data: object;
}

export interface CommandPermission {
  id: Snowflake;
  /** 1 a role, 2 somebody, 3 a channel. */
  type: 1 | 2 | 3;
  permission: boolean;
}

export interface CommandPermissions {
  /** The command's, or the application's for all of them. */
  id: Snowflake;
  application_id: Snowflake;
  guild_id: Snowflake;
  permissions: CommandPermission[];
}
