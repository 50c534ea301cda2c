import * as m from "../paraglide/messages.js";
import { passwordStrength } from "./password-strength.ts";

/** Four bars under a new password. `own` holds words that must not count: the user name, the e-mail address. */
export function PasswordStrength({ password, own = [] }: { password: string; own?: readonly string[] }) {
  const strength = passwordStrength(password, own);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn as four bars in every browser.
    <div
      className={`strength strength-${strength}`}
      role="meter"
      aria-label={m.common_password_strength()}
      aria-valuemin={0}
      aria-valuenow={strength}
      aria-valuemax={4}
      aria-valuetext={strengthText(strength)}
    >
      {[1, 2, 3, 4].map((bar) => (
        <i key={bar} className={bar <= strength ? "on" : undefined} />
      ))}
    </div>
  );
}

/** The strength in words, for the hint under the field. */
export function strengthText(strength: 0 | 1 | 2 | 3 | 4): string {
  const texts = [
    m.common_password_too_short,
    m.common_password_weak,
    m.common_password_fair,
    m.common_password_good,
    m.common_password_strong,
  ];
  return texts[strength]?.() ?? "";
}
