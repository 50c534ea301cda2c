import { Button } from "react-aria-components/Button";
import { setLocaleChoice, useLocale } from "../../i18n/locale.ts";

/** Offers the other language, in that language: whoever needs it can read it. */
export function LanguageSwitch() {
  const other = useLocale() === "fr" ? "en" : "fr";
  return (
    <Button className="door-link" lang={other} onPress={() => setLocaleChoice(other)}>
      {other === "fr" ? "Français" : "English"}
    </Button>
  );
}
