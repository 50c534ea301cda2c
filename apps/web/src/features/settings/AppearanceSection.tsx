import type { UserSettings } from "@palabre/protocol";
import { Check } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { useSelf, useSettings } from "../../state/store.ts";
import { systemTheme } from "../../styles/appearance.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { change } from "./change.ts";
import { SectionHead } from "./SettingsFrame.tsx";

type Theme = Exclude<UserSettings["theme"], "system">;

/** How it looks: every choice is seen at once, here and on one's other devices. */
export function AppearanceSection() {
  const settings = useSettings();
  const self = useSelf();
  const shown = settings.theme === "system" ? systemTheme() : settings.theme;
  return (
    <>
      <SectionHead title={m.settings_appearance()} lead={m.settings_appearance_lead()} />
      <section>
        <h2 className="h-section">{m.common_theme()}</h2>
        <RadioGroup<Theme>
          label={m.common_theme()}
          isLabelHidden
          value={shown}
          onChange={(theme) => change({ theme })}
          options={[
            { id: "encre", label: m.common_theme_encre(), description: m.settings_encre_about() },
            { id: "papier", label: m.common_theme_papier(), description: m.settings_papier_about() },
            { id: "contraste", label: m.common_theme_contraste(), description: m.settings_contraste_about() },
          ]}
        >
          {(option, isSelected) => (
            <span className={`theme-card t-${option.id}`}>
              <Miniature theme={option.id} />
              <span className="row">
                <b>{option.label}</b>
                {isSelected ? (
                  <span className="tick">
                    <Icon of={Check} size={14} />
                  </span>
                ) : null}
              </span>
              <small>{option.description}</small>
            </span>
          )}
        </RadioGroup>
        <Checkbox
          className="check-row"
          isSelected={settings.theme === "system"}
          onChange={(follow) => change({ theme: follow ? "system" : shown })}
        >
          {m.settings_follow_system()}
        </Checkbox>
      </section>
      <section>
        <h2 className="h-section">{m.settings_density()}</h2>
        <Segmented
          label={m.settings_density()}
          value={settings.density}
          onChange={(density) => change({ density })}
          options={[
            { id: "compact", label: m.settings_compact() },
            { id: "cosy", label: m.settings_cosy() },
            { id: "airy", label: m.settings_airy() },
          ]}
        />
        <div className={`density-sample is-${settings.density}`} aria-hidden>
          {[m.settings_sample_one(), m.settings_sample_two()].map((text) => (
            <div className="sample-message" key={text}>
              <Avatar user={self} size={settings.density === "compact" ? 24 : 36} />
              <span>
                <b>{self.global_name || self.username}</b>
                <br />
                {text}
              </span>
            </div>
          ))}
        </div>
      </section>
      <section>
        <h2 className="h-section">{m.settings_reading()}</h2>
        <div className="card">
          <Switch
            label={m.settings_code_lines()}
            description={m.settings_code_lines_about()}
            isSelected={settings.code_line_numbers}
            onChange={(code_line_numbers) => change({ code_line_numbers })}
          />
          <Switch
            label={m.settings_reduce_motion()}
            description={m.settings_reduce_motion_about()}
            isSelected={settings.reduce_motion === "on"}
            onChange={(on) => change({ reduce_motion: on ? "on" : "system" })}
          />
        </div>
      </section>
    </>
  );
}

/** The client, very small, in a theme's own colours. */
function Miniature({ theme }: { theme: string }) {
  return (
    <span className="mini" data-theme={theme} aria-hidden>
      <i className="m-rail">
        <b />
        <b />
        <b />
      </i>
      <i className="m-list">
        <b />
        <b className="on" />
        <b />
        <b />
      </i>
      <i className="m-main">
        <span>
          <u />
          <em />
          <em style={{ width: "70%" }} />
        </span>
        <span>
          <u />
          <em style={{ width: "85%" }} />
          <em className="acc" style={{ width: "34%" }} />
        </span>
        <s />
      </i>
    </span>
  );
}
