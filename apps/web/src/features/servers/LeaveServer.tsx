import type { Snowflake } from "@palabre/protocol";
import { useNavigate, useParams } from "@tanstack/react-router";
import * as m from "../../paraglide/messages.js";
import { leaveGuild } from "../../state/actions/guilds.ts";
import { useGuild } from "../../state/guilds.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";

/** The question before one leaves a server. */
export function LeaveServer({ guildId, onClose }: { guildId: Snowflake; onClose: () => void }) {
  const guild = useGuild(guildId);
  const navigate = useNavigate();
  const here = useParams({ strict: false, select: (params) => params.guildId });
  if (!guild) return null;
  return (
    <ConfirmDialog
      question={m.servers_leave_question({ name: guild.name })}
      confirmLabel={m.servers_leave()}
      cancelLabel={m.conversation_stay()}
      isDanger
      isOpen
      onOpenChange={(open) => open || onClose()}
      onConfirm={async () => {
        await leaveGuild(guildId);
        if (here === guildId) await navigate({ to: "/" });
      }}
    >
      {m.servers_leave_about()}
    </ConfirmDialog>
  );
}
