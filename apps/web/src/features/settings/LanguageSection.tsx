import { formatDateTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { useSettings } from "../../state/store.ts";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { change } from "./change.ts";
import { SectionHead } from "./SettingsFrame.tsx";

/** The language of the interface. What people write stays as it is. */
export function LanguageSection() {
  const settings = useSettings();
  return (
    <>
      <SectionHead title={m.settings_language()} lead={m.settings_language_lead()} />
      <section>
        <RadioGroup
          label={m.common_language()}
          isLabelHidden
          value={settings.locale}
          onChange={(locale) => change({ locale })}
          hint={m.settings_language_sample({ date: formatDateTime(Date.now()) })}
          options={[
            {
              id: "system",
              label: m.settings_language_system(),
              description: m.settings_language_system_about(),
            },
            // A language is written in itself, so that whoever reads only that one finds it.
            { id: "en", label: <span lang="en">English</span> },
            { id: "fr", label: <span lang="fr">Français</span> },
          ]}
        />
      </section>
    </>
  );
}
