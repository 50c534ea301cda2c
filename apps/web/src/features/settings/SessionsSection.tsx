import type { AuthSession } from "@palabre/protocol";
import { MonitorSmartphone, Smartphone } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import { formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { api } from "../../state/api.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "./SettingsFrame.tsx";

/** Where one is logged in, and the way to end it there. */
export function SessionsSection() {
  const [sessions, setSessions] = useState<AuthSession[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [asksAll, setAsksAll] = useState(false);

  const load = useCallback(async () => {
    try {
      setSessions(await api.auth.sessions());
      setFailure(null);
    } catch (error) {
      setFailure(error);
    }
  }, []);
  useEffect(() => void load(), [load]);

  const others = sessions?.filter((session) => !session.current) ?? [];

  async function end(hashes: string[]) {
    await api.auth.endSessions(hashes);
    await load();
  }

  return (
    <>
      <SectionHead title={m.settings_sessions()} lead={m.settings_sessions_lead()} />
      {failure ? (
        <EmptyState
          title={m.settings_not_loaded()}
          tone="danger"
          actions={<Button onPress={() => void load()}>{m.common_retry()}</Button>}
        >
          {errorText(failure)}
        </EmptyState>
      ) : sessions === null ? (
        <SkeletonRows rows={3} />
      ) : (
        <>
          <ul className="card session-list">
            {[...sessions]
              .sort((a, b) => Number(b.current) - Number(a.current))
              .map((session) => (
                <li key={session.id_hash} className="session-row">
                  <Icon
                    of={/android|ios|iphone/i.test(session.client_info.os) ? Smartphone : MonitorSmartphone}
                    size={22}
                  />
                  <span className="txt">
                    <b>
                      {[session.client_info.platform, session.client_info.os].filter(Boolean).join(" · ") ||
                        m.settings_unknown_device()}
                    </b>
                    <span>
                      {[
                        session.client_info.location,
                        session.current
                          ? null
                          : m.settings_last_used({ when: formatRelative(session.approx_last_used_time) }),
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  </span>
                  {session.current ? (
                    <Tag tone="success">{m.settings_this_device()}</Tag>
                  ) : (
                    <Button
                      size="sm"
                      variant="outline"
                      onPress={() => void attempt(() => end([session.id_hash]))}
                    >
                      {m.settings_end_session()}
                    </Button>
                  )}
                </li>
              ))}
          </ul>
          {others.length > 0 ? (
            <section>
              <Button variant="danger" onPress={() => setAsksAll(true)}>
                {m.settings_end_others()}
              </Button>
            </section>
          ) : null}
        </>
      )}
      <ConfirmDialog
        question={m.settings_end_others_question()}
        confirmLabel={m.settings_end_others()}
        isDanger
        isOpen={asksAll}
        onOpenChange={setAsksAll}
        onConfirm={() => end(others.map((session) => session.id_hash))}
      >
        {m.settings_end_others_text({ count: others.length })}
      </ConfirmDialog>
    </>
  );
}
