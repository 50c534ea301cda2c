import type { APIMessage } from "@palabre/protocol";
import type { APISelectMenuComponent } from "discord-api-types/v10";
import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { useConversation } from "../conversation/context.ts";
import { ChoiceField } from "./ChoiceField.tsx";
import { startOf } from "./choices.tsx";
import { press, usePress } from "./interact.ts";

/** A list in a message: what is chosen goes to the bot when the list closes. */
export function SelectPart({ message, select }: { message: APIMessage; select: APISelectMenuComponent }) {
  const { guildId, channel } = useConversation();
  const { waiting } = usePress(message.id);
  const [shown, setShown] = useState(select);
  const [value, setValue] = useState(() => startOf(select));
  const [sent, setSent] = useState(value);
  // The bot wrote the message anew: what it has chosen counts.
  if (shown !== select) {
    setShown(select);
    if (JSON.stringify(shown) !== JSON.stringify(select)) {
      setValue(startOf(select));
      setSent(startOf(select));
    }
  }
  const { min_values: least = 1, custom_id, type } = select;

  async function send(next: readonly string[]) {
    if (sameChoice(next, sent)) return;
    // Too few to be sent: as if nobody had opened it.
    if (next.length < least) return setValue(sent);
    setSent([...next]);
    await press({
      applicationId: message.application_id ?? message.author.id,
      guildId,
      channelId: channel.id,
      messageId: message.id,
      component: { type, custom_id },
      values: next,
    });
  }

  return (
    <ChoiceField
      select={select}
      guildId={guildId}
      channelId={channel.id}
      label={select.placeholder || m.components_choose()}
      value={value}
      onChange={setValue}
      onClose={(next) => void send(next)}
      isPending={waiting.includes(custom_id)}
    />
  );
}

const sameChoice = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));
