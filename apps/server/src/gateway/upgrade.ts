import { GatewayCloseCodes } from "discord-api-types/v10";
import type { SocketData } from "./socket.ts";

interface UpgradeRules {
  isOwnOrigin(origin: string, request: Request): boolean;
  gatewayUrl?(request: Request): string;
  addressOf?(request: Request, peer: string | undefined): string | undefined;
}

const COOKIE = /(?:^|;\s*)palabre_session=([^;]*)/;

/** Reads what the handshake's request says; a Response when it is no handshake. */
export function readUpgrade(
  request: Request,
  rules: UpgradeRules,
  peer: string | undefined,
): SocketData | Response {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return new Response("This is a WebSocket address.", { status: 426, headers: { Upgrade: "websocket" } });
  }
  const url = new URL(request.url);
  return {
    cookieToken: readCookie(request, rules),
    address: (rules.addressOf === undefined ? peer : rules.addressOf(request, peer)) ?? "",
    gatewayUrl:
      rules.gatewayUrl?.(request) ?? `${url.protocol === "https:" ? "wss" : "ws"}://${url.host}/gateway`,
    zlibStream: url.searchParams.get("compress") === "zlib-stream",
    refusal: refusalOf(url.searchParams),
    socket: undefined,
  };
}

/**
 * Any page may open a socket here, and the browser adds our cookie to it. Only our own page may act with it; to another,
 * and to a client that does not say where it comes from, the cookie is as good as absent.
 */
function readCookie(request: Request, rules: UpgradeRules): string {
  const origin = request.headers.get("origin");
  if (origin === null || !rules.isOwnOrigin(origin, request)) return "";
  return COOKIE.exec(request.headers.get("cookie") ?? "")?.[1] ?? "";
}

/** There is no close code for an unknown encoding or compression; they are part of what a version means. */
function refusalOf(query: URLSearchParams): SocketData["refusal"] {
  const refuse = (reason: string) => ({ code: GatewayCloseCodes.InvalidAPIVersion, reason });
  const version = query.get("v");
  if (version !== null && version !== "10" && version !== "9") return refuse("v must be 10");
  const encoding = query.get("encoding");
  if (encoding !== null && encoding !== "json") return refuse("encoding must be json");
  const compress = query.get("compress");
  if (compress !== null && compress !== "" && compress !== "zlib-stream")
    return refuse("compress must be zlib-stream");
  return undefined;
}
