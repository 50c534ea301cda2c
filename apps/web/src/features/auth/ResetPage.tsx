import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { fieldErrorText, isFieldError } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { Button } from "../../ui/Button.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { PasswordField } from "../../ui/PasswordField.tsx";
import { PasswordStrength, strengthText } from "../../ui/PasswordStrength.tsx";
import { minimumPasswordLength, passwordStrength } from "../../ui/password-strength.ts";
import { toast } from "../../ui/toast.ts";
import { api } from "./api.ts";
import { Door } from "./Door.tsx";
import { keepDoorChoices } from "./door-choices.ts";
import { FormError } from "./FormError.tsx";
import { takeLinkToken } from "./link-token.ts";
import { setLoggedIn } from "./session.ts";
import { useSubmit } from "./useSubmit.ts";

/** Where the mail's link leads: a new password, and one is logged in. */
export function ResetPage() {
  useTitle(m.auth_reset_title());
  const router = useRouter();
  const [token] = useState(() => takeLinkToken("/reset"));
  const [password, setPassword] = useState("");
  const [isTried, setTried] = useState(false);
  const isShort = password.length < minimumPasswordLength;

  const { onSubmit, isPending, error } = useSubmit(async () => {
    setTried(true);
    if (isShort || token === null) return;
    await api.auth.reset({ token, password });
    setLoggedIn(true);
    await keepDoorChoices();
    await router.navigate({ to: "/", replace: true });
    toast({ tone: "success", title: m.auth_reset_done() });
  });

  if (token === null || fieldErrorText(error, "token")) {
    return (
      <Door title={m.auth_link_expired_title()} lead={m.auth_link_expired_text()}>
        <LinkButton to="/forgot" variant="primary" size="lg">
          {m.auth_link_again()}
        </LinkButton>
      </Door>
    );
  }
  return (
    <Door title={m.auth_reset_title()} lead={m.auth_reset_lead()} onSubmit={onSubmit}>
      <FormError error={isFieldError(error, ["password"]) ? null : error} />
      <PasswordField
        label={m.auth_new_password()}
        name="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        error={isTried && isShort ? m.common_password_too_short() : fieldErrorText(error, "password")}
        hint={password === "" ? m.auth_password_hint() : strengthText(passwordStrength(password))}
        meter={password === "" ? undefined : <PasswordStrength password={password} />}
        autoFocus
      />
      <Button type="submit" variant="primary" size="lg" isPending={isPending}>
        {m.auth_reset_button()}
      </Button>
    </Door>
  );
}
