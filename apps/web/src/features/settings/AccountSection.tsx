import type { PatchSelf } from "@palabre/client";
import { LIMITS } from "@palabre/protocol";
import { type FormEvent, useState } from "react";
import { errorText, fieldErrorText, isFieldError } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { updateSelf } from "../../state/actions/settings.ts";
import { api } from "../../state/api.ts";
import { endSession } from "../../state/session.ts";
import { useSelf } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { PasswordField } from "../../ui/PasswordField.tsx";
import { PasswordStrength } from "../../ui/PasswordStrength.tsx";
import { SettingRow } from "../../ui/SettingRow.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { toast } from "../../ui/toast.ts";
import { SectionHead } from "./SettingsFrame.tsx";

type Editing = "username" | "email" | "password" | "delete" | null;

/** How one logs in, and how one leaves. */
export function AccountSection() {
  const self = useSelf();
  const [editing, setEditing] = useState<Editing>(null);
  const close = () => setEditing(null);

  async function resend() {
    try {
      await api.auth.resendVerification();
      toast({ tone: "success", title: m.settings_verify_sent(), description: self.email ?? "" });
    } catch (error) {
      toast({ tone: "danger", title: errorText(error) });
    }
  }

  return (
    <>
      <SectionHead title={m.settings_account()} lead={m.settings_account_lead()} />
      <div className="card">
        <SettingRow title={m.settings_username()} description={self.username}>
          <Button size="sm" onPress={() => setEditing("username")}>
            {m.settings_change()}
          </Button>
        </SettingRow>
        <SettingRow title={m.settings_email()} description={self.email}>
          {self.verified ? (
            <Tag tone="success">{m.settings_verified()}</Tag>
          ) : (
            <Button size="sm" variant="link" onPress={() => void resend()}>
              {m.settings_verify()}
            </Button>
          )}
          <Button size="sm" onPress={() => setEditing("email")}>
            {m.settings_change()}
          </Button>
        </SettingRow>
        <SettingRow title={m.settings_password()} description={m.settings_password_about()}>
          <Button size="sm" onPress={() => setEditing("password")}>
            {m.settings_change()}
          </Button>
        </SettingRow>
      </div>
      <section className="danger-zone">
        <h2 className="h-section">{m.settings_leave_server()}</h2>
        <div className="card">
          <SettingRow title={m.settings_delete()} description={m.settings_delete_about()}>
            <Button size="sm" variant="danger" onPress={() => setEditing("delete")}>
              {m.settings_delete()}
            </Button>
          </SettingRow>
        </div>
      </section>
      {editing === "username" ? <UsernameDialog onClose={close} /> : null}
      {editing === "email" ? <EmailDialog onClose={close} /> : null}
      {editing === "password" ? <PasswordDialog onClose={close} /> : null}
      {editing === "delete" ? <DeleteDialog onClose={close} /> : null}
    </>
  );
}

function UsernameDialog({ onClose }: { onClose: () => void }) {
  const self = useSelf();
  const [username, setUsername] = useState(self.username);
  return (
    <AccountDialog
      title={m.settings_username_change()}
      fields={["username"]}
      change={() => ({ username: username.trim().toLowerCase() })}
      onClose={onClose}
    >
      {(failure) => (
        <TextField
          label={m.settings_username()}
          value={username}
          onChange={setUsername}
          error={fieldErrorText(failure, "username")}
          hint={m.settings_username_hint()}
          maxLength={LIMITS.usernameMax}
          autoCapitalize="none"
          autoComplete="username"
          spellCheck="false"
          autoFocus
        />
      )}
    </AccountDialog>
  );
}

function EmailDialog({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState("");
  return (
    <AccountDialog
      title={m.settings_email_change()}
      fields={["email"]}
      change={() => ({ email: email.trim() })}
      onClose={onClose}
    >
      {(failure) => (
        <TextField
          label={m.settings_email_new()}
          type="email"
          value={email}
          onChange={setEmail}
          error={fieldErrorText(failure, "email")}
          hint={m.settings_email_hint()}
          maxLength={LIMITS.email}
          autoComplete="email"
          autoFocus
        />
      )}
    </AccountDialog>
  );
}

function PasswordDialog({ onClose }: { onClose: () => void }) {
  const [password, setPassword] = useState("");
  return (
    <AccountDialog
      title={m.settings_password_change()}
      fields={["new_password"]}
      change={() => ({ new_password: password })}
      onClose={onClose}
    >
      {(failure) => (
        <>
          <PasswordField
            label={m.settings_password_new()}
            value={password}
            onChange={setPassword}
            error={fieldErrorText(failure, "new_password")}
            maxLength={LIMITS.passwordMax}
            autoComplete="new-password"
            autoFocus
          />
          <PasswordStrength password={password} />
        </>
      )}
    </AccountDialog>
  );
}

/** A change that asks for the password as well. */
function AccountDialog({
  title,
  fields,
  change,
  onClose,
  children,
}: {
  title: string;
  fields: string[];
  change: () => PatchSelf;
  onClose: () => void;
  children: (failure: unknown) => React.ReactNode;
}) {
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setFailure(null);
    try {
      await updateSelf({ ...change(), password });
      toast({ tone: "success", title: m.common_saved() });
      onClose();
    } catch (error) {
      setFailure(error);
      setPending(false);
    }
  }

  return (
    <Dialog
      title={title}
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="account-form"
            isPending={isPending}
            disabledReason={password === "" && m.settings_password_needed()}
          >
            {m.common_save()}
          </Button>
        </>
      }
    >
      <form id="account-form" className="settings-form dialog-field" onSubmit={(event) => void save(event)}>
        {children(failure)}
        <PasswordField
          label={m.settings_password_current()}
          value={password}
          onChange={setPassword}
          error={fieldErrorText(failure, "password")}
          autoComplete="current-password"
        />
        {failure && !isFieldError(failure, [...fields, "password"]) ? (
          <p className="hint-error" role="alert">
            {errorText(failure)}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const self = useSelf();
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function remove(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    try {
      await api.users.remove(password);
      await endSession().catch(() => {});
    } catch (error) {
      setFailure(error);
      setPending(false);
    }
  }

  return (
    <Dialog
      title={m.settings_delete_question()}
      role="alertdialog"
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.settings_keep()}
          </Button>
          <Button
            variant="danger"
            type="submit"
            form="delete-form"
            isPending={isPending}
            disabledReason={
              (typed !== self.username && m.common_type_to_confirm({ name: self.username })) ||
              (password === "" && m.settings_password_needed())
            }
          >
            {m.settings_delete()}
          </Button>
        </>
      }
    >
      <p className="secondary">{m.settings_delete_text()}</p>
      <form id="delete-form" className="settings-form dialog-field" onSubmit={(event) => void remove(event)}>
        <TextField
          label={m.common_type_to_confirm({ name: self.username })}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          autoFocus
        />
        <PasswordField
          label={m.settings_password_current()}
          value={password}
          onChange={setPassword}
          error={failure ? (fieldErrorText(failure, "password") ?? errorText(failure)) : undefined}
          autoComplete="current-password"
        />
      </form>
    </Dialog>
  );
}
