import { useNavigate } from "@tanstack/react-router";
import { useKeys } from "../features/switcher/keys.ts";
import { customStatusOf, usePresence, useSelf } from "../state/store.ts";
import type { Presence } from "../ui/Avatar.tsx";
import { UserBar } from "./UserBar.tsx";

/** The user bar of the person who is logged in. */
export function OwnBar() {
  const self = useSelf();
  const presence = usePresence(self.id);
  const custom = customStatusOf(presence);
  const navigate = useNavigate();
  const settingsKeys = useKeys("settings");

  return (
    <UserBar
      user={self}
      presence={presence.status as Presence}
      status={custom ? [custom.emoji, custom.text].filter(Boolean).join(" ") : undefined}
      menu={async () => (await import("./ownMenu.tsx")).ownMenu((to) => void navigate({ to }))}
      settingsKeys={settingsKeys}
      onSettings={() => void navigate({ to: "/settings/$section", params: { section: "profile" } })}
    />
  );
}
