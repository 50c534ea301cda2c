/** On what holds a conversation: two may stand side by side. */
export const HOLDS = "data-conversation";

/** Whether what happens at `target` is for this conversation: inside it or, for the page's own, inside no other. */
export function isOwn(target: EventTarget | null, root: Element | null, isMain: boolean): boolean {
  const holder = target instanceof Element ? target.closest(`[${HOLDS}]`) : null;
  return holder ? holder === root : isMain;
}
