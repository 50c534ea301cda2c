import { type PrivateChannel, RelationshipType } from "@palabre/protocol";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Inbox, Search, SquarePen, Users } from "lucide-react";
import { memo } from "react";
import { Button } from "react-aria-components/Button";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { openOverlay } from "../../state/overlays.ts";
import {
  customStatusOf,
  usePresence,
  usePrivateChannel,
  usePrivateChannels,
  useRelationships,
  useSelector,
  useSelf,
  useTotals,
  useTyping,
  useUnread,
} from "../../state/store.ts";
import { Avatar, type Presence } from "../../ui/Avatar.tsx";
import { ChannelRow } from "../../ui/ChannelRow.tsx";
import { ConversationRow } from "../../ui/ConversationRow.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import { RoomAvatar } from "../../ui/RoomAvatar.tsx";
import { useContextMenu } from "../../ui/useContextMenu.tsx";
import { conversationName } from "../rooms/roomName.ts";
import { useKeys } from "../switcher/keys.ts";
import "./home.css";
import { lastWords } from "./previews.tsx";

/** The list pane of home: inbox, friends, and every conversation with its last line. On a phone it is a page. */
export function ConversationList({ isPage = false }: { isPage?: boolean }) {
  const channels = usePrivateChannels();
  const totals = useTotals();
  const friends = useRelationships(RelationshipType.Friend);
  const switcherKeys = useKeys("switcher");
  const navigate = useNavigate();
  const here = useParams({ strict: false, select: (params) => params.channelId });
  const { props, menu } = useContextMenu();

  const [Title, Group] = isPage ? (["h1", "h2"] as const) : (["h2", "h3"] as const);
  return (
    <>
      <header className="pane-head">
        <Title className="pane-title grow">{m.home_conversations()}</Title>
        <IconButton
          icon={SquarePen}
          size="sm"
          label={m.rooms_new()}
          onPress={() => openOverlay({ kind: "new-conversation" })}
        />
      </header>
      <nav className="list-body scroll" aria-label={m.home_conversations()}>
        <Button className="input input-sm jump-field" onPress={() => openOverlay({ kind: "switcher" })}>
          <Icon of={Search} size={16} />
          <span className="grow">{m.home_jump()}</span>
          <Kbd keys={switcherKeys} />
        </Button>
        <ChannelRow
          to="/"
          activeOptions={{ exact: true }}
          icon={Inbox}
          name={m.shell_inbox()}
          mentions={totals.requests + totals.mentions}
        />
        <ChannelRow
          to="/friends"
          icon={Users}
          name={m.shell_friends()}
          end={friends.length > 0 ? friends.length : undefined}
        />
        <Group className="cat list-cat">{m.home_direct_and_group()}</Group>
        {channels.length === 0 ? <p className="list-empty muted">{m.home_no_conversations()}</p> : null}
        <ul>
          {channels.map((channel) => (
            <li
              key={channel.id}
              data-channel={channel.id}
              {...props(conversationName(channel), async () =>
                (await import("./conversationMenu.ts")).conversationMenu(channel, () => {
                  if (here === channel.id) void navigate({ to: "/" });
                }),
              )}
            >
              <Row id={channel.id} />
            </li>
          ))}
        </ul>
      </nav>
      {menu}
    </>
  );
}

/** Memoised: a message moves rows, and renders anew only the one it belongs to. */
const Row = memo(function Row({ id }: { id: string }) {
  const channel = usePrivateChannel(id);
  const { unread, mentions } = useUnread(id);
  const self = useSelf();
  if (!channel) return null;
  return (
    <ConversationRow
      {...placeOf(id)}
      activeOptions={{ includeSearch: false }}
      avatar={<ConversationAvatar channel={channel} size={32} />}
      name={conversationName(channel)}
      line={<Line channel={channel} selfId={self.id} />}
      isUnread={unread}
      mentions={mentions}
    />
  );
});

function Line({ channel, selfId }: { channel: PrivateChannel; selfId: string }) {
  const last = channel.last_message;
  const typing = useTyping(channel.id);
  const author = useSelector((state) => (last ? state.users[last.author_id] : undefined));
  const custom = customStatusOf(usePresence(channel.type === 1 ? (channel.recipients[0]?.id ?? "") : ""));
  if (typing.length > 0) return <em className="list-typing">{m.home_typing()}</em>;
  if (last) {
    const who = author && (author.global_name || author.username).split(" ")[0];
    const words = lastWords(last, channel.type, selfId, who);
    return <>{words.who ? m.home_line({ who: words.who, text: words.text }) : words.text}</>;
  }
  if (custom?.text || custom?.emoji) return <>{[custom.emoji, custom.text].filter(Boolean).join(" ")}</>;
  return channel.type === 3 ? m.rooms_people({ count: channel.recipients.length + 1 }) : null;
}

/** A room's icon, or the other person with their presence. */
export function ConversationAvatar({ channel, size }: { channel: PrivateChannel; size: 32 | 40 }) {
  const [user] = channel.recipients;
  const presence = usePresence(user?.id ?? "");
  if (channel.type === 3 || !user) return <RoomAvatar channel={channel} size={size} />;
  return <Avatar user={user} size={size} presence={presence.status as Presence} />;
}
