import type { Identity } from "./hooks.ts";

interface End {
  userId: string;
  authSessionIds: string[] | undefined;
  code: number;
}

export const endConcerns = (end: End, identity: { userId: string; authSessionId: string }): boolean =>
  end.userId === identity.userId &&
  (end.authSessionIds === undefined || end.authSessionIds.includes(identity.authSessionId));

/**
 * Remembers revoked log-ins while sessions start: a token that was good when it was looked up may be revoked before the
 * session stands where the revocation could find it.
 */
export class EndWatch {
  readonly #ends: End[] = [];
  #watchers = 0;

  record(end: End): void {
    if (this.#watchers > 0) this.#ends.push(end);
  }

  /** Begins before the token is looked up. */
  watch(): { codeFor(identity: Identity): number | undefined } & Disposable {
    const from = this.#ends.length;
    this.#watchers++;
    return {
      codeFor: (identity) => this.#ends.slice(from).find((end) => endConcerns(end, identity))?.code,
      [Symbol.dispose]: () => {
        this.#watchers--;
        if (this.#watchers === 0) this.#ends.length = 0;
      },
    };
  }
}
