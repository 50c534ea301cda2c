import type { APIUser } from "@palabre/protocol";
import type { Selectable } from "kysely";
import type { Schema } from "../../db/schema.ts";

export type ApplicationRow = Selectable<Schema["applications"]>;

/** An application as everybody may see it. */
export function toApplication(row: ApplicationRow, bot?: APIUser) {
  return {
    id: row.id,
    name: row.name,
    icon: row.icon,
    description: row.description,
    type: null,
    flags: row.flags,
    flags_new: String(row.flags),
    ...(bot && { bot }),
    bot_public: row.is_public === 1,
    bot_require_code_grant: false,
    verify_key: row.verify_key,
    tags: JSON.parse(row.tags) as string[],
    ...(row.install_params !== null && { install_params: JSON.parse(row.install_params) as InstallParams }),
    ...(row.custom_install_url !== null && { custom_install_url: row.custom_install_url }),
    ...(row.terms_of_service_url !== null && { terms_of_service_url: row.terms_of_service_url }),
    ...(row.privacy_policy_url !== null && { privacy_policy_url: row.privacy_policy_url }),
  };
}

/** An application as its owner and its bot see it. */
export function toPrivateApplication(row: ApplicationRow, bot: APIUser, owner: APIUser, guilds: number) {
  return {
    ...toApplication(row, bot),
    redirect_uris: JSON.parse(row.redirect_uris) as string[],
    interactions_endpoint_url: row.interactions_endpoint_url,
    event_webhooks_url: row.event_webhooks_url,
    event_webhooks_status: row.event_webhooks_status,
    event_webhooks_types: JSON.parse(row.event_webhooks_types) as string[],
    role_connections_verification_url: null,
    owner,
    approximate_guild_count: guilds,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [] as string[],
    /** Whether there is a client secret; it is shown once, when it is made. */
    has_secret: row.secret_hash !== null,
  };
}

export type PrivateApplication = ReturnType<typeof toPrivateApplication>;

/** What an install link asks for. */
interface InstallParams {
  scopes: string[];
  /** Decimal. */
  permissions: string;
}
