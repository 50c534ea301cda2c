import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { chime } from "../../state/notify.ts";
import { useSettings } from "../../state/store.ts";
import { Switch } from "../../ui/Switch.tsx";
import { change } from "./change.ts";
import { SectionHead } from "./SettingsFrame.tsx";
import { WordsField } from "./WordsField.tsx";

/** How one is told of what calls. */
export function NotificationsSection() {
  const { notifications, highlight_words, highlight_ignores_accents } = useSettings();
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
      <section>
        <h2 className="h-section">{m.settings_words()}</h2>
        <p className="secondary words-about">{m.settings_words_about()}</p>
        <WordsField
          label={m.settings_words_label()}
          hint={m.settings_words_hint()}
          words={highlight_words}
          onChange={(words) => change({ highlight_words: words })}
        />
        <div className="card words-accents">
          <Switch
            label={m.settings_words_accents()}
            description={m.settings_words_accents_about()}
            isSelected={highlight_ignores_accents}
            onChange={(on) => change({ highlight_ignores_accents: on })}
          />
        </div>
      </section>
    </>
  );
}
