import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { chime } from "../../state/notify.ts";
import { useSettings } from "../../state/store.ts";
import { Switch } from "../../ui/Switch.tsx";
import { change } from "./change.ts";
import { SectionHead } from "./SettingsFrame.tsx";

/** How one is told of what calls. */
export function NotificationsSection() {
  const { notifications } = useSettings();
  const [permission, setPermission] = useState(
    typeof Notification === "undefined" ? "denied" : Notification.permission,
  );
  const isRefused = permission === "denied";

  async function desktop(on: boolean) {
    if (on && permission !== "granted") {
      const answer = await Notification.requestPermission();
      setPermission(answer);
      if (answer !== "granted") return;
    }
    change({ notifications: { ...notifications, desktop: on } });
  }

  return (
    <>
      <SectionHead title={m.settings_notifications()} lead={m.settings_notifications_lead()} />
      <div className="card">
        <Switch
          label={m.settings_desktop()}
          description={isRefused ? m.settings_desktop_refused() : m.settings_desktop_about()}
          isSelected={notifications.desktop && permission === "granted"}
          isDisabled={isRefused}
          onChange={(on) => void desktop(on)}
        />
        <Switch
          label={m.settings_sounds()}
          description={m.settings_sounds_about()}
          isSelected={notifications.sounds}
          onChange={(sounds) => {
            change({ notifications: { ...notifications, sounds } });
            if (sounds) chime();
          }}
        />
      </div>
    </>
  );
}
