import type { Snowflake } from "@palabre/protocol";
import type { APIExtendedInvite } from "discord-api-types/v10";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Trash2, Users } from "lucide-react";
import { useState } from "react";
import { formatDateTime, formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildPermissions } from "../../state/permissions.ts";
import { nameOf, useSelf } from "../../state/store.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { CopyButton } from "../admin/AccountsSection.tsx";
import { attempt } from "../friends/actions.ts";
import { inviteLink } from "./inviteChoices.ts";
import { QrButton } from "./QrButton.tsx";
import { TargetsDialog } from "./TargetsDialog.tsx";

/** Invitations, newest first: where they lead, whose they are, how often they were used. */
export function InviteList({
  guildId,
  invites,
  onGone,
}: {
  guildId: Snowflake;
  invites: readonly APIExtendedInvite[];
  onGone: (code: string) => void;
}) {
  const { id: selfId } = useSelf();
  const held = useGuildPermissions(guildId);
  const [listed, setListed] = useState<APIExtendedInvite | null>(null);
  const mayChange = (invite: APIExtendedInvite) =>
    (held & P.ManageGuild) !== 0n || invite.inviter?.id === selfId;
  if (invites.length === 0) return <p className="muted none">{m.server_invite_none()}</p>;
  const sorted = invites.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
  return (
    <>
      <ul className="card session-list">
        {sorted.map((invite) => (
          <li key={invite.code} className="session-row">
            <span className="txt">
              <b className="truncate mono">{inviteLink(invite.code).replace(/^https?:\/\//, "")}</b>
              <span>{linesOf(invite).join(" · ")}</span>
            </span>
            {isTargeted(invite) && (mayChange(invite) || (held & P.ViewAuditLog) !== 0n) ? (
              <IconButton
                icon={Users}
                size="sm"
                label={m.entrance_targets_of({ code: invite.code })}
                onPress={() => setListed(invite)}
              />
            ) : null}
            <QrButton code={invite.code} />
            <CopyButton text={inviteLink(invite.code)} />
            <IconButton
              icon={Trash2}
              size="sm"
              label={m.server_invite_revoke({ code: invite.code })}
              onPress={() =>
                void attempt(async () => {
                  await guildApi.invites.remove(invite.code);
                  onGone(invite.code);
                })
              }
            />
          </li>
        ))}
      </ul>
      {listed ? (
        <TargetsDialog code={listed.code} mayChange={mayChange(listed)} onClose={() => setListed(null)} />
      ) : null}
    </>
  );
}

const isTargeted = (invite: APIExtendedInvite): boolean =>
  (invite as { is_targeted?: boolean }).is_targeted === true;

function linesOf(invite: APIExtendedInvite): string[] {
  const ends = invite.max_age > 0 ? Date.parse(invite.created_at) + invite.max_age * 1000 : null;
  return [
    invite.channel?.name ? `#${invite.channel.name}` : "",
    invite.inviter ? m.server_invite_by({ name: nameOf(invite.inviter) }) : "",
    invite.max_uses > 0
      ? m.server_invite_used_of({ uses: invite.uses, max: invite.max_uses })
      : m.server_invite_used({ count: invite.uses }),
    ends === null
      ? m.server_invite_ever()
      : m.server_invite_ends({
          when: Math.abs(ends - Date.now()) < 86_400_000 ? formatRelative(ends) : formatDateTime(ends),
        }),
    invite.temporary ? m.server_invite_is_temporary() : "",
    isTargeted(invite) ? m.entrance_targeted() : "",
  ].filter(Boolean);
}
