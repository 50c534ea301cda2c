import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { fieldErrorText, isFieldError } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { Button } from "../../ui/Button.tsx";
import { PasswordField } from "../../ui/PasswordField.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { api } from "./api.ts";
import { Door } from "./Door.tsx";
import { keepDoorChoices } from "./door-choices.ts";
import { FormError } from "./FormError.tsx";
import { useInstance } from "./instance.ts";
import { Notice } from "./Notice.tsx";
import { setLoggedIn } from "./session.ts";
import { useSubmit } from "./useSubmit.ts";

export function LoginPage() {
  useTitle(m.auth_login_page());
  const router = useRouter();
  const { next } = useSearch({ from: "/door" });
  const { instance } = useInstance();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState({ login: false, password: false });

  const { onSubmit, isPending, error } = useSubmit(async () => {
    const without = { login: login.trim() === "", password: password === "" };
    setMissing(without);
    if (without.login || without.password) return;
    await api.auth.login({ login: login.trim(), password });
    setLoggedIn(true);
    await keepDoorChoices();
    await router.navigate({ href: next ?? "/", replace: true });
  });

  const refused = fieldErrorText(error, "password") ?? fieldErrorText(error, "login");
  return (
    <Door title={m.auth_login_title()} lead={m.auth_login_lead()} onSubmit={onSubmit}>
      {instance?.first_run ? (
        <Notice title={m.auth_first_title()}>
          {m.auth_first_login_text()} <Link to="/register">{m.auth_create_account()}</Link>
        </Notice>
      ) : null}
      <FormError error={isFieldError(error, ["login", "password"]) ? null : error} />
      <TextField
        label={m.auth_login_field()}
        name="login"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck="false"
        value={login}
        onChange={setLogin}
        error={missing.login && login === "" ? m.auth_login_missing() : undefined}
        autoFocus
      />
      <PasswordField
        label={m.auth_password()}
        labelEnd={<Link to="/forgot">{m.auth_forgot_link()}</Link>}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={missing.password && password === "" ? m.auth_password_missing() : refused}
      />
      <Button type="submit" variant="primary" size="lg" isPending={isPending}>
        {m.auth_login_button()}
      </Button>
      {instance?.registration === "closed" && !instance.first_run ? null : (
        <p className="muted door-other">
          {m.auth_new_here()}{" "}
          <Link to="/register" search={{ next }}>
            {m.auth_create_account()}
          </Link>
        </p>
      )}
    </Door>
  );
}
