import { Button } from "react-aria-components/Button";
import { setLocaleChoice, useLocale } from "../../i18n/locale.ts";
import { noteDoorChoice } from "./door-choices.ts";

/** Offers the other language, in that language: whoever needs it can read it. */
export function LanguageSwitch() {
  const other = useLocale() === "fr" ? "en" : "fr";
  function choose() {
    noteDoorChoice({ locale: other });
    setLocaleChoice(other);
  }
  return (
    <Button className="door-link" lang={other} onPress={choose}>
      {other === "fr" ? "Français" : "English"}
    </Button>
  );
}
