import { ApiError } from "../../errors.ts";

/** What was asked for; undefined where it was refused. What else goes wrong stays an error. */
export const unlessRefused = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof ApiError) return undefined;
    throw error;
  });
