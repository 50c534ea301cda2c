import { createPrivateKey, sign } from "node:crypto";
import { LIMITS } from "@palabre/protocol";
import { ApplicationWebhookType, InteractionType } from "discord-api-types/v10";
import { fieldError } from "../../errors.ts";
import type { EndpointOptions } from "../../outgoing/address.ts";
import { type Posted, postTo } from "../../outgoing/post.ts";
import type { ApplicationRow } from "./present-application.ts";

type Key = Pick<ApplicationRow, "signing_key">;

/** The headers by which an application knows what is from here: Ed25519 over time and body, with its own key. */
export function signEd25519({ signing_key }: Key, body: string, spoil = false): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const key = createPrivateKey({ key: Buffer.from(signing_key, "base64"), format: "der", type: "pkcs8" });
  const signature = sign(null, Buffer.from(timestamp + body), key);
  if (spoil) signature[0] = (signature[0] ?? 0) ^ 0xff;
  return { "X-Signature-Ed25519": signature.toString("hex"), "X-Signature-Timestamp": timestamp };
}

/**
 * Sends `body` to an application's endpoint, signed. All of it takes 3 seconds at most.
 * @throws when there is no whole answer of 1 MiB at most in time, or the address is not to be asked
 */
export function postSigned(
  application: Key,
  address: string,
  body: string,
  options: EndpointOptions,
  spoil = false,
): Promise<Posted> {
  return postTo(address, {
    ...options,
    body,
    headers: signEd25519(application, body, spoil),
    timeoutMs: LIMITS.interactionAnswer,
    maxBytes: LIMITS.endpointAnswer,
  });
}

/**
 * Asks an endpoint whether it is one: it answers a PING, and refuses one whose signature is wrong.
 * @throws ApiError invalid_form_body naming `interactions_endpoint_url`
 */
export async function checkEndpoint(
  application: Pick<ApplicationRow, "id" | "signing_key">,
  address: string,
  newId: () => string,
  options: EndpointOptions,
): Promise<void> {
  const { id } = application;
  const ping = () =>
    JSON.stringify({
      id: newId(),
      application_id: id,
      type: InteractionType.Ping,
      token: "ping",
      version: 1,
      entitlements: [],
      authorizing_integration_owners: {},
    });
  try {
    const refused = await postSigned(application, address, ping(), options, true);
    const answered = await postSigned(application, address, ping(), options);
    const { type } = JSON.parse(answered.text) as { type?: unknown };
    if (refused.status === 401 && answered.status === 200 && type === 1) return;
  } catch {
    // Whatever went wrong there, it is no endpoint; what stands at an address is nobody's business.
  }
  throw fieldError(
    "interactions_endpoint_url",
    "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
    "The specified interactions endpoint url could not be verified.",
  );
}

/**
 * Asks the same of the address that events go to: a PING is answered with 204, one whose signature is wrong with 401.
 * @throws ApiError invalid_form_body naming `event_webhooks_url`
 */
export async function checkEventAddress(
  application: Pick<ApplicationRow, "id" | "signing_key">,
  address: string,
  options: EndpointOptions,
): Promise<void> {
  const body = JSON.stringify({
    version: 1,
    application_id: application.id,
    type: ApplicationWebhookType.Ping,
  });
  try {
    const refused = await postSigned(application, address, body, options, true);
    const answered = await postSigned(application, address, body, options);
    if (refused.status === 401 && answered.status === 204) return;
  } catch {
    // As above.
  }
  throw fieldError(
    "event_webhooks_url",
    "APPLICATION_EVENT_WEBHOOKS_URL_INVALID",
    "The specified event webhooks url could not be verified.",
  );
}
