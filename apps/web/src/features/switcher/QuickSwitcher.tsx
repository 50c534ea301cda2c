import { useNavigate } from "@tanstack/react-router";
import { CornerDownLeft, Search, SquareArrowOutUpRight } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { Dialog as AriaDialog, Modal, ModalOverlay } from "react-aria-components/Modal";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { openDm } from "../../state/actions/channels.ts";
import { channelOf, guildIdOf, isPrivate } from "../../state/channel.ts";
import { useGuild } from "../../state/guilds.ts";
import { store, useSelector } from "../../state/store.ts";
import { guildUnread, unreadOf } from "../../state/unread.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { attempt } from "../friends/actions.ts";
import { ConversationAvatar } from "../home/ConversationList.tsx";
import { conversationName } from "../rooms/roomName.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { findResults, type Page, type Result } from "./results.ts";
import "./switcher.css";

/** Goes anywhere by a few letters: conversations, friends, pages. Arrows choose, Enter goes, Escape closes. */
export function QuickSwitcher({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const navigate = useNavigate();
  const isAdmin = useSelector((state) => state.self?.admin === true);
  const pages = useMemo(() => allPages(isAdmin), [isAdmin]);
  // The list stands still while one chooses: what arrives meanwhile must not move it under the hand.
  const results = useMemo(() => findResults(store.get(), query, pages, conversationName), [query, pages]);

  function go(result: Result | undefined) {
    if (!result) return;
    onClose();
    if (result.kind === "page") return void navigate({ to: result.to });
    if (result.kind === "server") {
      return void navigate({ to: "/channels/$guildId", params: { guildId: result.id } });
    }
    void attempt(async () => {
      const channelId = result.kind === "channel" ? result.id : await openDm(result.id);
      await navigate(placeOf(channelId));
    });
  }

  function choose(n: number) {
    if (results.length === 0) return;
    const next = (n + results.length) % results.length;
    setChosen(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  }

  function onKeyDown(event: KeyboardEvent) {
    const keys: Record<string, () => void> = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen - 1),
      Enter: () => go(results[chosen]),
    };
    const act = keys[event.key];
    if (!act || event.nativeEvent.isComposing) return;
    event.preventDefault();
    act();
  }

  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable
      className="overlay overlay-top"
    >
      <Modal className="dialog switcher">
        <AriaDialog aria-label={m.switcher_title()} className="switcher-in">
          <div className="switcher-field">
            <Icon of={Search} />
            <input
              // biome-ignore lint/a11y/noAutofocus: the window exists to type in this field
              autoFocus
              role="combobox"
              aria-expanded
              aria-controls={`${id}-list`}
              aria-activedescendant={results[chosen] ? `${id}-${chosen}` : undefined}
              aria-label={m.switcher_title()}
              placeholder={m.switcher_placeholder()}
              autoComplete="off"
              spellCheck={false}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setChosen(0);
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div
            className="switcher-list scroll"
            role="listbox"
            id={`${id}-list`}
            aria-label={m.switcher_results()}
            ref={list}
          >
            {results.map((result, n) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and handles the keys
              <div
                key={`${result.kind} ${result.id}`}
                id={`${id}-${n}`}
                role="option"
                tabIndex={-1}
                aria-selected={n === chosen}
                className="opt"
                onPointerMove={() => setChosen(n)}
                onClick={() => go(result)}
              >
                <Row result={result} />
                {n === chosen ? <Icon of={CornerDownLeft} size={14} className="switcher-enter" /> : null}
              </div>
            ))}
          </div>
          {results.length === 0 ? <p className="muted switcher-none">{m.switcher_none({ query })}</p> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function Row({ result }: { result: Result }) {
  const channel = useSelector((state) =>
    result.kind === "channel" ? channelOf(state, result.id) : undefined,
  );
  const guild = useGuild(result.kind === "server" ? result.id : ((channel && guildIdOf(channel)) ?? "0"));
  const { unread, mentions } = useSelector(
    (state) => (result.kind === "server" ? guildUnread(state, result.id) : unreadOf(state, result.id)),
    (a, b) => a.unread === b.unread && a.mentions === b.mentions,
  );
  return (
    <>
      {channel && isPrivate(channel) ? (
        <ConversationAvatar channel={channel} size={32} />
      ) : channel ? (
        <span className="switcher-page">
          <Icon of={channelIcon(channel)} size={16} />
        </span>
      ) : guild ? (
        <ServerIcon guild={guild} size={32} />
      ) : result.kind === "friend" ? (
        <Avatar user={result.user} size={32} />
      ) : (
        <span className="switcher-page">
          <Icon of={SquareArrowOutUpRight} size={16} />
        </span>
      )}
      <span className={unread ? "grow truncate switcher-unread" : "grow truncate"}>
        <Marked text={result.name} at={result.at} />
        {channel && guild ? <small className="muted"> {guild.name}</small> : null}
      </span>
      {mentions > 0 ? <Badge count={mentions} label={m.common_mentions({ count: mentions })} /> : null}
    </>
  );
}

/** The letters that matched, in the accent. */
function Marked({ text, at }: { text: string; at: readonly number[] }) {
  if (at.length === 0) return <>{text}</>;
  const letters = [...text];
  const parts: { text: string; on: boolean; start: number }[] = [];
  for (const [n, letter] of letters.entries()) {
    const on = at.includes(n);
    const last = parts.at(-1);
    if (last && last.on === on) last.text += letter;
    else parts.push({ text: letter, on, start: n });
  }
  return <>{parts.map((part) => (part.on ? <mark key={part.start}>{part.text}</mark> : part.text))}</>;
}

function allPages(isAdmin: boolean): Page[] {
  return [
    { id: "inbox", name: m.shell_inbox(), to: "/" },
    { id: "friends", name: m.shell_friends(), to: "/friends" },
    { id: "add", name: m.home_add_friends(), to: "/friends/add" },
    { id: "profile", name: `${m.shell_settings()}: ${m.settings_profile()}`, to: "/settings/profile" },
    { id: "account", name: `${m.shell_settings()}: ${m.settings_account()}`, to: "/settings/account" },
    { id: "sessions", name: `${m.shell_settings()}: ${m.settings_sessions()}`, to: "/settings/sessions" },
    { id: "privacy", name: `${m.shell_settings()}: ${m.settings_privacy()}`, to: "/settings/privacy" },
    {
      id: "appearance",
      name: `${m.shell_settings()}: ${m.settings_appearance()}`,
      to: "/settings/appearance",
    },
    {
      id: "notifications",
      name: `${m.shell_settings()}: ${m.settings_notifications()}`,
      to: "/settings/notifications",
    },
    { id: "keys", name: `${m.shell_settings()}: ${m.settings_keys()}`, to: "/settings/keys" },
    { id: "language", name: `${m.shell_settings()}: ${m.settings_language()}`, to: "/settings/language" },
    ...(isAdmin ? [{ id: "admin", name: m.shell_admin(), to: "/admin" }] : []),
    { id: "about", name: m.shell_about(), to: "/about" },
  ];
}
