import { Suspense, useEffect, useState } from "react";
import { lazyPart } from "./lazyPart.ts";
import { needToasts } from "./toast.ts";

const Region = lazyPart(
  () => import("./ToastRegion.tsx").then((x) => x.ToastRegion),
  () => null,
);

/** `ToastRegion`, fetched when there is a first thing to say. Stands once, at the root. */
export function LazyToastRegion() {
  const [isNeeded, setNeeded] = useState(false);
  useEffect(() => needToasts(() => setNeeded(true)), []);
  return <Suspense>{isNeeded ? <Region /> : null}</Suspense>;
}
