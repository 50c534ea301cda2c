import type { APIMessage } from "@palabre/protocol";

/** Of a message's `flags`: published from where it stands, or a copy of one that was published elsewhere. */
const PUBLISHED = 1 | 2;

export const isPublished = (message: APIMessage): boolean => (Number(message.flags ?? 0) & PUBLISHED) !== 0;

/** Whether it can be published still: written here, no poll, and not yet. */
export const isPublishable = (message: APIMessage): boolean =>
  message.type === 0 && !message.poll && !isPublished(message);
