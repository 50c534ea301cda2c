import { Entrance, type GuildChannel, type Snowflake, type ThreadChannel } from "@palabre/protocol";
import { useParams } from "@tanstack/react-router";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { ChevronDown, Plus, Search } from "lucide-react";
import { memo, Suspense, useMemo } from "react";
import { Button } from "react-aria-components/Button";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { changeChannelSettings, moveChannels } from "../../state/actions/guilds.ts";
import { isChannelMuted, overrideOf } from "../../state/guild-settings.ts";
import { useGuild, useGuildChannels, useGuildSettings, useOwnMember } from "../../state/guilds.ts";
import { openOverlay } from "../../state/overlays.ts";
import { hasBits, isOpenToAll, useGuildPermissions } from "../../state/permissions.ts";
import { useSelector, useUnread } from "../../state/store.ts";
import { unreadOf } from "../../state/unread.ts";
import { ChannelRow } from "../../ui/ChannelRow.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { useContextMenu } from "../../ui/useContextMenu.tsx";
import { useReorder } from "../../ui/useReorder.ts";
import { EventRows } from "../events/EventRows.tsx";
import { attempt } from "../friends/actions.ts";
import { useKeys } from "../switcher/keys.ts";
import { channelIcon } from "./channelIcon.ts";
import { moveChannel } from "./channelOrder.ts";
import { serverMenu } from "./serverMenu.ts";
import "./servers.css";
import { lazyPart } from "../../ui/lazyPart.ts";
import { type ChannelNode, channelTree, isVoice, standsInList } from "./tree.ts";

const loadVoice = () => import("../voice/VoiceUnder.tsx");
const VoiceUnder = lazyPart(() => loadVoice().then((x) => x.VoiceUnder));
const VoiceCount = lazyPart(() => loadVoice().then((x) => x.VoiceCount));

/** Only where somebody new is greeted. */
const WelcomeRow = lazyPart(() => import("../entrance/WelcomeRow.tsx").then((module) => module.WelcomeRow));

/** Fetched when a menu opens, or once it is quiet. */
const entriesOf = async (channel: GuildChannel | ThreadChannel) =>
  (await import("./channelMenu.ts")).channelMenu(channel);

/** The list pane of a server: its channels, by category. On a phone it is a page. */
export function ServerList({ guildId, isPage = false }: { guildId: Snowflake; isPage?: boolean }) {
  const guild = useGuild(guildId);
  const channels = useGuildChannels(guildId);
  const settings = useGuildSettings(guildId);
  const isPending = useOwnMember(guildId)?.pending === true;
  const manages = hasBits(useGuildPermissions(guildId), P.ManageChannels);
  const here = useParams({ strict: false, select: (params) => params.channelId });
  const switcherKeys = useKeys("switcher");
  const branches = useMemo(() => channelTree(Object.values(channels)), [channels]);
  const shown = useShown(guildId, here);
  const { props: menuOf, menu } = useContextMenu();
  const reorder = useReorder("channel", (id, drop) => {
    const isCategory = channels[drop.id]?.type === 4;
    const place =
      drop.kind === "into"
        ? ({ kind: "into", categoryId: drop.id } as const)
        : { kind: drop.kind, id: drop.id };
    // Let go on the head of a category, a channel goes to its top.
    const first = branches.find(({ category }) => category?.id === drop.id)?.nodes[0]?.channel.id;
    const top =
      isCategory && drop.kind === "into" && first ? ({ kind: "before", id: first } as const) : place;
    const moves = moveChannel(branches, id, top);
    if (moves.length > 0) void attempt(() => moveChannels(guildId, moves));
  });
  const isCategoryId = (id: string) => channels[id]?.type === 4;

  const row = ({ channel, threads: all }: ChannelNode) => {
    const threads = all.filter((thread) => shown.thread(thread, channel));
    return (
      <li
        key={channel.id}
        data-channel={channel.id}
        {...reorder.props(
          channel.id,
          (dragged) => (isCategoryId(dragged) ? [] : ["before", "after"]),
          manages,
        )}
      >
        <div {...menuOf(channel.name, () => entriesOf(channel))}>
          <Row channel={channel} />
        </div>
        {isVoice(channel) ? (
          <Suspense>
            <VoiceUnder channel={channel} />
          </Suspense>
        ) : null}
        {threads.length > 0 ? (
          <ul className="branch">
            {threads.map((thread) => (
              <li key={thread.id} {...menuOf(thread.name, () => entriesOf(thread))}>
                <Row channel={thread} />
              </li>
            ))}
          </ul>
        ) : null}
      </li>
    );
  };

  if (!guild) return null;
  const { entrance = 0 } = guild;
  const isGreeting = (entrance & (Entrance.onboarding | Entrance.guide)) !== 0 || isPending;
  const [Title, Group] = isPage ? (["h1", "h2"] as const) : (["h2", "h3"] as const);
  return (
    <>
      <header className="pane-head server-head">
        <Title className="pane-title grow">
          <Menu
            label={m.servers_menu({ name: guild.name })}
            items={() => serverMenu(guildId)}
            trigger={
              <Button className="server-name" aria-label={m.servers_menu({ name: guild.name })}>
                <span className="truncate">{guild.name}</span>
                <Icon of={ChevronDown} size={16} />
              </Button>
            }
          />
        </Title>
      </header>
      <nav className="list-body scroll" aria-label={m.servers_channels({ name: guild.name })}>
        <Button className="input input-sm jump-field" onPress={() => openOverlay({ kind: "switcher" })}>
          <Icon of={Search} size={16} />
          <span className="grow">{m.home_jump()}</span>
          <Kbd keys={switcherKeys} />
        </Button>
        {isGreeting ? (
          <Suspense>
            <WelcomeRow guildId={guildId} asks={(entrance & Entrance.onboarding) !== 0} />
          </Suspense>
        ) : null}
        <EventRows guildId={guildId} />
        {branches.map(({ category, nodes }) => {
          if (!category) {
            return (
              <ul key="none" className="cat-rows">
                {nodes.filter((node) => shown.channel(node.channel, true)).map(row)}
              </ul>
            );
          }
          const isOpen = !overrideOf(settings, category.id)?.collapsed;
          return (
            <section key={category.id} aria-label={category.name}>
              <div
                {...reorder.props(
                  category.id,
                  (dragged) => (isCategoryId(dragged) ? ["before", "after"] : ["into"]),
                  manages,
                )}
              >
                <Group className="cat" {...menuOf(category.name, () => entriesOf(category))}>
                  <button
                    type="button"
                    className="cat-toggle"
                    aria-expanded={isOpen}
                    onClick={() =>
                      void attempt(() => changeChannelSettings(guildId, category.id, { collapsed: isOpen }))
                    }
                  >
                    <Icon of={ChevronDown} size={14} className={isOpen ? undefined : "is-closed"} />
                    <span className="truncate">{category.name}</span>
                  </button>
                  {manages ? (
                    <IconButton
                      icon={Plus}
                      size="sm"
                      className="cat-add"
                      label={m.servers_create_channel_in({ name: category.name })}
                      onPress={() => openOverlay({ kind: "create-channel", guildId, parentId: category.id })}
                    />
                  ) : null}
                </Group>
              </div>
              <ul className="cat-rows">
                {nodes.filter((node) => shown.channel(node.channel, isOpen)).map(row)}
              </ul>
            </section>
          );
        })}
        {branches.length === 0 ? <p className="list-empty muted">{m.servers_no_channels()}</p> : null}
      </nav>
      {menu}
    </>
  );
}

/** What a closed category and "hide muted channels" leave in sight: where one is, and what is new. */
function useShown(guildId: Snowflake, here: Snowflake | undefined) {
  const { hide_muted_channels: hidesMuted } = useGuildSettings(guildId);
  // One string: the list draws again only when some row comes or goes.
  const unread = useSelector((state) =>
    Object.keys(state.guildChannels[guildId] ?? {})
      .filter((id) => {
        const one = unreadOf(state, id);
        return one.mentions > 0 || (one.unread && !isChannelMuted(state, guildId, id));
      })
      .join(),
  );
  const muted = useSelector((state) =>
    hidesMuted
      ? Object.keys(state.guildChannels[guildId] ?? {})
          .filter((id) => isChannelMuted(state, guildId, id))
          .join()
      : "",
  );
  return useMemo(() => {
    const fresh = new Set(unread.split(","));
    const hidden = new Set(muted.split(","));
    const isPressing = (id: Snowflake) => id === here || fresh.has(id);
    return {
      channel: ({ id }: GuildChannel, isOpen: boolean) => isPressing(id) || (isOpen && !hidden.has(id)),
      thread: (thread: ThreadChannel, parent: GuildChannel) =>
        isPressing(thread.id) || (standsInList(thread, parent) && !hidden.has(thread.id)),
    };
  }, [unread, muted, here]);
}

/** Memoised: a message draws anew only the row that it belongs to. */
const Row = memo(function Row({ channel }: { channel: GuildChannel | ThreadChannel }) {
  const { id, guild_id: guildId, type } = channel;
  const { unread, mentions } = useUnread(id);
  const isMuted = useSelector((state) => isChannelMuted(state, guildId, id));
  const isLocked = useSelector((state) => !isOpenToAll(state, guildId, id));
  const isThread = type === 10 || type === 11 || type === 12;
  return (
    <ChannelRow
      {...placeOf(id)}
      activeOptions={{ includeSearch: false }}
      icon={isThread ? undefined : channelIcon(channel, isLocked)}
      name={channel.name}
      isUnread={unread}
      isMuted={isMuted}
      mentions={mentions}
      end={
        isVoice(channel) ? (
          <Suspense>
            <VoiceCount channel={channel as GuildChannel} />
          </Suspense>
        ) : undefined
      }
    />
  );
});
