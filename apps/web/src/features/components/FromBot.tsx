import type { APIMessage } from "@palabre/protocol";
import { snowflakeTime } from "@palabre/protocol";
import { CircleAlert, Eye } from "lucide-react";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { isEphemeral } from "../../state/bot-message.ts";
import { useMemberName } from "../../state/guilds.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useConversation } from "../conversation/context.ts";
import { ContextLine } from "./ContextLine.tsx";
import { dismiss } from "./dismiss.ts";
import { usePress } from "./interact.ts";
import { Parts } from "./Parts.tsx";
import "./components.css";

/** Of a message's `flags`: promised, its words are to come. */
const LOADING = 128;
/** Milliseconds for which a bot may keep a promise. */
const PROMISE_HOLDS = 15 * 60_000;

/** What only bots' messages have, of either kind: one file to fetch for a row. */
export function FromBot({ message, isContext }: { message: APIMessage; isContext?: boolean }) {
  return isContext ? <ContextLine message={message} /> : <BotParts message={message} />;
}

/** What stands in the body: that they are promised, their components, what came of a press, for whom they are. */
function BotParts({ message }: { message: APIMessage }) {
  const { failure } = usePress(message.id);
  const root = useKeptFocus();
  const components = message.components ?? [];
  return (
    <div className="bot-parts" ref={root}>
      {((message.flags ?? 0) & LOADING) !== 0 ? <Thinking message={message} /> : null}
      {components.length > 0 ? <Parts message={message} components={components} /> : null}
      {failure === null ? null : <Failure>{failure}</Failure>}
      {isEphemeral(message) ? (
        <p className="bot-alone">
          <Icon of={Eye} size={14} />
          {m.components_alone()}
          <span aria-hidden>•</span>
          <button type="button" className="link-btn" onClick={() => dismiss(message)}>
            {m.components_dismiss()}
          </button>
        </p>
      ) : null}
    </div>
  );
}

function Failure({ children }: { children: ReactNode }) {
  return (
    <p className="bot-failure" role="alert">
      <Icon of={CircleAlert} size={16} />
      {children}
    </p>
  );
}

function Thinking({ message }: { message: APIMessage }) {
  const { guildId } = useConversation();
  const name = useMemberName(guildId, message.author);
  const isOver = useIsPast(snowflakeTime(message.id) + PROMISE_HOLDS);
  if (isOver) return <Failure>{m.components_no_answer({ name })}</Failure>;
  return (
    <p className="bot-thinking">
      <span className="bot-dots" aria-hidden>
        <i />
        <i />
        <i />
      </span>
      {m.components_thinking({ name })}
    </p>
  );
}

function useIsPast(time: number): boolean {
  const [isPast, setPast] = useState(() => Date.now() >= time);
  useEffect(() => {
    if (isPast) return;
    const timer = setTimeout(() => setPast(true), time - Date.now());
    return () => clearTimeout(timer);
  }, [isPast, time]);
  return isPast;
}

/** A bot may take away, or switch off, what one has just pressed: the keyboard then stands on the message, not nowhere. */
function useKeptFocus() {
  const root = useRef<HTMLDivElement>(null);
  const had = root.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (!had) return;
    const now = document.activeElement;
    if (now === null || now === document.body || now.matches(":disabled")) {
      root.current?.closest<HTMLElement>("article")?.focus({ preventScroll: true });
    }
  });
  return root;
}
