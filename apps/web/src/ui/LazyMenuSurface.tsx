import { lazyOverlay } from "./lazyOverlay.tsx";
import type { MenuSurfaceProps } from "./MenuSurface.tsx";

/** `MenuSurface`, fetched when the first menu opens. */
export const LazyMenuSurface = lazyOverlay<MenuSurfaceProps>(
  () => import("./MenuSurface.tsx").then(({ MenuSurface }) => MenuSurface),
  ({ onClose }) => onClose(),
);
