import type { APIMessage, Snowflake } from "@palabre/protocol";
import type {
  APIApplication,
  APIApplicationCommand,
  RESTPatchAPIWebhookWithTokenMessageJSONBody,
  RESTPostAPIApplicationCommandsJSONBody,
  RESTPostAPIInteractionCallbackJSONBody,
  RESTPostAPIWebhookWithTokenJSONBody,
} from "discord-api-types/v10";
import type { CallOptions, Http } from "./http.ts";

/** What bots ask: who they are, their commands, and their answers to those who use them. */
export function createBotRest(http: Http) {
  return { bots: bots(http), commands: commands(http), interactions: interactions(http) };
}

function bots({ request }: Http) {
  return {
    /** The application that the bot belongs to. */
    application: (call?: CallOptions) => request<APIApplication>("GET", "/oauth2/applications/@me", call),
  };
}

function commands({ request }: Http) {
  const at = (applicationId: Snowflake, guildId?: Snowflake) =>
    `/applications/${applicationId}${guildId === undefined ? "" : `/guilds/${guildId}`}/commands`;
  return {
    list: (applicationId: Snowflake, guildId?: Snowflake, call?: CallOptions) =>
      request<APIApplicationCommand[]>("GET", at(applicationId, guildId), call),
    /** All commands at once: what is not among them goes. With a server's id, those of that server alone. */
    replace: (
      applicationId: Snowflake,
      body: readonly RESTPostAPIApplicationCommandsJSONBody[],
      guildId?: Snowflake,
    ) => request<APIApplicationCommand[]>("PUT", at(applicationId, guildId), { body }),
    remove: (applicationId: Snowflake, id: Snowflake, guildId?: Snowflake) =>
      request<void>("DELETE", `${at(applicationId, guildId)}/${id}`),
  };
}

export interface Asked {
  id: Snowflake;
  application_id: Snowflake;
  token: string;
}

function interactions({ request }: Http) {
  return {
    /** Once, within three seconds; later with `followUp`. */
    answer: ({ id, token }: Asked, body: RESTPostAPIInteractionCallbackJSONBody) =>
      request<void>("POST", `/interactions/${id}/${token}/callback`, { body }),
    followUp: ({ application_id, token }: Asked, body: RESTPostAPIWebhookWithTokenJSONBody) =>
      request<APIMessage>("POST", `/webhooks/${application_id}/${token}`, { body }),
    /** Changes the answer, or what is written with the id of a follow-up. */
    edit: (
      { application_id, token }: Asked,
      body: RESTPatchAPIWebhookWithTokenMessageJSONBody,
      id: Snowflake = "@original",
    ) => request<APIMessage>("PATCH", `/webhooks/${application_id}/${token}/messages/${id}`, { body }),
  };
}
