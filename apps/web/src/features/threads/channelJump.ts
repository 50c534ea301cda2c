import type { Snowflake } from "@palabre/protocol";
import { createContext } from "react";

/** Goes to a message of the channel that a thread stands beside; null where it stands alone. */
export const ChannelJump = createContext<((messageId: Snowflake) => void) | null>(null);
