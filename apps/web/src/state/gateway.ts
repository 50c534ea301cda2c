import type { Gateway } from "@palabre/client";

/** The connection of this log-in; `session.ts` makes and ends it, actions that ask the gateway find it here. */
let current: Gateway | undefined;

export function setGateway(gateway: Gateway | undefined): void {
  current = gateway;
}

export const gateway = (): Gateway | undefined => current;
