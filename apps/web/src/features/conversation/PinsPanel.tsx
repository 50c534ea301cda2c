import type { APIMessage, APIUser, Channel, Snowflake } from "@palabre/protocol";
import { Pin, PinOff } from "lucide-react";
import { useEffect, useState } from "react";
import { formatStamp } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { unpin } from "../../state/actions/messages.ts";
import { api } from "../../state/api.ts";
import { guildIdOf } from "../../state/channel.ts";
import { useMemberName } from "../../state/guilds.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { toast } from "../../ui/toast.ts";
import { MemberAvatar } from "../members/MemberAvatar.tsx";
import { Attachments } from "./Attachments.tsx";
import { useConversation } from "./context.ts";
import { MessageText } from "./MessageText.tsx";
import { allowedFor } from "./messageActions.ts";

interface Pinned {
  pinned_at: string;
  message: APIMessage;
}

/** What is pinned here, last pinned first. Follows every pin and unpin. */
export function PinsPanel({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const value = useConversation();
  const [pins, setPins] = useState<readonly Pinned[] | null>(null);
  const [hasMore, setMore] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const version = channel.last_pin_timestamp;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says that the pins changed, `attempt` that they are asked for again.
  useEffect(() => {
    const abort = new AbortController();
    setFailed(false);
    api.pins
      .list(channel.id, { limit: 50 }, { signal: abort.signal })
      .then(({ items, has_more }) => {
        setPins(items);
        setMore(has_more);
      })
      .catch(() => !abort.signal.aborted && setFailed(true));
    return () => abort.abort();
  }, [channel.id, version, attempt]);

  async function more() {
    const last = pins?.at(-1);
    if (!last) return;
    try {
      const page = await api.pins.list(channel.id, { limit: 50, before: last.pinned_at });
      setPins((before) => [...(before ?? []), ...page.items]);
      setMore(page.has_more);
    } catch {
      toast({ tone: "danger", title: m.conversation_pins_failed() });
    }
  }

  async function remove(message: APIMessage) {
    try {
      await unpin(channel.id, message.id);
      setPins((before) => before?.filter((pin) => pin.message.id !== message.id) ?? null);
    } catch (error) {
      const description = error instanceof Error ? error.message : undefined;
      toast({ tone: "danger", title: m.conversation_not_done(), description });
    }
  }

  return (
    <SidePanel title={m.conversation_pins()} onClose={onClose}>
      <div className="pins">
        {hasFailed ? (
          <EmptyState
            tone="danger"
            icon={Pin}
            title={m.conversation_pins_failed()}
            actions={<Button onPress={() => setAttempt(attempt + 1)}>{m.conversation_try_again()}</Button>}
          />
        ) : pins === null ? (
          <SkeletonRows rows={3} />
        ) : pins.length === 0 ? (
          <EmptyState tone="muted" icon={Pin} title={m.conversation_pins_none()}>
            {m.conversation_pins_none_about()}
          </EmptyState>
        ) : (
          pins.map(({ message }) => (
            <article key={message.id} className="card pin">
              <header className="row">
                <Author guildId={guildIdOf(channel)} user={message.author} />
                <time className="muted tnum" dateTime={message.timestamp}>
                  {formatStamp(message.timestamp)}
                </time>
              </header>
              <div className="body">
                <MessageText content={message.content} editedAt={null} />
                {message.poll ? <b>{message.poll.question.text}</b> : null}
                <Attachments message={message} />
              </div>
              <footer className="row">
                <Button size="sm" variant="outline" onPress={() => value.deeds.jump(message.id)}>
                  {m.conversation_jump()}
                </Button>
                <span className="grow" />
                {allowedFor(message, value).pin ? (
                  <IconButton
                    icon={PinOff}
                    size="sm"
                    label={m.conversation_unpin()}
                    onPress={() => void remove(message)}
                  />
                ) : null}
              </footer>
            </article>
          ))
        )}
        {hasMore ? (
          <Button variant="ghost" isWide onPress={() => void more()}>
            {m.conversation_pins_more()}
          </Button>
        ) : null}
      </div>
    </SidePanel>
  );
}

function Author({ guildId, user }: { guildId: Snowflake | null; user: APIUser }) {
  const name = useMemberName(guildId, user);
  return (
    <>
      <MemberAvatar guildId={guildId} user={user} size={24} />
      <b className="truncate grow">{name}</b>
    </>
  );
}
