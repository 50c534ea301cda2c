import { createHmac } from "node:crypto";
import { ApiError } from "../../errors.ts";
import type { Header } from "./adapters/adapter.ts";
import { isSame } from "./webhook.ts";

const hmac = (secret: string, body: string): string =>
  createHmac("sha256", secret).update(body).digest("hex");

type Check = (secret: string, body: string, header: Header) => boolean;

/** How each service says that it knows the secret; the others cannot. */
const SIGNATURES: Record<string, Check | undefined> = {
  github: (secret, body, header) =>
    isSame(header("X-Hub-Signature-256") ?? "", `sha256=${hmac(secret, body)}`),
  gitlab: (secret, _body, header) => isSame(header("X-Gitlab-Token") ?? "", secret),
  forgejo: (secret, body, header) =>
    isSame(header("X-Forgejo-Signature") ?? header("X-Gitea-Signature") ?? "", hmac(secret, body)),
  sentry: (secret, body, header) => isSame(header("Sentry-Hook-Signature") ?? "", hmac(secret, body)),
};

/**
 * Refuses what is not signed with the webhook's secret, where it has one: then its address alone is not enough to post.
 * @throws ApiError invalid_webhook_token
 */
export function requireSigned(service: string, secret: string | null, body: string, header: Header): void {
  if (secret === null) return;
  if (!SIGNATURES[service]?.(secret, body, header)) throw new ApiError("invalid_webhook_token");
}
