import { Outlet } from "@tanstack/react-router";
import { usePageName } from "./useTitle.ts";

/** The page, and a line that tells screen readers which one it is: no document loads when the address changes. */
export function RootLayout() {
  const name = usePageName();
  return (
    <>
      <Outlet />
      <div className="vh" aria-live="polite" aria-atomic>
        {name}
      </div>
    </>
  );
}
