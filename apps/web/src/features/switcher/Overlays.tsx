import type { JoinRequestEvent } from "@palabre/protocol";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Component, type ReactNode, Suspense, useEffect } from "react";
import { placeOf } from "../../shell/place.ts";
import { gateway } from "../../state/gateway.ts";
import { orderedGuilds } from "../../state/guilds.ts";
import { onOpenNotification } from "../../state/notify-open.ts";
import { closeOverlay, openOverlay, useOverlay } from "../../state/overlays.ts";
import { sortedPrivateChannels, store } from "../../state/store.ts";
import { unreadOf } from "../../state/unread.ts";
import { lazyPart, reached } from "../../ui/lazyPart.ts";
import { sayUnreached } from "../../ui/sayUnreached.ts";
import { useKey, useKeyBindings } from "./keys.ts";

/** Nothing floats at first: what draws it is fetched when something does, or once all is quiet. */
const OverlayStage = lazyPart(() => import("./OverlayStage.tsx").then((x) => x.OverlayStage));

/** What floats over the signed-in pages, and the keys that work on all of them. */
export function Overlays() {
  const overlay = useOverlay();
  usePageKeys();
  useEffect(watch, []);
  if (!overlay) return null;
  return (
    <Guard>
      <Suspense>
        <OverlayStage overlay={overlay} />
      </Suspense>
    </Guard>
  );
}

// They are there for as long as the page stands: it may begin while the server is away.
const fetchPreload = reached(() => import("./preload.ts"));
const fetchDecisions = reached(() => import("../entrance/tellDecision.ts"));

/** What is told in passing whatever page stands, and what is fetched when all is quiet. Returns what ends it. */
function watch(): () => void {
  const deaf = gateway()?.on("dispatch", ({ t, d }) => {
    if ((t as string) !== "GUILD_JOIN_REQUEST_UPDATE") return;
    fetchDecisions()
      .then(({ tellDecision }) => tellDecision(d as JoinRequestEvent))
      .catch(() => {});
  });
  let stop: (() => void) | undefined;
  let isOver = false;
  const timer = setTimeout(() => {
    fetchPreload()
      .then(({ preload, watchBeginnings }) => {
        preload();
        if (!isOver) stop = watchBeginnings();
      })
      .catch(() => {});
  }, 1_500);
  return () => {
    isOver = true;
    clearTimeout(timer);
    deaf?.();
    stop?.();
  };
}

/** An overlay that cannot be fetched or that throws must not take the page with it. */
class Guard extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };
  static getDerivedStateFromError() {
    return { isBroken: true };
  }
  override componentDidCatch(error: unknown) {
    console.error(error);
    closeOverlay();
    sayUnreached();
  }
  override render() {
    return this.state.isBroken ? null : this.props.children;
  }
}

function usePageKeys(): void {
  const navigate = useNavigate();
  const here = useParams({ strict: false, select: (params) => params.channelId });
  const guildId = useParams({ strict: false, select: (params) => params.guildId });
  const go = (channelId: string, messageId?: string) => navigate(placeOf(channelId, messageId));

  useKeyBindings();
  useKey("switcher", () => openOverlay({ kind: "switcher" }));
  useKey("shortcuts", () => openOverlay({ kind: "shortcuts" }));
  useKey("settings", () => void navigate({ to: "/settings/$section", params: { section: "profile" } }));
  useKey("previous", () => void step(-1, false).catch(sayUnreached));
  useKey("next", () => void step(1, false).catch(sayUnreached));
  useKey("previousUnread", () => void step(-1, true).catch(sayUnreached));
  useKey("nextUnread", () => void step(1, true).catch(sayUnreached));
  useKey("previousServer", () => void stepServer(-1));
  useKey("nextServer", () => void stepServer(1));
  useKey("markServerRead", () => {
    if (!guildId || !(guildId in store.get().guilds)) return false;
    return import("../servers/serverMenu.ts").then(
      ({ markServerRead }) => markServerRead(guildId),
      sayUnreached,
    );
  });
  useEffect(() => onOpenNotification((channelId, messageId) => void go(channelId, messageId)));

  /** To the neighbour in the list, around its ends. */
  async function step(by: 1 | -1, unreadOnly: boolean) {
    const state = store.get();
    const isServer = guildId !== undefined && guildId in state.guilds;
    const channels = isServer
      ? (await import("../servers/walk.ts")).walkOf(state, guildId)
      : sortedPrivateChannels(state);
    const from = channels.findIndex((channel) => channel.id === here);
    for (let n = 1; n <= channels.length; n++) {
      const start = from < 0 && by < 0 ? 0 : from;
      const next = channels[(((start + by * n) % channels.length) + channels.length) % channels.length];
      if (next && next.id !== here && (!unreadOnly || unreadOf(state, next.id).unread)) return go(next.id);
    }
  }
  /** Home stands before the first server. */
  function stepServer(by: 1 | -1) {
    const places = [null, ...orderedGuilds(store.get()).map((guild) => guild.id)];
    const from = Math.max(0, places.indexOf(guildId ?? null));
    const next = places[(from + by + places.length) % places.length];
    return next ? navigate({ to: "/channels/$guildId", params: { guildId: next } }) : navigate({ to: "/" });
  }
}
