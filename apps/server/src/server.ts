import { randomUUID } from "node:crypto";
import type { Server } from "bun";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { openContext } from "./context.ts";
import { createAuthenticator } from "./features/accounts/authenticate.ts";
import { readAllowedIntents } from "./features/applications/allowed-intents.ts";
import { startEventWebhooks } from "./features/event-webhooks/start.ts";
import { findMembers, readMemberCount } from "./features/guild-core/find-members.ts";
import { readSounds } from "./features/guild-core/present-sound.ts";
import { readGuildState, readMemberships } from "./features/guild-core/read-guilds.ts";
import { changeVoice, endVoice, endVoiceOfNode } from "./features/voice/change-voice.ts";
import { readChannelInfo } from "./features/voice/voice-status.ts";
import { figuresSweep, sweepsOf } from "./features.ts";
import { createGateway, type Gateway } from "./gateway/gateway.ts";
import type { GatewayOptions } from "./gateway/options.ts";
import { clientAddress, networkOf } from "./http/address.ts";
import { createOriginCheck, gatewayUrl } from "./http/origin.ts";
import { createLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { WEB_ROOT } from "./places.ts";
import { readBotSnapshot, readSnapshot, readVisibleTopics } from "./snapshot.ts";
import { startSweeper } from "./sweeper.ts";

export interface RunningServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, for those on this machine. */
  url: string;
  port: number;
  gateway: Gateway;
  /** Every address that answers, as Hono writes it (`/api/v10/channels/:channel_id`). */
  routes: readonly { method: string; path: string }[];
  /** Sends sessions away to reconnect, finishes requests in flight, closes everything; within `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

export interface StartOptions {
  gateway?: Partial<GatewayOptions>;
  /** Folder of the built web client. */
  webRoot?: string;
}

const STOP_GRACE_MS = 8_000;
/** What PALABRE_RATE_LIMITS=off lifts at the gateway; limits of size stay. */
const NO_GATEWAY_LIMITS: Partial<GatewayOptions> = {
  framesPerWindow: Number.POSITIVE_INFINITY,
  presencesPerWindow: Number.POSITIVE_INFINITY,
  presencesPerUser: Number.POSITIVE_INFINITY,
  identifiesPerWindow: Number.POSITIVE_INFINITY,
  allMembersPerWindow: Number.POSITIVE_INFINITY,
  anonymousPerAddress: Number.POSITIVE_INFINITY,
};

/** Opens the context, mounts the app and the gateway on one port, and serves until stopped. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = createLog(config);
  const context = await openContext(config, log);
  const isOwnOrigin = createOriginCheck(config.publicUrl);
  const authenticate = createAuthenticator(context.db, context.bus);
  const gateway = createGateway({
    bus: context.bus,
    log,
    isOwnOrigin,
    hooks: {
      authenticate,
      visibleTopics: (userId) => readVisibleTopics(context.db.read, userId),
      memberships: (userId) => readMemberships(context.db.read, userId),
      guild: (guildId) => readGuildState(context.db.read, guildId),
      findMembers: (guildId, wanted) => findMembers(context.db.read, guildId, wanted),
      soundboardSounds: (guildId) => readSounds(context.db.read, guildId),
      memberCount: (guildId) => readMemberCount(context.db.read, guildId),
      snapshot: (userId, bot) => (bot ? readBotSnapshot : readSnapshot)(context.db.read, userId),
      changeVoice: (who, wish) => changeVoice({ ...context, nodeId: config.nodeId }, who, wish),
      endVoice: (voiceId) => endVoice(context, voiceId),
      channelInfo: (userId, guildId) => readChannelInfo(context.db.read, userId, guildId),
      allowedIntents: (userId) => readAllowedIntents(context.db.read, userId),
    },
    gatewayUrl: (request) => gatewayUrl(config.publicUrl, request),
    addressOf: (request, peer) => networkOf(clientAddress(request, peer, config.trustedProxies)),
    options: { ...(config.rateLimits ? {} : NO_GATEWAY_LIMITS), ...options.gateway },
  });
  await endVoiceOfNode({ ...context, nodeId: config.nodeId });
  const metrics = createMetrics(() => gateway.stats());
  const eventWebhooks = await startEventWebhooks({ context, gateway, metrics });
  const sweeper = startSweeper(log, [
    ...sweepsOf(context, gateway, eventWebhooks),
    figuresSweep({ context, gateway, metrics }),
  ]);
  let ready = true;
  const app = createApp(
    {
      context,
      authenticate,
      isOwnOrigin,
      gateway,
      metrics,
      isReady: () => ready,
      webRoot: options.webRoot ?? WEB_ROOT,
    },
    eventWebhooks,
  );

  const server: Server<unknown> = Bun.serve({
    port: config.port,
    hostname: config.host,
    // Each route sets its own limit and answers in the documented shape; this one only bounds the worst.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    idleTimeout: 60,
    websocket: gateway.websocket as Bun.WebSocketHandler<unknown>,
    fetch(request, server) {
      // Made from the Host header, which may be none or nonsense.
      const path = URL.parse(request.url)?.pathname;
      if (path === undefined) return new Response("The Host header is not one.", { status: 400 });
      if (path === "/gateway" || path === "/gateway/") return gateway.upgrade(request, server);
      return app.fetch(request, {
        requestId: randomUUID(),
        // Asked for by few requests, and slow to find out.
        get address() {
          return clientAddress(request, server.requestIP(request)?.address, config.trustedProxies);
        },
      });
    },
    error(error) {
      log.error({ err: error }, "request failed");
      return Response.json({ code: 0, message: "500: Internal Server Error" }, { status: 500 });
    },
  });

  let stopping: Promise<void> | undefined;
  const stop = (graceMs = STOP_GRACE_MS) => {
    stopping ??= (async () => {
      ready = false;
      await gateway.drain();
      const inFlight = server.stop(false);
      await Promise.race([inFlight, Bun.sleep(graceMs)]);
      await server.stop(true);
      await sweeper[Symbol.asyncDispose]();
      // While the gateway still hears: what is published then is told to webhooks, too.
      await eventWebhooks[Symbol.asyncDispose]();
      await gateway[Symbol.asyncDispose]();
      metrics.close();
      await context[Symbol.asyncDispose]();
    })();
    return stopping;
  };
  const port = server.port ?? config.port;
  const routes = app.routes.map(({ method, path }) => ({ method, path }));
  const url = `http://127.0.0.1:${port}`;
  return { url, port, gateway, routes, stop, [Symbol.asyncDispose]: () => stop(500) };
}
