import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { setLoggedIn } from "../features/auth/session.ts";
import { Overlays } from "../features/switcher/Overlays.tsx";
import { setLocaleChoice } from "../i18n/locale.ts";
import { startSession } from "../state/session.ts";
import { store, useConnection, useSelfOrNull, useSettings, useTotals } from "../state/store.ts";
import { setAppearance } from "../styles/appearance.ts";
import { AppSkeleton } from "./AppSkeleton.tsx";
import { setFavicon } from "./favicon.ts";
import { keepPlace } from "./lastPlace.ts";
import { isLeaving } from "./logOut.ts";
import { setTitleCount } from "./useTitle.ts";

/** Holds the connection while somebody is logged in, and shows them the door when the server says they are not. */
export function SignedIn() {
  const connection = useConnection();
  const self = useSelfOrNull();
  const navigate = useNavigate();
  const here = useRouterState({ select: (state) => state.location.href });

  useEffect(startSession, []);

  const isOut = connection.state === "out";
  useEffect(() => {
    // Asked of the store: `isOut` may be of before `startSession` above, when somebody has just logged in again.
    if (!isOut || store.get().connection.state !== "out") return;
    setLoggedIn(false);
    keepPlace("/");
    const next = here === "/" || isLeaving() ? undefined : here;
    void navigate({ to: "/login", search: { next }, replace: true });
  }, [isOut, here, navigate]);

  useAccountAppearance(self?.id);
  useTab();

  if (!self || isOut) return <AppSkeleton />;
  return (
    <>
      <Outlet />
      <Overlays />
    </>
  );
}

/** The account's looks and language follow to every device; a change elsewhere is seen here at once. */
function useAccountAppearance(selfId: string | undefined): void {
  const { theme, density, reduce_motion: reduceMotion, locale } = useSettings();
  useEffect(() => {
    // Before READY these are defaults, not choices.
    if (selfId === undefined) return;
    setAppearance({ theme, density, reduceMotion });
  }, [selfId, theme, density, reduceMotion]);
  useEffect(() => {
    if (selfId !== undefined) setLocaleChoice(locale);
  }, [selfId, locale]);
}

/** The tab's title and icon say what calls for oneself, whatever page is open. */
function useTab(): void {
  const { requests, mentions, unread } = useTotals();
  const needsMe = requests + mentions;
  useEffect(() => {
    setTitleCount(needsMe, unread > 0);
    setFavicon(needsMe, unread > 0);
    return () => {
      setTitleCount(0, false);
      setFavicon(0, false);
    };
  }, [needsMe, unread]);
}
