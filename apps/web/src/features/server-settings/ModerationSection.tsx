import type { APIAutoModerationRule } from "discord-api-types/v10";
import { Ellipsis, Pencil, Plus, ShieldAlert, Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import { formatDateTime, formatDuration, formatList } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { store } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { SettingRow } from "../../ui/SettingRow.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { Loading } from "./Loading.tsx";
import { RuleDialog } from "./RuleDialog.tsx";
import { emptyRule, KINDS, type RuleDraft, type RuleKind } from "./rule.ts";

/** Hours that raid mode lasts. */
const RAID_HOURS = 24;

/** What the server keeps out by itself, and how it shuts its doors in a raid. */
export function ModerationSection({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => guildApi.automod.list(guild.id, { signal }), [guild.id]);
  const { data, error, reload, setData } = useLoaded(load);
  const [edited, setEdited] = useState<{ draft: RuleDraft; id: string | null } | null>(null);
  const [doomed, setDoomed] = useState<APIAutoModerationRule | null>(null);

  const put = (rule: APIAutoModerationRule) =>
    setData((before) => {
      const all = before ?? [];
      return all.some((one) => one.id === rule.id)
        ? all.map((one) => (one.id === rule.id ? rule : one))
        : [...all, rule];
    });
  const isFull = (kind: RuleKind) =>
    (data?.filter((one) => one.trigger_type === kind).length ?? 0) >= (kind === 1 ? 6 : 1);

  return (
    <>
      <SectionHead title={m.automod_title()} lead={m.automod_lead()} />
      <div className="sec-h">
        <h2 className="h-section grow">{m.automod_rules()}</h2>
        <Menu
          label={m.automod_create()}
          placement="bottom end"
          trigger={
            <Button size="sm" icon={Plus}>
              {m.automod_create()}
            </Button>
          }
          items={[...KINDS].map(([kind, { name, about, icon }]) => ({
            id: String(kind),
            label: name(),
            description: about(),
            icon,
            isDisabled: isFull(kind),
            onAction: () => setEdited({ draft: emptyRule(kind, name()), id: null }),
          }))}
        />
      </div>
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.length === 0 ? (
        <p className="muted none">{m.automod_none()}</p>
      ) : (
        <ul className="card" aria-label={m.automod_rules()}>
          {data.map((rule) => (
            <li key={rule.id} className="rule-row">
              <Switch
                label={rule.name}
                description={describe(guild, rule)}
                isSelected={rule.enabled}
                onChange={(enabled) =>
                  void attempt(async () => put(await guildApi.automod.update(guild.id, rule.id, { enabled })))
                }
              />
              <Menu
                label={m.rooms_actions_for({ name: rule.name })}
                placement="bottom end"
                trigger={<IconButton icon={Ellipsis} label={m.rooms_actions_for({ name: rule.name })} />}
                items={[
                  {
                    id: "edit",
                    label: m.common_edit(),
                    icon: Pencil,
                    onAction: () => setEdited({ draft: rule, id: rule.id }),
                  },
                  "separator",
                  {
                    id: "delete",
                    label: m.common_delete(),
                    icon: Trash2,
                    isDanger: true,
                    onAction: () => setDoomed(rule),
                  },
                ]}
              />
            </li>
          ))}
        </ul>
      )}
      <RaidMode guild={guild} />
      {edited ? (
        <RuleDialog
          key={edited.id ?? "new"}
          guild={guild}
          id={edited.id}
          initial={edited.draft}
          onClose={() => setEdited(null)}
          onSaved={put}
        />
      ) : null}
      {doomed ? (
        <ConfirmDialog
          question={m.automod_delete_question({ name: doomed.name })}
          confirmLabel={m.common_delete()}
          isDanger
          isOpen
          onOpenChange={() => setDoomed(null)}
          onConfirm={async () => {
            await guildApi.automod.remove(guild.id, doomed.id);
            setData((before) => before?.filter((one) => one.id !== doomed.id) ?? null);
          }}
        />
      ) : null}
    </>
  );
}

/** What it looks for, and what it does then. */
function describe(guild: Guild, rule: APIAutoModerationRule): string {
  const channels = store.get().guildChannels[guild.id];
  const acts = rule.actions.map((action) => {
    if (action.type === 2) {
      const channel = channels?.[action.metadata?.channel_id ?? ""];
      return m.automod_does_alert({ channel: channel ? `#${channel.name}` : m.audit_gone() });
    }
    if (action.type === 3) {
      return m.automod_does_timeout({
        delay: formatDuration((action.metadata?.duration_seconds ?? 0) * 1000),
      });
    }
    return (action.type as number) === 4 ? m.automod_does_quarantine() : m.automod_does_block();
  });
  const kind = KINDS.get(rule.trigger_type as RuleKind)?.name() ?? "";
  return `${kind} · ${formatList(acts)}`;
}

function RaidMode({ guild }: { guild: Guild }) {
  const until = guild.incidents_data?.invites_disabled_until;
  const isOn = until != null && Date.parse(until) > Date.now();
  const chats = guild.incidents_data?.dms_disabled_until;
  const areChatsOff = chats != null && Date.parse(chats) > Date.now();
  const inHours = () => new Date(Date.now() + RAID_HOURS * 3_600_000).toISOString();
  const set = (body: { invites_disabled_until: string | null; dms_disabled_until: string | null }) =>
    void attempt(() => guildApi.automod.setIncidents(guild.id, body));
  return (
    <section>
      <h2 className="h-section">{m.raid_mode()}</h2>
      <div className="card">
        <SettingRow
          icon={<ShieldAlert size={18} aria-hidden />}
          title={m.raid_about()}
          description={isOn ? m.raid_until({ when: formatDateTime(until) }) : m.raid_off()}
        />
        <Switch
          label={m.raid_invites()}
          description={m.raid_invites_about()}
          isSelected={isOn}
          onChange={(on) =>
            set({ invites_disabled_until: on ? inHours() : null, dms_disabled_until: chats ?? null })
          }
        />
        <Switch
          label={m.raid_chats()}
          description={m.raid_chats_about()}
          isSelected={areChatsOff}
          onChange={(on) =>
            set({ invites_disabled_until: until ?? null, dms_disabled_until: on ? inHours() : null })
          }
        />
      </div>
    </section>
  );
}
