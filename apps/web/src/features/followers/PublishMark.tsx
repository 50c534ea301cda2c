import type { APIMessage } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { MessageFlags } from "discord-api-types/v10";
import { Megaphone } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { useChannel } from "../../state/store.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Rich, slot } from "../conversation/Rich.tsx";
import "./followers.css";

/** Below a message: that it was published, or from where it was. */
export function PublishMark({ message }: { message: APIMessage }) {
  const isCopy = ((message.flags ?? 0) & MessageFlags.IsCrosspost) !== 0;
  return (
    <p className="publish-mark">
      <Icon of={Megaphone} size={14} />
      <span>{isCopy ? <Origin message={message} /> : m.followers_published()}</span>
    </p>
  );
}

/** Leads to the message itself for whoever sees its channel. */
function Origin({ message }: { message: APIMessage }) {
  const { channel_id: channelId, message_id: messageId } = message.message_reference ?? {};
  const isSeen = useChannel(channelId ?? "0") !== undefined;
  const name = message.author.username;
  const shown =
    isSeen && channelId ? (
      <Link key="name" className="link-btn" {...placeOf(channelId, messageId)}>
        {name}
      </Link>
    ) : (
      <span key="name">{name}</span>
    );
  return <Rich text={m.followers_from({ name: slot(0) })} parts={[shown]} />;
}
