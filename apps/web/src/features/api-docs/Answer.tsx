import { CodeBlock } from "../../code/CodeBlock.tsx";
import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import type { AnswerGiven } from "./ask.ts";

/** What came back. */
export function Answer({ answer }: { answer: AnswerGiven | null }) {
  return (
    <div className="api-answer">
      <div role="status">
        {answer === null ? null : answer.status === 0 ? (
          <p className="hint-error">{m.common_error_offline()}</p>
        ) : (
          <p className="api-answer-head">
            <b className="mono api-status" data-good={answer.status < 400}>
              {answer.status}
            </b>
            <span className="muted tnum">{m.api_took({ ms: formatNumber(answer.milliseconds) })}</span>
            <Remaining headers={answer.headers} />
          </p>
        )}
      </div>
      {answer === null || answer.status === 0 ? null : (
        <>
          {answer.text === "" ? (
            <p className="muted">{m.api_answer_empty()}</p>
          ) : (
            <CodeBlock code={answer.text} lang={answer.isJson ? "json" : ""} hasLineNumbers={false} />
          )}
          <details className="api-headers">
            <summary>{m.api_headers({ count: answer.headers.length })}</summary>
            <dl>
              {answer.headers.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        </>
      )}
    </div>
  );
}

/** How much of the rate limit is left. */
function Remaining({ headers }: { headers: AnswerGiven["headers"] }) {
  const all = new Map(headers);
  const [left, of] = [all.get("x-ratelimit-remaining"), all.get("x-ratelimit-limit")];
  if (left === undefined || of === undefined) return null;
  return <span className="muted tnum">{m.api_remaining({ left, of })}</span>;
}
