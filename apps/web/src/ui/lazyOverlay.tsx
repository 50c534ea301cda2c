import { type ComponentType, type ReactElement, useEffect, useState } from "react";
import { reached } from "./lazyPart.ts";
import { sayUnreached } from "./sayUnreached.ts";

export interface LazyOverlay<Props> {
  (props: Props): ReactElement | null;
  /** Fetches its code ahead: on hover or focus of what opens it, or when all is quiet. */
  preload: () => void;
}

/**
 * A surface that floats over the page and that nothing shows at first: its code is fetched when it first opens, and
 * kept from then on, so that it can leave with its motion. One that cannot be fetched says so and closes; the next
 * opening tries again. What lies in the page has nothing that closes it (null): it is fetched until it is there.
 */
export function lazyOverlay<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  close: ((props: Props) => void) | null,
  /** Keeps its place meanwhile, for what lies in the page. */
  Placeholder?: ComponentType<Props>,
): LazyOverlay<Props> {
  let Loaded: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  const get = close ? load : reached(load);
  const fetched = () => {
    loading ??= get()
      .then((got) => {
        Loaded = got;
      })
      .finally(() => {
        loading = undefined;
      });
    return loading;
  };

  function Overlay(props: Props) {
    // What has no `isOpen` is open for as long as it stands.
    const isOpen = !("isOpen" in props) || props.isOpen !== false;
    const [, setLoaded] = useState(Loaded !== undefined);
    const [wasOpen, setWasOpen] = useState(isOpen);
    if (isOpen && !wasOpen) setWasOpen(true);
    // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each opening, whatever else changes.
    useEffect(() => {
      if (!isOpen) return;
      // It may have come between the drawing and now, asked for by another.
      if (Loaded) return setLoaded(true);
      let isGone = false;
      fetched().then(
        () => isGone || setLoaded(true),
        () => {
          if (isGone) return;
          sayUnreached();
          close?.(props);
        },
      );
      return () => {
        isGone = true;
      };
    }, [isOpen]);
    if (!wasOpen) return null;
    const Shown = Loaded ?? Placeholder;
    return Shown ? <Shown {...props} /> : null;
  }
  // Offline: it is asked for again when it opens.
  Overlay.preload = () => void fetched().catch(() => {});
  return Overlay;
}
