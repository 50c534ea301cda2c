import type { APIMessage } from "@palabre/protocol";
import { ChartNoAxesColumn } from "lucide-react";
import { emojiText } from "../../emoji/text.ts";
import { formatDateTime, formatPercent, formatTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { useMemberName } from "../../state/guilds.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useConversation } from "../conversation/context.ts";
import { Rich, slot } from "../conversation/Rich.tsx";
import { PollEmoji } from "./PollEmoji.tsx";
import "./polls.css";

/** What came out of a poll, with a way back to it. */
export function PollResult({ message }: { message: APIMessage }) {
  const { deeds, guildId } = useConversation();
  const known = useMemberName(guildId, message.author);
  const who = message.webhook_id === undefined ? known : message.author.username;
  const said = new Map(message.embeds[0]?.fields?.map(({ name, value }) => [name, value]));
  const votes = Number(said.get("victor_answer_votes") ?? 0);
  const total = Number(said.get("total_votes") ?? 0);
  const winner = said.get("victor_answer_text");
  const emoji = emojiText({
    id: said.get("victor_answer_emoji_id") ?? null,
    name: said.get("victor_answer_emoji_name") ?? null,
    animated: said.get("victor_answer_emoji_animated") === "true",
  });
  const pollId = message.message_reference?.message_id;
  const time = message.timestamp;
  return (
    <div className="system poll-result">
      <Icon of={ChartNoAxesColumn} size={16} />
      <div>
        <p>
          <Rich
            text={m.poll_result({ who: slot(0), question: slot(1) })}
            parts={[<b key="who">{who}</b>, <b key="question">{said.get("poll_question_text")}</b>]}
          />{" "}
          <time dateTime={time} title={formatDateTime(time)}>
            {formatTime(time)}
          </time>
        </p>
        <p className="poll-outcome">
          {winner ? (
            <>
              {emoji ? <PollEmoji emoji={emoji} /> : null}
              <b>{winner}</b>
              <span className="tnum">
                {m.poll_result_share({
                  percent: formatPercent(votes / total),
                  votes: m.poll_votes({ count: votes }),
                })}
              </span>
            </>
          ) : total > 0 ? (
            m.poll_result_draw({ votes: m.poll_votes({ count: votes }) })
          ) : (
            m.poll_result_none()
          )}
        </p>
        {pollId ? (
          <button type="button" className="link-btn" onClick={() => deeds.jump(pollId)}>
            {m.poll_result_show()}
          </button>
        ) : null}
      </div>
    </div>
  );
}
