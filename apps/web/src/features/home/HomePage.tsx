import {
  type APIMessage,
  compareSnowflakes,
  type Relationship,
  RelationshipType,
  snowflakeTime,
} from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { Check, Compass, UserPlus, X } from "lucide-react";
import { Suspense, useEffect, useRef, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { pathOf, placeOf } from "../../shell/place.ts";
import { useKeptFocus } from "../../shell/useKeptFocus.ts";
import { useTitle } from "../../shell/useTitle.ts";
import { openDm } from "../../state/actions/channels.ts";
import { ackAll, dismissMention, loadMentions } from "../../state/actions/reading.ts";
import { channelOf, guildIdOf } from "../../state/channel.ts";
import { useGuild, useMemberName } from "../../state/guilds.ts";
import { sameList } from "../../state/select.ts";
import {
  nameOf,
  useChannel,
  useMentions,
  usePrivateChannels,
  useRelationships,
  useSelector,
  useSelf,
  useTotals,
} from "../../state/store.ts";
import { readUpTo, unreadOf } from "../../state/unread.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { InboxItem } from "../../ui/InboxItem.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { toast } from "../../ui/toast.ts";
import { accept, attempt, decline } from "../friends/actions.ts";
import { commonText } from "../friends/reasons.ts";
import { SuggestionRow } from "../friends/SuggestionRow.tsx";
import { useLoadedSuggestions } from "../friends/useSuggestions.ts";
import { MemberAvatar } from "../members/MemberAvatar.tsx";
import { ProfileButton } from "../profile/Name.tsx";
import { useProfile } from "../profile/useProfile.ts";
import { conversationLabel, conversationName } from "../rooms/roomName.ts";
import { ConversationAvatar } from "./ConversationList.tsx";
import { greeting, summary } from "./greeting.ts";
import "./home.css";
import { lazyPart } from "../../ui/lazyPart.ts";
import { InviteCard } from "./InviteCard.tsx";
import { lastWords, PreviewText } from "./previews.tsx";

/** There is seldom one. */
const HappeningNow = lazyPart(() =>
  import("../events/HappeningNow.tsx").then((module) => module.HappeningNow),
);

/** There is seldom one. */
const OwnApplications = lazyPart(() =>
  import("../entrance/OwnApplications.tsx").then((module) => module.OwnApplications),
);

type View = "needs" | "everything";

/** The inbox: what needs me, and on demand everything that came. Live: every part follows the store. */
export function HomePage() {
  useTitle(m.shell_inbox());
  const self = useSelf();
  const totals = useTotals();
  const heading = useRef<HTMLHeadingElement>(null);
  const keptFocus = useKeptFocus(heading);
  const [view, setView] = useState<View>("needs");
  const [declined, setDeclined] = useState<ReadonlySet<string>>(new Set());
  const requests = useRelationships(RelationshipType.IncomingRequest).filter((one) => !declined.has(one.id));
  const suggestions = useLoadedSuggestions();
  const mentions = useInboxMentions(view);
  const channels = usePrivateChannels();
  const unread = useSelector(
    (state) => channels.filter((channel) => unreadOf(state, channel.id).unread),
    (a, b) => a.length === b.length && a.every((one, n) => one === b[n]),
  );
  const listed = view === "needs" ? unread : channels;
  const [first] = nameOf(self).split(" ");
  const live = useSelector(
    (state) =>
      Object.values(state.events)
        .flatMap((table) => Object.values(table))
        .filter((event) => event.status === 2 && event.id in state.interests),
    sameList,
  );
  const isEmpty = live.length === 0 && requests.length === 0 && mentions?.length === 0 && listed.length === 0;

  function hide(id: string, hidden: boolean) {
    setDeclined((before) => {
      const next = new Set(before);
      if (hidden) next.add(id);
      else next.delete(id);
      return next;
    });
  }

  return (
    <>
      <main className="main home" id="main">
        <PaneHeader title={m.shell_inbox()}>
          <Segmented
            className="only-wide"
            label={m.home_show()}
            value={view}
            onChange={setView}
            options={[
              { id: "needs", label: m.home_needs_me() },
              { id: "everything", label: m.home_everything() },
            ]}
          />
          <LinkButton to="/friends/add" variant="primary" icon={UserPlus} className="home-add">
            {m.home_add_friends()}
          </LinkButton>
        </PaneHeader>
        <div className="scroll page-scroll">
          <div className="col" {...keptFocus}>
            <h2 className="h-page" tabIndex={-1} ref={heading}>
              {greeting(new Date().getHours(), first ?? nameOf(self))}
            </h2>
            <p className="secondary lead">
              {summary(requests.length, mentionCount(totals, mentions), totals.unread)}
            </p>

            {requests.length > 0 ? (
              <section aria-labelledby="inbox-requests">
                <div className="sec-h">
                  <h3 className="h-section" id="inbox-requests">
                    {m.home_requests()}
                  </h3>
                  <Badge count={requests.length} />
                </div>
                <ul className="panel">
                  {requests.map((request) => (
                    <li key={request.id}>
                      <RequestItem request={request} hide={(hidden) => hide(request.id, hidden)} />
                    </li>
                  ))}
                </ul>
              </section>
            ) : null}

            <Suspense>
              <OwnApplications />
            </Suspense>

            {live.length > 0 ? (
              <Suspense>
                <HappeningNow events={live} />
              </Suspense>
            ) : null}

            {mentions === null ? (
              <section>
                <SkeletonRows rows={3} avatar={40} />
              </section>
            ) : mentions.length > 0 ? (
              <section aria-labelledby="inbox-mentions">
                <div className="sec-h">
                  <h3 className="h-section" id="inbox-mentions">
                    {m.home_mentions()}
                  </h3>
                  <Badge count={mentions.filter((one) => one.isUnread).length} />
                  {mentions.some((one) => one.isUnread) ? (
                    <span className="end">
                      <Button
                        variant="link"
                        onPress={() =>
                          void attempt(() =>
                            ackAll([...new Set(mentions.map((one) => one.message.channel_id))]),
                          )
                        }
                      >
                        {m.home_mark_all_read()}
                      </Button>
                    </span>
                  ) : null}
                </div>
                <ul className="panel">
                  {mentions.map(({ message }) => (
                    <li key={message.id} className="inbox-row">
                      <MentionItem message={message} />
                    </li>
                  ))}
                </ul>
              </section>
            ) : null}

            {listed.length > 0 ? (
              <section aria-labelledby="inbox-unread">
                <div className="sec-h">
                  <h3 className="h-section" id="inbox-unread">
                    {view === "needs" ? m.home_unread() : m.home_all_conversations()}
                  </h3>
                </div>
                <ul className="panel">
                  {listed.map((channel) => (
                    <li key={channel.id}>
                      <ConversationItem id={channel.id} />
                    </li>
                  ))}
                </ul>
              </section>
            ) : null}

            {isEmpty ? (
              <EmptyState
                className="home-empty"
                title={channels.length === 0 ? m.home_empty_first() : m.home_empty_title()}
                actions={
                  <>
                    <LinkButton to="/friends/add" icon={UserPlus}>
                      {m.home_add_friends()}
                    </LinkButton>
                    <LinkButton to="/discover" variant="outline" icon={Compass}>
                      {m.discover_open()}
                    </LinkButton>
                  </>
                }
              >
                {channels.length === 0 ? m.home_empty_first_text() : m.home_empty_text()}
              </EmptyState>
            ) : null}

            {suggestions && suggestions.length > 0 ? (
              <section className="home-narrow-recs" aria-label={m.friends_may_know()}>
                <div className="sec-h">
                  <h3 className="h-section">{m.friends_may_know()}</h3>
                </div>
                <ul>
                  {suggestions.slice(0, 3).map((one) => (
                    <SuggestionRow key={one.user.id} suggestion={one} />
                  ))}
                </ul>
              </section>
            ) : null}
          </div>
        </div>
      </main>
      <SidePanel title={m.friends_may_know()}>
        {suggestions === null ? (
          <SkeletonRows rows={4} avatar={36} />
        ) : suggestions.length === 0 ? (
          <p className="muted">{m.friends_no_suggestions()}</p>
        ) : (
          <>
            <ul>
              {suggestions.slice(0, 5).map((one) => (
                <SuggestionRow key={one.user.id} suggestion={one} />
              ))}
            </ul>
            {suggestions.length > 5 ? (
              <LinkButton to="/friends/add" variant="outline" isWide className="home-all-recs">
                {m.friends_see_all()}
              </LinkButton>
            ) : null}
          </>
        )}
        <InviteCard />
      </SidePanel>
    </>
  );
}

interface InboxMention {
  message: APIMessage;
  isUnread: boolean;
}

function mentionCount(totals: { mentions: number }, mentions: readonly InboxMention[] | null): number {
  return mentions ? mentions.filter((one) => one.isUnread).length : totals.mentions;
}

/** Mentions of me: those not read, or all of the last ones. Null while they load. */
function useInboxMentions(view: View): InboxMention[] | null {
  const mentions = useMentions();
  const isMissing = mentions === null;
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!isMissing) return;
    loadMentions().catch((error) => {
      setFailed(true);
      toast({ tone: "danger", title: errorText(error) });
    });
  }, [isMissing]);
  const listed = useSelector(
    (state) =>
      (mentions ?? [])
        // What one may not see any more is not shown, whenever it was written.
        .filter((message) => channelOf(state, message.channel_id))
        .map((message) => {
          const read = readUpTo(state, message.channel_id);
          return { message, isUnread: read === null || compareSnowflakes(message.id, read) > 0 };
        })
        .filter((one) => view === "everything" || one.isUnread),
    (a, b) =>
      a.length === b.length &&
      a.every((one, n) => one.message === b[n]?.message && one.isUnread === b[n].isUnread),
  );
  return mentions || failed ? listed : null;
}

function RequestItem({ request, hide }: { request: Relationship; hide: (hidden: boolean) => void }) {
  const { user } = request;
  const navigate = useNavigate();
  const profile = useProfile(user.id);
  const open = () =>
    void attempt(async () => {
      const channelId = await openDm(user.id);
      await navigate(placeOf(channelId));
    });
  return (
    <InboxItem
      avatar={
        <ProfileButton user={user}>
          <Avatar user={user} size={40} />
        </ProfileButton>
      }
      name={nameOf(user)}
      where={user.username}
      text={(profile && commonText(profile)) || m.home_wants_to_be_friends()}
      actions={
        <>
          <Button variant="primary" size="sm" icon={Check} onPress={() => void accept(user, open)}>
            {m.friends_accept()}
          </Button>
          <Button variant="outline" size="sm" onPress={() => decline(user, hide)}>
            {m.friends_decline()}
          </Button>
        </>
      }
    />
  );
}

function MentionItem({ message }: { message: APIMessage }) {
  const channel = useChannel(message.channel_id);
  const guildId = channel ? guildIdOf(channel) : null;
  const guild = useGuild(guildId ?? "0");
  const name = useMemberName(guildId, message.author);
  return (
    <>
      <InboxItem
        to={pathOf(message.channel_id, message.id)}
        avatar={<MemberAvatar guildId={guildId} user={message.author} size={40} />}
        name={name}
        where={
          channel && channel.type !== 1
            ? m.home_in({
                place: [conversationLabel(channel), guild?.name].filter(Boolean).join(" · "),
              })
            : m.home_in_private()
        }
        text={<PreviewText message={message} />}
        at={snowflakeTime(message.id)}
      />
      <IconButton
        className="inbox-dismiss"
        icon={X}
        size="sm"
        label={m.home_dismiss_mention()}
        onPress={() => void attempt(() => dismissMention(message.id))}
      />
    </>
  );
}

function ConversationItem({ id }: { id: string }) {
  const channel = useSelector((state) => state.privateChannels[id]);
  const { mentions, unread } = useSelector(
    (state) => unreadOf(state, id),
    (a, b) => a.unread === b.unread && a.mentions === b.mentions,
  );
  const self = useSelf();
  const last = channel?.last_message;
  const author = useSelector((state) => (last ? state.users[last.author_id] : undefined));
  if (!channel) return null;
  const words =
    last && lastWords(last, channel.type, self.id, author && (nameOf(author).split(" ")[0] ?? ""));
  const at = channel.last_message_id ? snowflakeTime(channel.last_message_id) : undefined;
  return (
    <InboxItem
      to={pathOf(id)}
      avatar={<ConversationAvatar channel={channel} size={40} />}
      name={conversationName(channel)}
      where={channel.type === 3 ? m.rooms_people({ count: channel.recipients.length + 1 }) : undefined}
      text={
        words ? (
          <>
            {words.who ? <b>{words.who} </b> : null}
            {words.text}
          </>
        ) : (
          m.home_no_messages()
        )
      }
      badge={
        mentions > 0 ? (
          <Badge count={mentions} label={m.common_mentions({ count: mentions })} />
        ) : unread ? (
          <i className="inbox-dot" role="img" aria-label={m.common_unread()} />
        ) : undefined
      }
      at={at}
    />
  );
}
