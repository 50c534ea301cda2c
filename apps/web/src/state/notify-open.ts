let open: (channelId: string, messageId: string) => void = () => {};

/** What a click on a notification does; the router sets it. */
export function onOpenNotification(handler: typeof open): void {
  open = handler;
}

export const openNotification = (channelId: string, messageId: string): void => open(channelId, messageId);
