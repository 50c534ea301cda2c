import { ApiError } from "@palabre/client";
import type { Snowflake } from "@palabre/protocol";
import { api } from "../api.ts";
import { told } from "./channels.ts";

/** Shows a 1:1 chat again that was hidden, by its id alone. False when there is none that one may see. */
export async function reopenChat(id: Snowflake): Promise<boolean> {
  try {
    const { type, recipients } = await api.channels.get(id);
    const [other] = recipients;
    if (type !== 1 || !other) return false;
    told(await api.channels.openDm(other.id));
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
