import { Link } from "@tanstack/react-router";
import { MailCheck } from "lucide-react";
import { useState } from "react";
import { fieldErrorText, isFieldError } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { api } from "./api.ts";
import { Door } from "./Door.tsx";
import { FormError } from "./FormError.tsx";
import { useSubmit } from "./useSubmit.ts";

/** Asks for a link by mail. The answer is the same whether or not the address is known. */
export function ForgotPage() {
  useTitle(m.auth_forgot_title());
  const [email, setEmail] = useState("");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const isMissing = !/^[^\s@]+@[^\s@]+$/.test(email.trim());

  const { onSubmit, isPending, error } = useSubmit(async () => {
    setTried(true);
    if (isMissing) return;
    await api.auth.forgot(email.trim());
    setSentTo(email.trim());
  });

  if (sentTo) {
    return (
      <Door title={m.auth_forgot_sent_title()} lead={m.auth_forgot_sent_text({ email: sentTo })}>
        <p className="muted door-mail" role="status">
          <Icon of={MailCheck} />
          {m.auth_forgot_sent_hint()}
        </p>
        <LinkButton to="/login" variant="primary" size="lg">
          {m.auth_back_to_login()}
        </LinkButton>
        <Button variant="ghost" onPress={() => setSentTo(null)}>
          {m.auth_forgot_other()}
        </Button>
      </Door>
    );
  }
  return (
    <Door title={m.auth_forgot_title()} lead={m.auth_forgot_lead()} onSubmit={onSubmit}>
      <FormError error={isFieldError(error, ["email"]) ? null : error} />
      <TextField
        label={m.auth_email()}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        value={email}
        onChange={setEmail}
        error={isTried && isMissing ? m.auth_email_missing() : fieldErrorText(error, "email")}
        autoFocus
      />
      <Button type="submit" variant="primary" size="lg" isPending={isPending}>
        {m.auth_forgot_button()}
      </Button>
      <p className="muted door-other">
        <Link to="/login">{m.auth_back_to_login()}</Link>
      </p>
    </Door>
  );
}
