import type { BotIntegration } from "@palabre/client";
import type { APIRole } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Bot } from "lucide-react";
import { useCallback, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { useRoles } from "../../state/guilds.ts";
import { nameOf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { permissionNames } from "../consent/AskedPermissions.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import "../developer/errorWords.ts";
import { Loading } from "./Loading.tsx";
import { permissionName } from "./permissionWords.ts";
import { useRank } from "./useRank.ts";

const CommandPermissions = lazyOverlay(
  () => import("../commands/CommandPermissions.tsx").then((x) => x.CommandPermissions),
  ({ onClose }) => onClose(),
);

/** Programs in the server: who brought them in, what they may do, and the way out. */
export function BotsSection({ guild }: { guild: Guild }) {
  const roles = useRoles(guild.id);
  const { has } = useRank(guild.id);
  // A bot comes and goes with its role: what is listed is asked for anew then.
  const present = roles.flatMap((role) => role.tags?.bot_id ?? []).join(" ");
  const load = useCallback((signal: AbortSignal) => listFor(guild.id, present, signal), [guild.id, present]);
  const { data, error, reload } = useLoaded(load);
  const [doomed, setDoomed] = useState<BotIntegration | null>(null);
  const [shown, setShown] = useState<BotIntegration | null>(null);
  return (
    <>
      <SectionHead title={m.bots_title()} lead={m.bots_lead()} />
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.length === 0 ? (
        <EmptyState
          icon={Bot}
          level={2}
          title={m.bots_none()}
          actions={<LinkButton to="/developers">{m.bots_make()}</LinkButton>}
        >
          {m.bots_none_about()}
        </EmptyState>
      ) : (
        <ul className="card session-list" aria-label={m.bots_title()}>
          {data.map((one) => {
            const { application, user } = one;
            const role = roles.find(({ tags }) => tags?.bot_id === application.id);
            return (
              <li key={one.id} className="session-row">
                <Avatar user={application.bot ?? { id: application.id, username: one.name }} size={40} />
                <span className="txt">
                  <b>
                    {one.name} <Tag>{m.conversation_app()}</Tag>
                  </b>
                  <span>
                    {[user ? m.bots_added_by({ name: nameOf(user) }) : "", application.description]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                  {role ? (
                    <span className="bot-may">
                      {mayDo(role)}{" "}
                      {has("ManageRoles") ? (
                        <Link
                          to="/channels/$guildId/settings/{-$section}"
                          params={{ guildId: guild.id, section: "roles" }}
                          search={{ role: role.id }}
                        >
                          {m.bots_role({ name: role.name })}
                        </Link>
                      ) : null}
                    </span>
                  ) : null}
                </span>
                <span className="bot-acts">
                  <Button
                    size="sm"
                    variant="outline"
                    aria-label={m.commands_perm_title({ name: one.name })}
                    onPress={() => setShown(one)}
                  >
                    {m.commands_perm_button()}
                  </Button>
                  <Button size="sm" variant="outline" onPress={() => setDoomed(one)}>
                    {m.common_remove()}
                  </Button>
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {shown ? (
        <CommandPermissions
          guildId={guild.id}
          application={shown.application}
          onClose={() => setShown(null)}
        />
      ) : null}
      {doomed ? (
        <ConfirmDialog
          question={m.bots_remove_question({ name: doomed.name, server: guild.name })}
          confirmLabel={m.bots_remove()}
          isDanger
          isOpen
          onOpenChange={() => setDoomed(null)}
          onConfirm={async () => {
            await applicationApi.removeIntegration(guild.id, doomed.id);
            await reload();
          }}
        >
          {m.bots_remove_text()}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** `_present` is what the answer depends on besides the server. */
const listFor = (guildId: string, _present: string, signal: AbortSignal) =>
  applicationApi.integrations(guildId, { signal });

/** What the role gives, in words. */
function mayDo(role: APIRole): string {
  const bits = BigInt(role.permissions);
  if (bits & P.Administrator) return m.bots_may_all();
  const names = permissionNames(bits).map(permissionName);
  return names.length > 0 ? m.bots_may({ permissions: names.join(", ") }) : m.bots_may_none();
}
