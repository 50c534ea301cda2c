import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import { Suspense } from "react";
import { isLoggedIn, safeNext, seemsLoggedIn } from "./features/auth/session.ts";
import { provideGoTo } from "./shell/goTo.ts";
import { PageError } from "./shell/PageError.tsx";
import { PageLoading } from "./shell/PageLoading.tsx";
import { RootLayout } from "./shell/RootLayout.tsx";
import { readSearchValue } from "./shell/searchValue.ts";
import { lazyPart, reached } from "./ui/lazyPart.ts";

/** Every page is a chunk of its own; what they share is loaded once. */

/** What a route draws. A page that is opened without a network opens when it is back. */
const page = <Module extends Record<string, unknown>, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
) => lazyRouteComponent(reached(load), name);

const LazyNotFound = lazyPart(() =>
  import("./features/not-found/NotFoundPage.tsx").then((x) => x.NotFoundPage),
);
const NotFoundPage = () => (
  <Suspense fallback={<PageLoading />}>
    <LazyNotFound />
  </Suspense>
);

const root = createRootRoute({ component: RootLayout, notFoundComponent: NotFoundPage });

/** Pages of the door: whoever is logged in already has no business there. */
const door = createRoute({
  getParentRoute: () => root,
  id: "door",
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: safeNext(search.next) }),
  beforeLoad: ({ search }) => {
    if (seemsLoggedIn()) throw redirect({ href: search.next ?? "/" });
  },
});

const login = createRoute({
  getParentRoute: () => door,
  path: "/login",
  component: page(() => import("./features/auth/LoginPage.tsx"), "LoginPage"),
});

const register = createRoute({
  getParentRoute: () => door,
  path: "/register",
  validateSearch: (search: Record<string, unknown>): { invite?: string } => ({
    invite:
      typeof search.invite === "string" || typeof search.invite === "number"
        ? String(search.invite)
        : undefined,
  }),
  component: page(() => import("./features/auth/RegisterPage.tsx"), "RegisterPage"),
});

const forgot = createRoute({
  getParentRoute: () => door,
  path: "/forgot",
  component: page(() => import("./features/auth/ForgotPage.tsx"), "ForgotPage"),
});

/** Links of mails work logged in or not. Their token is in the fragment, which no server ever logs. */
const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  component: page(() => import("./features/auth/ResetPage.tsx"), "ResetPage"),
});

const verify = createRoute({
  getParentRoute: () => root,
  path: "/verify",
  component: page(() => import("./features/auth/VerifyPage.tsx"), "VerifyPage"),
});

/** What an invitation leads to, logged in or not. */
const invite = createRoute({
  getParentRoute: () => root,
  path: "/invite/$code",
  component: page(() => import("./features/invites/pages.ts"), "InvitePage"),
});

const about = createRoute({
  getParentRoute: () => root,
  path: "/about",
  component: page(() => import("./features/about/AboutPage.tsx"), "AboutPage"),
});

/** Every operation of the API, logged in or not; which one stands in the fragment. */
const apiDocs = createRoute({
  getParentRoute: () => root,
  path: "/docs/api",
  component: page(() => import("./features/api-docs/ApiPage.tsx"), "ApiPage"),
});

/** Everything that needs an account: holds the connection to the gateway. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ location }) => {
    if (await isLoggedIn()) return;
    const next = location.href === "/" ? undefined : location.href;
    throw redirect({ to: "/login", search: { next } });
  },
  component: page(() => import("./shell/SignedIn.tsx"), "SignedIn"),
});

/** Rail, list and one page. */
const app = createRoute({
  getParentRoute: () => signedIn,
  id: "app",
  component: page(() => import("./shell/AppShell.tsx"), "AppShell"),
});

const home = createRoute({
  getParentRoute: () => app,
  path: "/",
  component: page(() => import("./features/home/HomePage.tsx"), "HomePage"),
});

const friends = createRoute({
  getParentRoute: () => app,
  path: "/friends",
  component: page(() => import("./features/friends/FriendsPage.tsx"), "FriendsPage"),
});

const addFriend = createRoute({
  getParentRoute: () => app,
  path: "/friends/add",
  component: page(() => import("./features/friends/AddFriendPage.tsx"), "AddFriendPage"),
});

/** Servers that show themselves. */
const discover = createRoute({
  getParentRoute: () => app,
  path: "/discover",
  component: page(() => import("./features/discover/DiscoverPage.tsx"), "DiscoverPage"),
});

/** A phone's list of conversations; wider screens show it beside an invitation to choose one. */
const messages = createRoute({
  getParentRoute: () => app,
  path: "/channels/@me",
  component: page(() => import("./shell/MessagesPage.tsx"), "MessagesPage"),
});

/** A phone's list of a server's channels; wider screens go on to one of them. */
const server = createRoute({
  getParentRoute: () => app,
  path: "/channels/$guildId",
  component: page(() => import("./features/servers/ServerPage.tsx"), "ServerPage"),
});

/**
 * Conversations of every kind; `$guildId` is "@me" for private ones. What follows in the address, a message to go to or
 * a thread beside the channel, changes nothing of the page that stands.
 */
const conversation = createRoute({
  getParentRoute: () => app,
  path: "/channels/$guildId/$channelId",
  component: page(() => import("./features/conversation/ConversationPage.tsx"), "ConversationPage"),
});

const inConversation = createRoute({ getParentRoute: () => conversation, path: "{-$messageId}" });
const besideConversation = createRoute({ getParentRoute: () => conversation, path: "threads/$threadId" });

/** What a server plans, and one event of it. */
const events = createRoute({
  getParentRoute: () => app,
  path: "/events/$guildId/{-$eventId}",
  component: page(() => import("./features/events/EventsPage.tsx"), "EventsPage"),
});

/** What greets whoever has come into a server. */
const welcome = createRoute({
  getParentRoute: () => app,
  path: "/welcome/$guildId",
  component: page(() => import("./features/entrance/WelcomePage.tsx"), "WelcomePage"),
});

const serverSettings = createRoute({
  getParentRoute: () => signedIn,
  path: "/channels/$guildId/settings/{-$section}",
  validateSearch: (search: Record<string, unknown>): { role?: string } => ({
    role: search.role === undefined ? undefined : String(search.role),
  }),
  component: page(() => import("./features/server-settings/pages.ts"), "ServerSettingsPage"),
});

const channelSettings = createRoute({
  getParentRoute: () => signedIn,
  path: "/channels/$guildId/$channelId/settings/{-$section}",
  component: page(() => import("./features/server-settings/pages.ts"), "ChannelSettingsPage"),
});

const template = createRoute({
  getParentRoute: () => signedIn,
  path: "/template/$code",
  component: page(() => import("./features/invites/pages.ts"), "TemplatePage"),
});

const settingsIndex = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  beforeLoad: () => {
    throw redirect({ to: "/settings/$section", params: { section: "profile" } });
  },
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/$section",
  component: page(() => import("./features/settings/SettingsPage.tsx"), "SettingsPage"),
});

/** Applications one makes. */
const developers = createRoute({
  getParentRoute: () => signedIn,
  path: "/developers",
  component: page(() => import("./features/developer/pages.ts"), "DevelopersPage"),
});

const application = createRoute({
  getParentRoute: () => signedIn,
  path: "/developers/$application/{-$section}",
  component: page(() => import("./features/developer/pages.ts"), "ApplicationPage"),
});

/** Where other tools send people: they agree to what an application asks for. Its query is the tools' own. */
const consent = createRoute({
  getParentRoute: () => signedIn,
  path: "/oauth2/authorize",
  component: page(() => import("./features/consent/ConsentPage.tsx"), "ConsentPage"),
});

const adminIndex = createRoute({
  getParentRoute: () => signedIn,
  path: "/admin",
  beforeLoad: () => {
    throw redirect({ to: "/admin/$section", params: { section: "accounts" } });
  },
});

const admin = createRoute({
  getParentRoute: () => signedIn,
  path: "/admin/$section",
  component: page(() => import("./features/admin/AdminPage.tsx"), "AdminPage"),
});

const routeTree = root.addChildren([
  door.addChildren([login, register, forgot]),
  reset,
  verify,
  about,
  apiDocs,
  invite,
  signedIn.addChildren([
    app.addChildren([
      home,
      friends,
      addFriend,
      discover,
      messages,
      server,
      conversation.addChildren([inConversation, besideConversation]),
      events,
      welcome,
    ]),
    serverSettings,
    channelSettings,
    template,
    settingsIndex,
    settings,
    developers,
    application,
    consent,
    adminIndex,
    admin,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 150,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFoundPage,
  parseSearch: parseSearchWith(readSearchValue),
  stringifySearch: stringifySearchWith(JSON.stringify, readSearchValue),
  pathParamsAllowedCharacters: ["@"],
  // Panes scroll, the window does not.
  scrollRestoration: false,
});

provideGoTo((path) => void router.navigate({ to: path }));

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
