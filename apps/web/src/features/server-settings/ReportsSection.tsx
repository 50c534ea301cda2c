import { useMemo } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { ReportQueue } from "./ReportQueue.tsx";

/** What members reported, and what came of it. */
export function ReportsSection({ guild: { id } }: { guild: Guild }) {
  const queue = useMemo<Parameters<typeof ReportQueue>[0]["queue"]>(
    () => ({
      list: (query, call) => guildApi.reports.list(id, query, call),
      settle: (report, body) => guildApi.reports.settle(id, report, body),
      escalate: (report) => guildApi.reports.settle(id, report, { escalated: true }),
    }),
    [id],
  );
  return <ReportQueue queue={queue} lead={m.report_lead()} />;
}
