import type { Snowflake } from "@palabre/protocol";
import { useEffect, useMemo } from "react";
import { MarkdownHostProvider } from "../../markdown/Markdown.tsx";
import * as m from "../../paraglide/messages.js";
import { wantMembers } from "../../state/actions/members.ts";
import { memberName, useMember } from "../../state/guilds.ts";
import { openProfile } from "../../state/overlays.ts";
import { useSelector, useSelfOrNull, useSettings, useUser } from "../../state/store.ts";
import { MessageText } from "../conversation/MessageText.tsx";
import { useMarkdownHost } from "../conversation/mentions.tsx";

/** What an event is about, drawn as a message of its server would be. */
export function EventAbout({ guildId, text }: { guildId: Snowflake; text: string }) {
  const messages = useMarkdownHost(guildId, useSettings().code_line_numbers);
  const host = useMemo(
    () => ({ ...messages, user: (id: Snowflake) => <Mention guildId={guildId} id={id} /> }),
    [messages, guildId],
  );
  return (
    <MarkdownHostProvider value={host}>
      <MessageText content={text} />
    </MarkdownHostProvider>
  );
}

/** No message brings them along: whoever is not known yet is asked for. */
function Mention({ guildId, id }: { guildId: Snowflake; id: Snowflake }) {
  useEffect(() => wantMembers(guildId, [id]), [guildId, id]);
  const known = useUser(id);
  const user = useMember(guildId, id)?.user ?? known;
  const name = useSelector((state) => user && memberName(state, guildId, user));
  const self = useSelfOrNull();
  if (!user) return <span className="at quiet">@{m.conversation_unknown_user()}</span>;
  return (
    <button
      type="button"
      className={id === self?.id ? "at" : "at quiet"}
      onClick={(press) => openProfile(user, press.currentTarget, guildId)}
    >
      @{name}
    </button>
  );
}
