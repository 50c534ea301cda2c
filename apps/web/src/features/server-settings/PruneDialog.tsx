import type { Snowflake } from "@palabre/protocol";
import { useEffect, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { toast } from "../../ui/toast.ts";
import { ReasonField, reasonOf } from "./ReasonField.tsx";

const DAYS = ["7", "14", "30"] as const;

/** Puts out members without a role who have not been here for some days; says first how many that would be. */
export function PruneDialog({
  guildId,
  onClose,
  onDone,
}: {
  guildId: Snowflake;
  onClose: () => void;
  onDone: () => void;
}) {
  const [days, setDays] = useState<(typeof DAYS)[number]>("30");
  const [reason, setReason] = useState("");
  const [preview, setPreview] = useState<{ days: string; count: number } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    const abort = new AbortController();
    setFailure(null);
    guildApi.members.pruneCount(guildId, { days: Number(days) }, { signal: abort.signal }).then(
      ({ pruned }) => setPreview({ days, count: pruned ?? 0 }),
      (error: unknown) => abort.signal.aborted || setFailure(error),
    );
    return () => abort.abort();
  }, [guildId, days]);
  const count = preview?.days === days ? preview.count : null;
  return (
    <ConfirmDialog
      question={m.server_prune_question()}
      confirmLabel={m.server_prune()}
      isDanger
      isOpen
      onOpenChange={onClose}
      onConfirm={async () => {
        const { pruned } = await guildApi.members.prune(guildId, { days: Number(days) }, reasonOf(reason));
        toast({ tone: "success", title: m.server_pruned({ count: pruned ?? 0 }) });
        onDone();
      }}
    >
      <p>{m.server_prune_text()}</p>
      <div className="dialog-field">
        <Segmented
          label={m.server_prune_days()}
          value={days}
          onChange={setDays}
          options={DAYS.map((one) => ({ id: one, label: m.server_days({ count: Number(one) }) }))}
        />
      </div>
      <p className="dialog-field" role="status">
        {failure
          ? errorText(failure)
          : count === null
            ? m.common_loading()
            : m.server_prune_preview({ count })}
      </p>
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  );
}
