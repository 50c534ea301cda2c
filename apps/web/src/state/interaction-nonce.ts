/** A word of this page's own: what comes of an interaction is told to all devices, and concerns the one that acted. */
const PAGE = `page-${Math.random().toString(36).slice(2, 10)}-`;
let count = 0;

/** The nonce of an interaction that this page sends. */
export const interactionNonce = (): string => PAGE + ++count;

/** Whether what came of an interaction belongs to this page; where no page says that it acted, to the one in front. */
export const isForThisPage = ({ nonce }: { nonce?: string }): boolean =>
  nonce?.startsWith("page-") ? nonce.startsWith(PAGE) : document.hasFocus();
