import type { Application, OwnApplication } from "@palabre/client";
import * as m from "../../paraglide/messages.js";

/** What every section is given. */
export interface ApplicationProps {
  application: OwnApplication;
  onChange: (application: OwnApplication) => void;
}

/** What brings a bot into a server, unless its owner chose otherwise. */
const DEFAULT_SCOPES = ["bot", "applications.commands"];

export const scopesOf = (application: Application): string[] =>
  application.install_params?.scopes ?? DEFAULT_SCOPES;

export const permissionsOf = (application: Application): bigint =>
  BigInt(application.install_params?.permissions ?? "0");

/** In how many servers it is, in words. */
export const serversText = (count: number): string =>
  count === 0 ? m.dev_in_none() : m.dev_in_servers({ count });

/** Where whoever manages a server adds the bot to it. */
export function installLink(id: string, scopes: readonly string[], permissions: bigint): string {
  const query = new URLSearchParams({
    client_id: id,
    scope: scopes.join(" "),
    permissions: String(permissions),
  });
  return `${location.origin}/oauth2/authorize?${query}`;
}
