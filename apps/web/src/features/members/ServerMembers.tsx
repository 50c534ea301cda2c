import type { Channel, PrivateChannel } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { Search, SearchX } from "lucide-react";
import { memo, useCallback, useDeferredValue, useEffect, useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useGuild, useMemberList } from "../../state/guilds.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useContextMenu } from "../../ui/useContextMenu.tsx";
import type { MemberAction } from "../server-settings/memberEntries.ts";
import { useRank } from "../server-settings/useRank.ts";
import { MemberColumn } from "./MemberColumn.tsx";
import { type ListedMember, MemberLine, type MemberLineProps } from "./MemberLine.tsx";
import { memberMenu } from "./memberMenu.ts";
import "./members.css";

const MemberActionDialog = lazyOverlay(
  () => import("../server-settings/MemberActionDialog.tsx").then((x) => x.MemberActionDialog),
  ({ onClose }) => onClose(),
);

/** Milliseconds without a key after which members are looked for. */
const SEARCH_REST = 150;
const FOUND = 50;

export interface ServerMembersProps {
  channel: Exclude<Channel, PrivateChannel>;
  onClose: () => void;
  /** Names somebody in what one writes; null where one may not write. */
  onMention: ((username: string) => void) | null;
}

/** Who sees a channel of a server, by role and presence. Only the rows in sight are known here. */
export const ServerMembers = memo(function ServerMembers({
  channel,
  onClose,
  onMention,
}: ServerMembersProps) {
  const { guild_id: guildId } = channel;
  const guild = useGuild(guildId);
  const list = useMemberList(guildId);
  const rank = useRank(guildId);
  const [query, setQuery] = useState("");
  const navigate = useNavigate();
  const [action, setAction] = useState<MemberAction | null>(null);
  const { props: menuProps, open: openMenu, menu } = useContextMenu();
  const wanted = useDeferredValue(query.trim());
  const count = list?.memberCount ?? guild?.member_count;

  const lineOf = useCallback(
    (member: ListedMember): Pick<MemberLineProps, "guildId" | "menuProps" | "onMore"> => {
      const entries = () => memberMenu({ channel, member, rank, onMention, ask: setAction, go: navigate });
      const label = m.conversation_member_actions({ name: member.nick || member.user.username });
      return {
        guildId,
        menuProps: menuProps(label, entries),
        onMore(anchor) {
          const box = anchor.getBoundingClientRect();
          openMenu({ x: box.left, y: box.bottom }, label, entries);
        },
      };
    },
    [channel, guildId, rank, onMention, menuProps, openMenu, navigate],
  );

  return (
    <SidePanel
      title={
        count === undefined
          ? m.conversation_members()
          : `${m.conversation_members()} · ${formatNumber(count)}`
      }
      onClose={onClose}
    >
      <div className="server-members">
        <TextField
          label={m.conversation_find_member()}
          isLabelHidden
          placeholder={m.conversation_find_member()}
          type="search"
          size="sm"
          icon={Search}
          value={query}
          onChange={setQuery}
          autoComplete="off"
        />
        {wanted === "" ? (
          <MemberColumn guildId={guildId} channelId={channel.id} lineOf={lineOf} />
        ) : (
          <Found guildId={guildId} query={wanted} lineOf={lineOf} />
        )}
      </div>
      {menu}
      {action ? (
        <MemberActionDialog guildId={guildId} rank={rank} action={action} onClose={() => setAction(null)} />
      ) : null}
    </SidePanel>
  );
});

/** Members of the server whose name begins with what was typed. */
function Found({
  guildId,
  query,
  lineOf,
}: {
  guildId: string;
  query: string;
  lineOf: (member: ListedMember) => Pick<MemberLineProps, "guildId" | "menuProps" | "onMore">;
}) {
  const [found, setFound] = useState<readonly ListedMember[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again.
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setFailed(false);
      guildApi.members
        .search(guildId, { query, limit: FOUND }, { signal: abort.signal })
        .then(setFound, () => abort.signal.aborted || setFailed(true));
    }, SEARCH_REST);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [guildId, query, attempt]);

  if (hasFailed) {
    return (
      <EmptyState
        tone="danger"
        icon={SearchX}
        title={m.members_search_failed()}
        actions={<Button onPress={() => setAttempt(attempt + 1)}>{m.conversation_try_again()}</Button>}
      />
    );
  }
  if (found === null) return <SkeletonRows rows={4} />;
  return (
    <div className="member-column scroll">
      <p className="vh" role="status">
        {m.members_found({ count: found.length })}
      </p>
      {found.length === 0 ? <p className="muted side-none">{m.conversation_nobody_found()}</p> : null}
      <ul aria-label={m.conversation_members()}>
        {found.map((member) => (
          <li key={member.user.id}>
            <MemberLine member={member} {...lineOf(member)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
