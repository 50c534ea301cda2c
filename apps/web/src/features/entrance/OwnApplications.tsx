import type { JoinRequest, Snowflake } from "@palabre/protocol";
import { useCallback, useEffect } from "react";
import * as m from "../../paraglide/messages.js";
import { lastChannel } from "../../shell/lastChannel.ts";
import { gateway } from "../../state/gateway.ts";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { InboxItem } from "../../ui/InboxItem.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import "./entranceErrors.ts";
import { focusInPlace } from "../../ui/focusInPlace.ts";

const isIn = ({ application_status }: JoinRequest) => application_status === "APPROVED";

async function load(signal: AbortSignal): Promise<JoinRequest[]> {
  const { guild_join_requests: own } = await guildApi.entrance.mine({ signal });
  // Whoever has been there, by whatever way, has no need of the news.
  const visited = own.filter((one) => isIn(one) && lastChannel(one.guild_id) !== undefined);
  for (const { guild_id } of visited) seen(guild_id);
  return own.filter((one) => !visited.includes(one));
}

/** Nobody waits for it: where it fails, the news stands there once more. */
const seen = (guildId: Snowflake) => void guildApi.entrance.withdraw(guildId).catch(() => {});

/** In the inbox: servers that one has asked to come into, and what came of it. */
export function OwnApplications() {
  const { data, reload, setData } = useLoaded(load);
  const look = useCallback(() => void reload(), [reload]);
  useEffect(
    () =>
      gateway()?.on("dispatch", ({ t }) => {
        if (t === "READY" || (t as string).startsWith("GUILD_JOIN_REQUEST_")) look();
      }),
    [look],
  );
  if (!data || data.length === 0) return null;

  async function putAway(request: JoinRequest, at: number, inbox: Element | null) {
    await attempt(async () => {
      await guildApi.entrance.withdraw(request.guild_id);
      setData((before) => before?.filter((one) => one.id !== request.id) ?? null);
      focusInPlace(inbox, "section[aria-labelledby=inbox-applications] li", at, "h1 ~ * button, a[href]");
    });
  }

  return (
    <section aria-labelledby="inbox-applications">
      <div className="sec-h">
        <h3 className="h-section" id="inbox-applications">
          {m.entrance_inbox()}
        </h3>
      </div>
      <ul className="panel">
        {data.map((request, at) => (
          <li key={request.id}>
            <InboxItem
              avatar={<ServerIcon guild={request.guild ?? { id: request.guild_id, name: "?" }} />}
              name={request.guild?.name ?? ""}
              text={standing(request)}
              at={request.reviewed_at ?? request.created_at}
              actions={
                <>
                  {isIn(request) ? (
                    <LinkButton
                      to="/channels/$guildId"
                      params={{ guildId: request.guild_id }}
                      variant="primary"
                      size="sm"
                      onClick={() => seen(request.guild_id)}
                    >
                      {m.entrance_welcome_go()}
                    </LinkButton>
                  ) : null}
                  <Button
                    variant="outline"
                    size="sm"
                    onPress={({ target }) => void putAway(request, at, target.closest("main"))}
                  >
                    {request.application_status === "SUBMITTED"
                      ? m.entrance_apply_withdraw()
                      : m.entrance_apply_dismiss()}
                  </Button>
                </>
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function standing(request: JoinRequest): string {
  if (isIn(request)) return m.entrance_inbox_approved();
  if (request.application_status !== "REJECTED") return m.entrance_inbox_waits();
  return m.entrance_inbox_rejected({ reason: request.rejection_reason ?? m.entrance_apply_no_reason() });
}
