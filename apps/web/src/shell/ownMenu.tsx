import { Info, LogOut, Settings, ShieldCheck, SmilePlus, X } from "lucide-react";
import { keysFor } from "../features/switcher/keys.ts";
import { errorText } from "../i18n/errors.ts";
import * as m from "../paraglide/messages.js";
import { changeSettings } from "../state/actions/settings.ts";
import { openOverlay } from "../state/overlays.ts";
import { store } from "../state/store.ts";
import type { MenuEntry } from "../ui/MenuItems.tsx";
import { PresenceMark, presenceText } from "../ui/PresenceMark.tsx";
import { toast } from "../ui/toast.ts";
import { logOut } from "./logOut.ts";

const statuses = ["online", "idle", "dnd", "invisible"] as const;

/** The menu of the person who is logged in: presence, pages of their own, the way out. */
export function ownMenu(go: (path: string) => void): MenuEntry[] {
  const { self, settings } = store.get();
  const about = { dnd: m.shell_dnd_about(), invisible: m.shell_invisible_about() };
  const entries: (MenuEntry | null)[] = [
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
    settings.custom_status
      ? {
          id: "clear",
          label: m.shell_clear_status(),
          icon: X,
          onAction: () => change({ custom_status: null }),
        }
      : null,
    "separator",
    {
      id: "settings",
      label: m.shell_settings(),
      icon: Settings,
      keys: keysFor("settings"),
      onAction: () => go("/settings/profile"),
    },
    self?.admin
      ? {
          id: "admin",
          label: m.shell_admin(),
          icon: ShieldCheck,
          onAction: () => go("/admin/accounts"),
        }
      : null,
    { id: "about", label: m.shell_about(), icon: Info, onAction: () => go("/about") },
    "separator",
    { id: "logout", label: m.shell_logout(), icon: LogOut, onAction: () => void logOut() },
  ];
  return entries.filter((entry) => entry !== null);
}

function change(what: Parameters<typeof changeSettings>[0]): void {
  changeSettings(what).catch((error) => toast({ tone: "danger", title: errorText(error) }));
}
