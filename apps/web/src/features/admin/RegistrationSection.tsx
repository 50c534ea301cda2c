import type { Instance } from "@palabre/protocol";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { formatDateTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { Select } from "../../ui/Select.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { CopyButton } from "./AccountsSection.tsx";
import { useLoaded } from "./useLoaded.ts";

const loadSettings = (signal: AbortSignal) => guildApi.admin.settings({ signal });
const loadInvites = (signal: AbortSignal) => guildApi.admin.invites({ signal });

const DAY = 86_400;
const LASTS = { day: DAY, week: 7 * DAY, month: 30 * DAY, ever: undefined };
const USES = { one: 1, ten: 10, hundred: 100, any: undefined };

/** Who may make an account, and the invitations that let people in. */
export function RegistrationSection() {
  const settings = useLoaded(loadSettings);
  const invites = useLoaded(loadInvites, 15_000);
  const [lasts, setLasts] = useState<keyof typeof LASTS>("week");
  const [uses, setUses] = useState<keyof typeof USES>("ten");

  async function setMode(registration: Instance["registration"]) {
    await attempt(async () => settings.setData(await guildApi.admin.updateSettings({ registration })));
  }

  async function create() {
    await attempt(async () => {
      const expires_in = LASTS[lasts];
      const max_uses = USES[uses];
      const invite = await guildApi.admin.createInvite({
        ...(expires_in && { expires_in }),
        ...(max_uses && { max_uses }),
      });
      invites.setData((before) => [invite, ...(before ?? [])]);
    });
  }

  async function remove(code: string) {
    await attempt(async () => {
      await guildApi.admin.removeInvite(code);
      invites.setData((before) => before?.filter((one) => one.code !== code) ?? null);
    });
  }

  return (
    <>
      <SectionHead title={m.admin_registration()} lead={m.admin_registration_lead()} />
      {settings.data ? (
        <RadioGroup
          label={m.admin_mode()}
          value={settings.data.registration}
          onChange={(mode) => void setMode(mode)}
          options={[
            { id: "open", label: m.admin_mode_open(), description: m.admin_mode_open_about() },
            { id: "invite", label: m.admin_mode_invite(), description: m.admin_mode_invite_about() },
            { id: "closed", label: m.admin_mode_closed(), description: m.admin_mode_closed_about() },
          ]}
        />
      ) : (
        <SkeletonRows rows={3} />
      )}
      <section>
        <h2 className="h-section">{m.admin_invites()}</h2>
        <div className="invite-form">
          <Select
            label={m.admin_invite_lasts()}
            value={lasts}
            onChange={setLasts}
            options={[
              { id: "day", label: m.admin_lasts_day() },
              { id: "week", label: m.admin_lasts_week() },
              { id: "month", label: m.admin_lasts_month() },
              { id: "ever", label: m.admin_lasts_ever() },
            ]}
          />
          <Select
            label={m.admin_invite_uses()}
            value={uses}
            onChange={setUses}
            options={[
              { id: "one", label: m.admin_uses({ count: 1 }) },
              { id: "ten", label: m.admin_uses({ count: 10 }) },
              { id: "hundred", label: m.admin_uses({ count: 100 }) },
              { id: "any", label: m.admin_uses_any() },
            ]}
          />
          <Button variant="primary" size="lg" icon={Plus} onPress={() => void create()}>
            {m.admin_invite_create()}
          </Button>
        </div>
        {invites.data && invites.data.length > 0 ? (
          <ul className="card session-list">
            {invites.data.map((invite) => (
              <li key={invite.code} className="session-row">
                <span className="txt">
                  <b className="truncate mono">{invite.url.replace(/^https?:\/\//, "")}</b>
                  <span>
                    {[
                      invite.max_uses === null
                        ? m.admin_used({ count: invite.uses })
                        : m.admin_used_of({ uses: invite.uses, max: invite.max_uses }),
                      invite.expires_at
                        ? m.admin_until({ when: formatDateTime(invite.expires_at) })
                        : m.admin_lasts_ever(),
                    ].join(" · ")}
                  </span>
                </span>
                <CopyButton text={invite.url} />
                <IconButton
                  icon={Trash2}
                  size="sm"
                  label={m.admin_invite_remove({ code: invite.code })}
                  onPress={() => void remove(invite.code)}
                />
              </li>
            ))}
          </ul>
        ) : invites.data ? (
          <p className="muted">{m.admin_no_invites()}</p>
        ) : (
          <SkeletonRows rows={2} />
        )}
      </section>
    </>
  );
}
