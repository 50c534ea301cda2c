import type { APIGuildMember } from "@palabre/protocol";
import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf, useSelf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { SettingRow } from "../../ui/SettingRow.tsx";
import { toast } from "../../ui/toast.ts";
import { MemberDialog } from "./MemberDialog.tsx";

/** What cannot be taken back: hand over, leave, delete. */
export function DangerZone({ guild }: { guild: Guild }) {
  const self = useSelf();
  const isOwner = guild.owner_id === self.id;
  const [asked, setAsked] = useState<"heir" | "leave" | "delete" | null>(null);
  const [heir, setHeir] = useState<APIGuildMember | null>(null);
  const close = () => setAsked(null);
  return (
    <section className="danger-zone">
      <h2 className="h-section">{m.server_danger()}</h2>
      <div className="card">
        {isOwner ? (
          <>
            <SettingRow title={m.server_hand_over()} description={m.server_hand_over_about()}>
              <Button variant="outline" onPress={() => setAsked("heir")}>
                {m.server_hand_over_choose()}
              </Button>
            </SettingRow>
            <SettingRow title={m.server_delete()} description={m.server_delete_about()}>
              <Button variant="danger" onPress={() => setAsked("delete")}>
                {m.server_delete()}
              </Button>
            </SettingRow>
          </>
        ) : (
          <SettingRow title={m.server_leave()} description={m.server_leave_about()}>
            <Button variant="danger" onPress={() => setAsked("leave")}>
              {m.server_leave()}
            </Button>
          </SettingRow>
        )}
      </div>
      <MemberDialog
        title={m.server_hand_over()}
        guildId={guild.id}
        isOpen={asked === "heir"}
        onOpenChange={close}
        isLeftOut={(member) => member.user.id === self.id || member.user.bot === true}
        onChoose={(member) => {
          close();
          setHeir(member);
        }}
      />
      {heir ? (
        <ConfirmDialog
          question={m.server_hand_over_question({ server: guild.name, name: nameOf(heir.user, heir.nick) })}
          confirmLabel={m.server_hand_over()}
          typeToConfirm={guild.name}
          isDanger
          isOpen
          onOpenChange={() => setHeir(null)}
          onConfirm={async () => {
            await guildApi.guilds.update(guild.id, { owner_id: heir.user.id });
            toast({ tone: "success", title: m.server_handed_over({ name: nameOf(heir.user, heir.nick) }) });
          }}
        >
          {m.server_hand_over_text()}
        </ConfirmDialog>
      ) : null}
      <ConfirmDialog
        question={m.server_delete_question({ server: guild.name })}
        confirmLabel={m.server_delete()}
        typeToConfirm={guild.name}
        isDanger
        isOpen={asked === "delete"}
        onOpenChange={close}
        onConfirm={() => guildApi.guilds.remove(guild.id)}
      >
        {m.server_delete_text()}
      </ConfirmDialog>
      <ConfirmDialog
        question={m.server_leave_question({ server: guild.name })}
        confirmLabel={m.server_leave()}
        isDanger
        isOpen={asked === "leave"}
        onOpenChange={close}
        onConfirm={() => guildApi.guilds.leave(guild.id)}
      >
        {m.server_leave_about()}
      </ConfirmDialog>
    </section>
  );
}
