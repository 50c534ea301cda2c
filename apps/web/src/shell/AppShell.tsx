import { Outlet, useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { formatTime } from "../i18n/format.ts";
import * as m from "../paraglide/messages.js";
import { useGuild } from "../state/guilds.ts";
import { reconnectNow } from "../state/session.ts";
import { useConnection, useSelector, useTotals } from "../state/store.ts";
import { ConnectionBanner } from "../ui/Banner.tsx";
import { Button } from "../ui/Button.tsx";
import { lazyOverlay } from "../ui/lazyOverlay.tsx";
import { Panes } from "../ui/Panes.tsx";
import { SkeletonRows } from "../ui/Skeleton.tsx";
import { narrow, useMedia } from "../ui/useMedia.ts";
import { keepPlace } from "./lastPlace.ts";
import { OwnBar } from "./OwnBar.tsx";
import { Rail } from "./Rail.tsx";
import { TabBar } from "./TabBar.tsx";

/** There is seldom one. */
const Announcement = lazyOverlay(
  () => import("./Announcement.tsx").then((module) => module.Announcement),
  null,
);
// One of the two is needed, and comes along beside the page.
const ServerList = lazyOverlay(
  () => import("../features/servers/ServerList.tsx").then((module) => module.ServerList),
  null,
  ListShape,
);
const ConversationList = lazyOverlay(
  () => import("../features/home/ConversationList.tsx").then((module) => module.ConversationList),
  null,
  ListShape,
);
(/^\/(channels|events)\/\d/.test(location.pathname) ? ServerList : ConversationList).preload();

/** While the code of a list is on its way. */
function ListShape() {
  return (
    <>
      <div className="pane-head" />
      <div className="list-body list-loading">
        <SkeletonRows rows={8} />
      </div>
    </>
  );
}

/** Rail, list and the page, fed from the store. */
export function AppShell() {
  const totals = useTotals();
  const connection = useConnection();
  const announcement = useSelector((state) => state.announcement);
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname.replace(/(.)\/$/, "$1") });

  useEffect(() => keepPlace(path), [path]);

  const place = useParams({ strict: false, select: (params) => params.guildId });
  const guild = useGuild(place ?? "0");
  const isList = /^\/channels\/[^/]+$/.test(path) && (place === undefined || guild !== undefined);
  const isInside = /^\/(channels\/[^/]+|events)\/./.test(path) || path === "/friends/add";
  // A phone shows the list as a page of its own.
  const isListPage = useMedia(narrow) && isList;
  const List = isListPage ? "main" : "aside";
  const needsMe = totals.requests + totals.mentions;
  const [, besideChannel] = /^(\/channels\/[^/]+\/[^/]+)\/threads\//.exec(path) ?? [];
  const back =
    besideChannel ??
    (path === "/friends/add" ? "/friends" : guild ? `/channels/${guild.id}` : "/channels/@me");

  // Where a phone shows the list, the page beside it is not there.
  const news = (
    <>
      {announcement ? <Announcement announcement={announcement} /> : null}
      <ConnectionBanner
        isOnline={connection.state !== "offline"}
        offlineText={m.shell_offline_since({
          time: formatTime(connection.state === "offline" ? connection.since : Date.now()),
        })}
        onlineText={m.shell_back_online()}
        action={
          <Button variant="link" onPress={reconnectNow}>
            {m.common_retry()}
          </Button>
        }
      />
    </>
  );

  return (
    <Panes
      pane={isList ? "list" : "main"}
      onBack={isInside ? () => void navigate({ to: back }) : undefined}
      rail={<Rail needsMe={needsMe} hasUnread={totals.unreadPrivate > 0} guildId={guild?.id ?? null} />}
      list={
        <List className="list" aria-label={guild?.name ?? m.shell_messages()}>
          {isListPage ? news : null}
          {guild ? (
            <ServerList key={guild.id} guildId={guild.id} isPage={isListPage} />
          ) : (
            <ConversationList isPage={isListPage} />
          )}
          <OwnBar />
        </List>
      }
      tabBar={isInside ? undefined : <TabBar needsMe={needsMe} unread={totals.unread} />}
    >
      <div className="stage-in">
        {isListPage ? null : news}
        <div className="stage-page">
          <Outlet />
        </div>
      </div>
    </Panes>
  );
}
