import * as m from "../../paraglide/messages.js";
import { setAppearance, systemTheme, useAppearance } from "../../styles/appearance.ts";
import { Segmented } from "../../ui/Segmented.tsx";
import { noteDoorChoice } from "./door-choices.ts";

/** The three themes, for this device. */
export function ThemeSwitch() {
  const { theme } = useAppearance();
  return (
    <Segmented
      className="themes"
      label={m.common_theme()}
      value={theme === "system" ? systemTheme() : theme}
      onChange={(chosen) => {
        noteDoorChoice({ theme: chosen });
        setAppearance({ theme: chosen });
      }}
      options={[
        { id: "encre", label: m.common_theme_encre() },
        { id: "papier", label: m.common_theme_papier() },
        { id: "contraste", label: m.common_theme_contraste() },
      ]}
    />
  );
}
