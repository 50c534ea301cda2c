/**
 * A row that had the focus takes itself away: the last button of the one that comes to stand there has it then, or what
 * `otherwise` names, so that whoever works by keyboard stays where they are.
 *
 * @param root what holds the rows before and after
 * @param at which row goes
 */
export function focusInPlace(root: Element | null | undefined, rows: string, at: number, otherwise?: string) {
  requestAnimationFrame(() => {
    const all = root?.querySelectorAll(rows) ?? [];
    const next = all[Math.min(at, all.length - 1)]?.querySelectorAll<HTMLElement>("button, input, a[href]");
    const button =
      next?.item(next.length - 1) ?? (otherwise ? root?.querySelector<HTMLElement>(otherwise) : null);
    button?.focus();
  });
}
