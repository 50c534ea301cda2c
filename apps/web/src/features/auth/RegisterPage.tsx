import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { fieldErrorText, isFieldError } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { Button } from "../../ui/Button.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { PasswordField } from "../../ui/PasswordField.tsx";
import { PasswordStrength, strengthText } from "../../ui/PasswordStrength.tsx";
import { minimumPasswordLength, passwordStrength } from "../../ui/password-strength.ts";
import { TextField } from "../../ui/TextField.tsx";
import { api } from "./api.ts";
import { Door } from "./Door.tsx";
import { keepDoorChoices } from "./door-choices.ts";
import { FormError } from "./FormError.tsx";
import { forgetInstance, useInstance } from "./instance.ts";
import { Notice } from "./Notice.tsx";
import { setLoggedIn } from "./session.ts";
import { useSubmit } from "./useSubmit.ts";
import { type UsernameState, useUsername } from "./useUsername.ts";

export function RegisterPage() {
  useTitle(m.auth_register_page());
  const router = useRouter();
  const { next } = useSearch({ from: "/door" });
  const { invite: invited } = useSearch({ from: "/door/register" });
  const { instance } = useInstance();
  const [email, setEmail] = useState("");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [invite, setInvite] = useState(invited ?? "");
  /** Complaints about what is missing wait until somebody has tried to send it. */
  const [isTried, setTried] = useState(false);
  const name = useUsername(username);
  const strength = passwordStrength(password, [username, email.split("@")[0] ?? ""]);
  const needsInvite = instance?.registration === "invite" && !instance.first_run;

  const { onSubmit, isPending, error, setError } = useSubmit(async () => {
    setTried(true);
    const isReady =
      isEmail(email) &&
      !["empty", "short", "invalid", "taken"].includes(name) &&
      password.length >= minimumPasswordLength &&
      (!needsInvite || invite.trim() !== "");
    if (!isReady) return;
    await api.auth.register({
      email: email.trim(),
      username: username.trim().toLowerCase(),
      password,
      ...(invite.trim() && { invite: invite.trim() }),
    });
    forgetInstance();
    setLoggedIn(true);
    await keepDoorChoices();
    await router.navigate({ href: next ?? "/", replace: true });
  });

  /** A field's complaint goes as soon as the field changes. */
  function typed(set: (value: string) => void) {
    return (value: string) => {
      set(value);
      if (error) setError(null);
    };
  }

  if (instance?.registration === "closed" && !instance.first_run) {
    return (
      <Door title={m.auth_closed_title()} lead={m.auth_closed_text()}>
        {instance.contact ? (
          <p className="secondary">{m.auth_closed_contact({ contact: instance.contact })}</p>
        ) : null}
        <LinkButton to="/login" variant="primary" size="lg">
          {m.auth_to_login()}
        </LinkButton>
      </Door>
    );
  }

  return (
    <Door title={m.auth_register_title()} lead={m.auth_register_lead()} onSubmit={onSubmit}>
      {instance?.first_run ? <Notice title={m.auth_first_title()}>{m.auth_first_text()}</Notice> : null}
      <FormError error={isFieldError(error, ["email", "username", "password", "invite"]) ? null : error} />
      {needsInvite ? (
        <TextField
          label={m.auth_invite()}
          name="invite"
          autoComplete="off"
          spellCheck="false"
          value={invite}
          onChange={typed(setInvite)}
          hint={m.auth_invite_hint()}
          error={isTried && invite.trim() === "" ? m.auth_invite_missing() : fieldErrorText(error, "invite")}
        />
      ) : null}
      <TextField
        label={m.auth_email()}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        value={email}
        onChange={typed(setEmail)}
        error={isTried && !isEmail(email) ? m.auth_email_missing() : fieldErrorText(error, "email")}
        autoFocus
      />
      <TextField
        label={m.auth_username()}
        name="username"
        prefix="@"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck="false"
        value={username}
        onChange={typed(setUsername)}
        {...usernameNote(name, isTried, fieldErrorText(error, "username"))}
      />
      <PasswordField
        label={m.auth_password()}
        name="password"
        autoComplete="new-password"
        value={password}
        onChange={typed(setPassword)}
        error={
          isTried && password.length < minimumPasswordLength
            ? m.common_password_too_short()
            : fieldErrorText(error, "password")
        }
        hint={password === "" ? m.auth_password_hint() : strengthText(strength)}
        meter={password === "" ? undefined : <PasswordStrength password={password} own={[username]} />}
      />
      <Button type="submit" variant="primary" size="lg" isPending={isPending}>
        {m.auth_register_button()}
      </Button>
      <p className="muted door-other">
        {m.auth_have_account()}{" "}
        <Link to="/login" search={{ next }}>
          {m.auth_to_login()}
        </Link>
      </p>
    </Door>
  );
}

function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text.trim());
}

function usernameNote(
  state: UsernameState,
  isTried: boolean,
  refused: string | undefined,
): { hint?: ReactNode; error?: ReactNode; success?: ReactNode } {
  if (refused) return { error: refused };
  if (state === "free") return { success: m.auth_username_free() };
  if (state === "taken") return { error: m.common_field_username_taken() };
  if (state === "invalid") return { error: m.common_field_username_invalid() };
  if (isTried && (state === "empty" || state === "short"))
    return { error: m.common_field_username_invalid() };
  return { hint: m.auth_username_hint() };
}
