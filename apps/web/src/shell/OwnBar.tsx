import { useNavigate } from "@tanstack/react-router";
import { Info, LogOut, Settings, ShieldCheck, SmilePlus, X } from "lucide-react";
import { useKeys } from "../features/switcher/keys.ts";
import { errorText } from "../i18n/errors.ts";
import * as m from "../paraglide/messages.js";
import { changeSettings } from "../state/actions/settings.ts";
import { openOverlay } from "../state/overlays.ts";
import { customStatusOf, usePresence, useSelf, useSettings } from "../state/store.ts";
import type { Presence } from "../ui/Avatar.tsx";
import type { MenuEntry } from "../ui/MenuItems.tsx";
import { PresenceMark, presenceText } from "../ui/PresenceMark.tsx";
import { toast } from "../ui/toast.ts";
import { logOut } from "./logOut.ts";
import { UserBar } from "./UserBar.tsx";

const statuses = ["online", "idle", "dnd", "invisible"] as const;

/** The user bar of the person who is logged in. */
export function OwnBar() {
  const self = useSelf();
  const settings = useSettings();
  const presence = usePresence(self.id);
  const custom = customStatusOf(presence);
  const navigate = useNavigate();
  const settingsKeys = useKeys("settings");

  function change(what: Parameters<typeof changeSettings>[0]) {
    changeSettings(what).catch((error) => toast({ tone: "danger", title: errorText(error) }));
  }

  const about = { dnd: m.shell_dnd_about(), invisible: m.shell_invisible_about() };
  const menu: MenuEntry[] = [
    ...statuses.map((status) => ({
      id: status,
      label: presenceText(status),
      description: status in about ? about[status as keyof typeof about] : undefined,
      glyph: <PresenceMark presence={status === "invisible" ? "offline" : status} />,
      isChecked: settings.status === status,
      onAction: () => change({ status }),
    })),
    "separator",
    {
      id: "status",
      label: m.shell_set_status(),
      icon: SmilePlus,
      onAction: () => openOverlay({ kind: "status" }),
    },
    ...(settings.custom_status
      ? [
          {
            id: "clear",
            label: m.shell_clear_status(),
            icon: X,
            onAction: () => change({ custom_status: null }),
          },
        ]
      : []),
    "separator",
    {
      id: "settings",
      label: m.shell_settings(),
      icon: Settings,
      keys: settingsKeys,
      onAction: () => void navigate({ to: "/settings/$section", params: { section: "profile" } }),
    },
    ...(self.admin
      ? [
          {
            id: "admin",
            label: m.shell_admin(),
            icon: ShieldCheck,
            onAction: () => void navigate({ to: "/admin/$section", params: { section: "accounts" } }),
          },
        ]
      : []),
    { id: "about", label: m.shell_about(), icon: Info, onAction: () => void navigate({ to: "/about" }) },
    "separator",
    { id: "logout", label: m.shell_logout(), icon: LogOut, onAction: () => void logOut() },
  ];

  return (
    <UserBar
      user={self}
      presence={presence.status as Presence}
      status={custom ? [custom.emoji, custom.text].filter(Boolean).join(" ") : undefined}
      menu={menu}
      settingsKeys={settingsKeys}
      onSettings={() => void navigate({ to: "/settings/$section", params: { section: "profile" } })}
    />
  );
}
