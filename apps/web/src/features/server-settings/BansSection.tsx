import type { APIBan } from "discord-api-types/v10";
import { Search } from "lucide-react";
import { useCallback, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useEnd } from "../admin/useEnd.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { Loading } from "./Loading.tsx";

const PAGE = 1_000;

/** Who may not come back, and why. */
export function BansSection({ guild }: { guild: Guild }) {
  const { isEnd, note } = useEnd(PAGE);
  const load = useCallback(
    (signal: AbortSignal) => guildApi.bans.list(guild.id, { limit: PAGE }, { signal }).then(note),
    [guild.id, note],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [query, setQuery] = useState("");
  const [asked, setAsked] = useState<APIBan | null>(null);
  const wanted = query.trim().toLocaleLowerCase();
  const found = data?.filter(({ user, reason }) =>
    [user.id, user.username, user.global_name, reason].some((text) =>
      text?.toLocaleLowerCase().includes(wanted),
    ),
  );

  async function more() {
    const last = data?.at(-1);
    if (!last) return;
    await attempt(async () => {
      const next = note(await guildApi.bans.list(guild.id, { limit: PAGE, after: last.user.id }));
      setData((before) => [...(before ?? []), ...next]);
    });
  }

  return (
    <>
      <SectionHead title={m.server_bans()} lead={m.server_bans_lead()} />
      {data && data.length > 0 ? (
        <div className="sec-h">
          <TextField
            className="grow"
            label={m.server_ban_search()}
            isLabelHidden
            placeholder={m.server_ban_search()}
            size="sm"
            icon={Search}
            type="search"
            value={query}
            onChange={setQuery}
          />
        </div>
      ) : null}
      {!data || !found ? (
        <Loading error={error} reload={() => void reload()} />
      ) : found.length === 0 ? (
        <p className="muted none">{data.length === 0 ? m.server_bans_none() : m.server_member_none()}</p>
      ) : (
        <ul className="card" aria-label={m.server_bans()}>
          {found.map((ban) => (
            <li key={ban.user.id} className="member-row">
              <Avatar user={ban.user} size={32} />
              <span className="txt">
                <b className="truncate">{nameOf(ban.user)}</b>
                <span>{[ban.user.username, ban.reason].filter(Boolean).join(" · ")}</span>
              </span>
              <Button size="sm" variant="outline" onPress={() => setAsked(ban)}>
                {m.server_unban()}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {data && !isEnd ? (
        <Button className="more" variant="ghost" onPress={() => void more()}>
          {m.admin_more()}
        </Button>
      ) : null}
      {asked ? (
        <ConfirmDialog
          question={m.server_unban_question({ name: nameOf(asked.user) })}
          confirmLabel={m.server_unban()}
          isOpen
          onOpenChange={() => setAsked(null)}
          onConfirm={async () => {
            await guildApi.bans.remove(guild.id, asked.user.id);
            setData((before) => before?.filter((one) => one.user.id !== asked.user.id) ?? null);
          }}
        >
          {m.server_unban_text()}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
