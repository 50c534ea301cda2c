import { lazy, Suspense } from "react";
import type { MenuSurfaceProps } from "./MenuSurface.tsx";

const load = () => import("./MenuSurface.tsx").then(({ MenuSurface }) => ({ default: MenuSurface }));
const Surface = lazy(load);

/** Fetches the code of menus ahead: on hover or focus of what opens one. */
export function preloadMenus(): void {
  void load();
}

/** `MenuSurface`, fetched when the first menu opens. */
export function LazyMenuSurface(props: MenuSurfaceProps) {
  return (
    <Suspense>
      <Surface {...props} />
    </Suspense>
  );
}
