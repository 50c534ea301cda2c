import type { APIMessage, APIUser } from "@palabre/protocol";
import { MessageType } from "discord-api-types/v10";
import type { ReactNode } from "react";
import * as m from "../../paraglide/messages.js";
import { memberName, useMemberColor, useMemberName } from "../../state/guilds.ts";
import { useSelector } from "../../state/store.ts";
import { classes } from "../../ui/classes.ts";
import { roleColor } from "../../ui/roleColor.ts";
import { useConversation } from "../conversation/context.ts";
import { Rich, slot } from "../conversation/Rich.tsx";
import { MemberAvatar } from "../members/MemberAvatar.tsx";
import { type Trace, traceOf } from "./trace.ts";

/** What a bot answers, on a branch above the answer: who used which command, or did something to which message. */
export function ContextLine({ message }: { message: APIMessage }) {
  const { guildId } = useConversation();
  const trace = traceOf(message);
  if (!trace) return <span className="reply" />;
  const who = <Person key="who" user={trace.user} />;
  return (
    <span className="reply bot-context">
      <MemberAvatar guildId={guildId} user={trace.user} size={16} />
      <span className="truncate">
        <Sentence who={who} trace={trace} isMenu={message.type === MessageType.ContextMenuCommand} />
      </span>
    </span>
  );
}

function Sentence({ who, trace, isMenu }: { who: ReactNode; trace: Trace; isMenu: boolean }) {
  const { guildId } = useConversation();
  const target = useSelector((state) => trace.target && memberName(state, guildId, trace.target));
  const command = (
    <span key="command" className="bot-command">
      {isMenu ? trace.name : `/${trace.name}`}
    </span>
  );
  const on = target ? <b key="on">{target}</b> : <MessageLink key="on" id={trace.messageId} />;
  if (trace.name === undefined) {
    return <Rich text={m.components_acted({ who: slot(0), message: slot(1) })} parts={[who, on]} />;
  }
  if (!target && trace.messageId === undefined) {
    return <Rich text={m.components_used({ who: slot(0), command: slot(1) })} parts={[who, command]} />;
  }
  const text = m.components_used_on({ who: slot(0), command: slot(1), on: slot(2) });
  return <Rich text={text} parts={[who, command, on]} />;
}

function Person({ user }: { user: APIUser }) {
  const { guildId, deeds } = useConversation();
  const name = useMemberName(guildId, user);
  const color = roleColor(useMemberColor(guildId, user.id));
  return (
    <button
      type="button"
      className={classes("bot-who", color.className)}
      style={color.style}
      onClick={(event) => deeds.openProfile(user, event.currentTarget)}
    >
      {name}
    </button>
  );
}

/** Leads to the message, unless it is one that no history has. */
function MessageLink({ id }: { id: string | undefined }) {
  const { deeds } = useConversation();
  const isTold = useSelector((state) => state.told.some((one) => one.id === id));
  if (id === undefined || isTold) return <b>{m.components_a_message()}</b>;
  return (
    <button type="button" className="bot-who" onClick={() => deeds.jump(id)}>
      {m.components_this_message()}
    </button>
  );
}
