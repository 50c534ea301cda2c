import { type APIGuildMember, LIMITS, type Snowflake } from "@palabre/protocol";
import { useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { formatDateTime, formatDuration } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useRoles } from "../../state/guilds.ts";
import { nameOf } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { attempt } from "../friends/actions.ts";
import { FormFailure } from "./FormFailure.tsx";
import { timeoutOf } from "./memberEntries.ts";
import { ReasonField, reasonOf } from "./ReasonField.tsx";
import { RoleSwatch } from "./RoleSwatch.tsx";
import type { Rank } from "./useRank.ts";
import { useSaving } from "./useSaving.ts";

interface ActionProps {
  guildId: Snowflake;
  member: APIGuildMember;
  onClose: () => void;
  onChanged: (member: APIGuildMember) => void;
}

/** Gives and takes roles, each at once. */
export function RolesDialog({ guildId, member, rank, onClose, onChanged }: ActionProps & { rank: Rank }) {
  const roles = useRoles(guildId).filter((role) => role.id !== guildId);
  const [held, setHeld] = useState<readonly Snowflake[]>(member.roles);

  async function toggle(id: Snowflake, on: boolean) {
    const next = on ? [...held, id] : held.filter((one) => one !== id);
    setHeld(next);
    const went = await attempt(() =>
      on
        ? guildApi.members.addRole(guildId, member.user.id, id)
        : guildApi.members.removeRole(guildId, member.user.id, id),
    );
    if (went) onChanged({ ...member, roles: [...next] });
    else setHeld(held);
  }

  return (
    <Dialog
      title={m.server_roles_of({ name: nameOf(member.user, member.nick) })}
      isOpen
      onOpenChange={onClose}
      hasClose
    >
      {roles.length === 0 ? <p className="muted">{m.server_roles_none()}</p> : null}
      <div className="role-checks">
        {roles.map((role) => (
          <Checkbox
            key={role.id}
            isSelected={held.includes(role.id)}
            isDisabled={!rank.isAbove(role) || role.managed}
            onChange={(on) => void toggle(role.id, on)}
          >
            <span className="row">
              <RoleSwatch color={role.color} />
              <span className="truncate">{role.name}</span>
            </span>
          </Checkbox>
        ))}
      </div>
    </Dialog>
  );
}

export function NickDialog({ guildId, member, onClose, onChanged }: ActionProps) {
  const [nick, setNick] = useState(member.nick ?? "");
  const { failure, isPending, save } = useSaving();

  async function submit() {
    const went = await save(async () => {
      onChanged(await guildApi.members.update(guildId, member.user.id, { nick: nick.trim() || null }));
    });
    if (went) onClose();
  }

  return (
    <Dialog
      title={m.server_nick_of({ name: nameOf(member.user) })}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button variant="primary" isPending={isPending} onPress={() => void submit()}>
            {m.common_save()}
          </Button>
        </>
      }
    >
      <TextField
        label={m.server_nick()}
        placeholder={nameOf(member.user)}
        value={nick}
        onChange={setNick}
        maxLength={LIMITS.nick}
        error={fieldErrorText(failure, "nick")}
        onKeyDown={(event) => event.key === "Enter" && void submit()}
        autoFocus
      />
      <FormFailure failure={failure} fields={["nick"]} />
    </Dialog>
  );
}

/** Seconds of a time-out, as the field's others have them. */
const TIMEOUTS = [60, 300, 600, 3600, 86_400, 604_800, 2_419_200];

export function TimeoutDialog({ guildId, member, onClose, onChanged }: ActionProps) {
  const until = timeoutOf(member);
  const [seconds, setSeconds] = useState(600);
  const [reason, setReason] = useState("");
  const { failure, isPending, save } = useSaving();
  const name = nameOf(member.user, member.nick);

  async function submit(end: string | null) {
    const went = await save(async () => {
      const body = { communication_disabled_until: end };
      onChanged(await guildApi.members.update(guildId, member.user.id, body, reasonOf(reason)));
    });
    if (went) onClose();
  }

  return (
    <Dialog
      title={m.server_timeout_question({ name })}
      isOpen
      onOpenChange={onClose}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          {until ? (
            <Button variant="outline" isPending={isPending} onPress={() => void submit(null)}>
              {m.server_timeout_end()}
            </Button>
          ) : null}
          <Button
            variant="danger"
            isPending={isPending}
            onPress={() => void submit(new Date(Date.now() + seconds * 1000).toISOString())}
          >
            {m.server_timeout()}
          </Button>
        </>
      }
    >
      <p className="secondary">
        {until ? m.server_timeout_until({ name, when: formatDateTime(until) }) : m.server_timeout_text()}
      </p>
      <RadioGroup
        className="dialog-field timeout-choices"
        label={m.server_timeout_for()}
        value={String(seconds)}
        onChange={(next) => setSeconds(Number(next))}
        options={TIMEOUTS.map((one) => ({ id: String(one), label: formatDuration(one * 1000) }))}
      />
      <ReasonField value={reason} onChange={setReason} />
      <FormFailure failure={failure} />
    </Dialog>
  );
}

export function KickDialog({
  guildId,
  member,
  onClose,
  onGone,
}: Omit<ActionProps, "onChanged"> & { onGone: () => void }) {
  const [reason, setReason] = useState("");
  const name = nameOf(member.user, member.nick);
  return (
    <ConfirmDialog
      question={m.server_kick_question({ name })}
      confirmLabel={m.server_kick()}
      isDanger
      isOpen
      onOpenChange={onClose}
      onConfirm={async () => {
        await guildApi.members.kick(guildId, member.user.id, reasonOf(reason));
        onGone();
      }}
    >
      <p>{m.server_kick_text()}</p>
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  );
}

/** Seconds back from now whose messages go with a ban. */
const PURGES = [0, 3600, 21_600, 43_200, 86_400, 259_200, 604_800];

export function BanDialog({
  guildId,
  member,
  onClose,
  onGone,
}: Omit<ActionProps, "onChanged"> & { onGone: () => void }) {
  const [reason, setReason] = useState("");
  const [seconds, setSeconds] = useState(0);
  const name = nameOf(member.user, member.nick);
  return (
    <ConfirmDialog
      question={m.server_ban_question({ name })}
      confirmLabel={m.server_ban()}
      isDanger
      isOpen
      onOpenChange={onClose}
      onConfirm={async () => {
        const body = { delete_message_seconds: seconds };
        await guildApi.bans.create(guildId, member.user.id, body, reasonOf(reason));
        onGone();
      }}
    >
      <p>{m.server_ban_text()}</p>
      <Select
        className="dialog-field"
        label={m.server_ban_messages()}
        value={String(seconds)}
        onChange={(next) => setSeconds(Number(next))}
        options={PURGES.map((one) => ({
          id: String(one),
          label: one === 0 ? m.server_ban_keep() : m.server_ban_delete({ delay: formatDuration(one * 1000) }),
        }))}
      />
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  );
}
