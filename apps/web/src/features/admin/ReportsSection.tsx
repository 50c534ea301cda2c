import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { ReportQueue } from "../server-settings/ReportQueue.tsx";

const queue = {
  list: guildApi.admin.reports,
  settle: guildApi.admin.settleReport,
};

/** What people reported outside of servers, and what servers handed on. */
export function ReportsSection() {
  return <ReportQueue queue={queue} lead={m.admin_reports_lead()} />;
}
