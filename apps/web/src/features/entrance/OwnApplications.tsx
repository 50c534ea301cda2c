import type { JoinRequest } from "@palabre/protocol";
import { useCallback, useEffect } from "react";
import * as m from "../../paraglide/messages.js";
import { gateway } from "../../state/gateway.ts";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { InboxItem } from "../../ui/InboxItem.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import "./entranceErrors.ts";

const load = (signal: AbortSignal) =>
  guildApi.entrance.mine({ signal }).then((answer) => answer.guild_join_requests);

/** In the inbox: servers that one has asked to come into. */
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

  async function putAway(request: JoinRequest) {
    await attempt(async () => {
      await guildApi.entrance.withdraw(request.guild_id);
      setData((before) => before?.filter((one) => one.id !== request.id) ?? null);
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
        {data.map((request) => (
          <li key={request.id}>
            <InboxItem
              avatar={<ServerIcon guild={request.guild ?? { id: request.guild_id, name: "?" }} />}
              name={request.guild?.name ?? ""}
              text={
                request.application_status === "REJECTED"
                  ? m.entrance_inbox_rejected({
                      reason: request.rejection_reason ?? m.entrance_apply_no_reason(),
                    })
                  : m.entrance_inbox_waits()
              }
              at={request.reviewed_at ?? request.created_at}
              actions={
                <Button variant="outline" size="sm" onPress={() => void putAway(request)}>
                  {request.application_status === "REJECTED"
                    ? m.entrance_apply_dismiss()
                    : m.entrance_apply_withdraw()}
                </Button>
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
