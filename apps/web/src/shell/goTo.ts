/** Goes to a page from where no component is at hand: entries of menus. `router.tsx` says how. */
let go: (path: string) => void = () => {};

export const goTo = (path: string): void => go(path);

export function provideGoTo(way: (path: string) => void): void {
  go = way;
}
