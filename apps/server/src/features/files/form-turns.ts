import { rateLimited } from "../../http/rate-limit.ts";

/** Forms with files that one account sends at one time. Each holds a connection and an open file, however slow it is. */
const AT_ONCE = 10;
/** Seconds after which to try again. */
const RETRY_AFTER = 5;

export interface FormTurns {
  /** @throws ApiError rate_limited when `userId` is sending as many as one may */
  run<T>(userId: string, receive: () => Promise<T>): Promise<T>;
}

export function createFormTurns(): FormTurns {
  const underWay = new Map<string, number>();
  return {
    async run(userId, receive) {
      const count = underWay.get(userId) ?? 0;
      if (count >= AT_ONCE) throw rateLimited(RETRY_AFTER, "user");
      underWay.set(userId, count + 1);
      try {
        return await receive();
      } finally {
        const left = (underWay.get(userId) ?? 1) - 1;
        if (left > 0) underWay.set(userId, left);
        else underWay.delete(userId);
      }
    },
  };
}
