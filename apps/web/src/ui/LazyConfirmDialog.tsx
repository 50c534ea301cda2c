import type { ConfirmDialogProps } from "./ConfirmDialog.tsx";
import { lazyOverlay } from "./lazyOverlay.tsx";

/** `ConfirmDialog` for pages that are read long before they ask: fetched with the first question. */
export const ConfirmDialog = lazyOverlay<ConfirmDialogProps>(
  () => import("./ConfirmDialog.tsx").then((module) => module.ConfirmDialog),
  ({ onOpenChange }) => onOpenChange(false),
);
