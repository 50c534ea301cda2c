import { type DiscoverableGuild, Entrance } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { ArrowDown, Compass, Plus, Search } from "lucide-react";
import { Suspense, useCallback, useDeferredValue, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { useTitle } from "../../shell/useTitle.ts";
import { joinListed } from "../../state/actions/guilds.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuild } from "../../state/guilds.ts";
import { openCreateServer } from "../../state/overlays.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import "../entrance/entranceErrors.ts";
import "./discover.css";
import { lazyPart } from "../../ui/lazyPart.ts";

/** Few servers read applications. */
const ApplicationDialog = lazyPart(() =>
  import("../entrance/ApplicationDialog.tsx").then((module) => module.ApplicationDialog),
);

const PAGE = 24;

/** The directory: servers that chose to be listed, for everybody to join. */
export function DiscoverPage() {
  useTitle(m.discover_title());
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed.trim());
  const load = useCallback(
    (signal: AbortSignal) => guildApi.discovery.list({ query: query || undefined, limit: PAGE }, { signal }),
    [query],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [isMore, setMore] = useState(false);

  async function more() {
    if (!data) return;
    setMore(true);
    await attempt(async () => {
      const next = await guildApi.discovery.list({
        query: query || undefined,
        limit: PAGE,
        offset: data.guilds.length,
      });
      // Somebody may have joined one meanwhile, so that it comes a second time.
      setData((before) => {
        const known = new Set(before?.guilds.map((one) => one.id));
        const fresh = next.guilds.filter((one) => !known.has(one.id));
        return { total: next.total, guilds: [...(before?.guilds ?? []), ...fresh] };
      });
    });
    setMore(false);
  }

  return (
    <main className="main" id="main">
      <PaneHeader title={m.discover_title()} />
      <div className="scroll page-scroll">
        <div className="col col-wide">
          <p className="secondary lead">{m.discover_lead()}</p>
          <div className="discover-head">
            <TextField
              className="grow"
              label={m.discover_search()}
              isLabelHidden
              placeholder={m.discover_search()}
              icon={Search}
              type="search"
              value={typed}
              onChange={setTyped}
              maxLength={100}
            />
            <span className="muted tnum" role="status">
              {data && data.total > 0 ? m.discover_count({ count: data.total }) : null}
            </span>
          </div>
          {data === null ? (
            error ? (
              <EmptyState
                title={m.settings_not_loaded()}
                level={2}
                tone="danger"
                actions={<Button onPress={() => void reload()}>{m.common_retry()}</Button>}
              >
                {errorText(error)}
              </EmptyState>
            ) : (
              <SkeletonRows rows={6} avatar={40} />
            )
          ) : data.guilds.length > 0 ? (
            <ul className="discover-list">
              {data.guilds.map((guild) => (
                <ServerCard key={guild.id} guild={guild} />
              ))}
            </ul>
          ) : query ? (
            <EmptyState
              title={m.discover_not_found({ query })}
              icon={Search}
              tone="muted"
              level={2}
              actions={<Button onPress={() => setTyped("")}>{m.discover_clear()}</Button>}
            >
              {m.discover_not_found_text()}
            </EmptyState>
          ) : (
            <EmptyState
              title={m.discover_none()}
              icon={Compass}
              tone="muted"
              level={2}
              actions={
                <Button icon={Plus} onPress={openCreateServer}>
                  {m.servers_add()}
                </Button>
              }
            >
              {m.discover_none_text()}
            </EmptyState>
          )}
          {data && data.guilds.length < data.total && data.guilds.length > 0 ? (
            <Button
              className="discover-more"
              variant="ghost"
              icon={ArrowDown}
              isPending={isMore}
              onPress={() => void more()}
            >
              {m.admin_more()}
            </Button>
          ) : null}
        </div>
      </div>
    </main>
  );
}

function ServerCard({ guild }: { guild: DiscoverableGuild }) {
  const { id, name, description } = guild;
  const isIn = useGuild(id) !== undefined;
  const navigate = useNavigate();
  const [isPending, setPending] = useState(false);
  const [isApplying, setApplying] = useState(false);
  const isByApplication = ((guild.entrance ?? 0) & Entrance.applications) !== 0;

  async function join() {
    setPending(true);
    await attempt(async () => {
      await joinListed(id);
      await navigate({ to: "/channels/$guildId", params: { guildId: id } });
    });
    setPending(false);
  }

  return (
    <li className="card discover-card">
      <ServerIcon guild={guild} />
      <div className="txt">
        <h2 className="truncate">{name}</h2>
        <p className="muted tnum">{m.discover_members({ count: guild.approximate_member_count })}</p>
      </div>
      <p className="discover-about secondary">{description}</p>
      <div className="discover-act">
        {isIn ? (
          <LinkButton
            to="/channels/$guildId"
            params={{ guildId: id }}
            variant="outline"
            size="sm"
            aria-label={m.discover_open_name({ name })}
          >
            {m.discover_open_server()}
          </LinkButton>
        ) : (
          <Button
            size="sm"
            isPending={isPending}
            aria-label={isByApplication ? m.entrance_apply_name({ name }) : m.discover_join_name({ name })}
            onPress={() => (isByApplication ? setApplying(true) : void join())}
          >
            {isByApplication ? m.entrance_apply() : m.discover_join()}
          </Button>
        )}
      </div>
      {isApplying ? (
        <Suspense>
          <ApplicationDialog guild={guild} onClose={() => setApplying(false)} />
        </Suspense>
      ) : null}
    </li>
  );
}
