import { lazy, Suspense, useEffect, useState } from "react";
import { toasts } from "./toast.ts";

const Region = lazy(() => import("./ToastRegion.tsx").then(({ ToastRegion }) => ({ default: ToastRegion })));

/** `ToastRegion`, fetched when there is a first thing to say. Stands once, at the root. */
export function LazyToastRegion() {
  const [isNeeded, setNeeded] = useState(false);
  useEffect(() => toasts.subscribe(() => setNeeded(true)), []);
  return <Suspense>{isNeeded ? <Region /> : null}</Suspense>;
}
