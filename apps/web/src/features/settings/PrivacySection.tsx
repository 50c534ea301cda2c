import * as m from "../../paraglide/messages.js";
import { useSettings } from "../../state/store.ts";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { change } from "./change.ts";
import { SectionHead } from "./SettingsFrame.tsx";

/** Who may write to me. */
export function PrivacySection() {
  const settings = useSettings();
  return (
    <>
      <SectionHead title={m.settings_privacy()} lead={m.settings_privacy_lead()} />
      <section>
        <RadioGroup
          label={m.settings_allow_dms()}
          value={settings.allow_dms}
          onChange={(allow_dms) => change({ allow_dms })}
          hint={m.settings_allow_hint()}
          options={[
            {
              id: "everyone",
              label: m.settings_allow_everyone(),
              description: m.settings_allow_everyone_about(),
            },
            { id: "mates", label: m.settings_allow_mates(), description: m.settings_allow_mates_about() },
            {
              id: "friends",
              label: m.settings_allow_friends(),
              description: m.settings_allow_friends_about(),
            },
          ]}
        />
      </section>
    </>
  );
}
