import type { Snowflake } from "@palabre/protocol";
import { CircleAlert, RotateCcw, X } from "lucide-react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { AppIcon } from "./AppIcon.tsx";
import type { ChosenCommand } from "./CommandForm.tsx";
import { summaryOf } from "./fields.ts";
import { forgetRun, type Run, sendOrTell, useRuns } from "./runs.ts";

/** Commands of this place that wait for their bot, and those that it did not answer. */
export function CommandBar({
  channelId,
  onChange,
}: {
  channelId: Snowflake;
  /** Has it filled in once more. */
  onChange: (chosen: ChosenCommand) => void;
}) {
  const runs = useRuns(channelId);
  return (
    <div className="cmd-runs" role="status">
      {runs.map((run) => (
        <RunLine key={run.nonce} run={run} onChange={onChange} />
      ))}
    </div>
  );
}

function RunLine({ run, onChange }: { run: Run; onChange: (chosen: ChosenCommand) => void }) {
  const { entry, values, state, failure } = run;
  const name = entry.application.name;
  const isTyped = entry.command.type === 1;
  const what = isTyped ? summaryOf(entry, values) : entry.label;
  const isFailed = state === "failed";
  return (
    <div className={classes("cmd-run", isFailed && "is-failed")}>
      {isFailed ? <Icon of={CircleAlert} size={18} /> : <AppIcon application={entry.application} size={20} />}
      <span className="cmd-run-text">
        <b>
          {!isFailed
            ? m.commands_thinking({ name })
            : failure
              ? errorText(failure)
              : m.commands_silent({ name })}
        </b>
        <span className="truncate">{what}</span>
      </span>
      {isFailed ? (
        <>
          {isTyped ? (
            <Button
              size="sm"
              variant="ghost"
              onPress={() => {
                forgetRun(run.nonce);
                onChange({ entry, values });
              }}
            >
              {m.commands_change()}
            </Button>
          ) : null}
          <Button
            size="sm"
            variant="outline"
            icon={RotateCcw}
            onPress={() => {
              forgetRun(run.nonce);
              void sendOrTell(run);
            }}
          >
            {m.conversation_retry()}
          </Button>
          <IconButton icon={X} size="sm" label={m.commands_dismiss()} onPress={() => forgetRun(run.nonce)} />
        </>
      ) : (
        <span className="typing" aria-hidden>
          <i />
          <i />
          <i />
        </span>
      )}
    </div>
  );
}
