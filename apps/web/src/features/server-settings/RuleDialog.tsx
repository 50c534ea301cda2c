import type { GuildChannel } from "@palabre/protocol";
import type { APIAutoModerationRule } from "discord-api-types/v10";
import { useCallback, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { formatDuration } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels, useRoles } from "../../state/guilds.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { compareChannels } from "../servers/tree.ts";
import { FormFailure } from "./FormFailure.tsx";
import { hasWords, linesOf, type RuleDraft, ruleBody, wordsOf } from "./rule.ts";
import { useSaving } from "./useSaving.ts";

const FIELDS = [
  "name",
  "trigger_metadata.keyword_filter",
  "trigger_metadata.regex_patterns",
  "trigger_metadata.mention_total_limit",
  "trigger_metadata.presets",
];
const TIMEOUTS = [60, 300, 600, 3600, 86_400, 604_800];
const MOST_EXEMPT_ROLES = 20;
const MOST_EXEMPT_CHANNELS = 50;

type Action = RuleDraft["actions"][number];

/** One rule: what it looks for, what it does, whom it spares. */
export function RuleDialog({
  guild,
  id,
  initial,
  onClose,
  onSaved,
}: {
  guild: Guild;
  /** Null for a new one. */
  id: string | null;
  initial: RuleDraft;
  onClose: () => void;
  onSaved: (rule: APIAutoModerationRule) => void;
}) {
  const [draft, setDraft] = useState(initial);
  const meta = draft.trigger_metadata;
  const [keywords, setKeywords] = useState((meta.keyword_filter ?? []).join("\n"));
  const [patterns, setPatterns] = useState((meta.regex_patterns ?? []).join("\n"));
  const [allowed, setAllowed] = useState((meta.allow_list ?? []).join("\n"));
  const [mentions, setMentions] = useState(String(meta.mention_total_limit ?? 20));
  const { failure, isPending, save } = useSaving();
  const put = (change: Partial<RuleDraft>) => setDraft((now) => ({ ...now, ...change }));
  const kind = draft.trigger_type as number;

  async function submit() {
    const trigger_metadata = {
      ...meta,
      ...(hasWords(kind) && { keyword_filter: wordsOf(keywords), regex_patterns: linesOf(patterns) }),
      ...((hasWords(kind) || kind === 4) && { allow_list: wordsOf(allowed) }),
      ...(kind === 5 && { mention_total_limit: Number(mentions) || 0 }),
    };
    const body = ruleBody({ ...draft, trigger_metadata });
    const went = await save(async () => {
      onSaved(
        id === null
          ? await guildApi.automod.create(guild.id, body)
          : await guildApi.automod.update(guild.id, id, body),
      );
    });
    if (went) onClose();
  }

  const patternError = linesOf(patterns)
    .map((_, n) => fieldErrorText(failure, `trigger_metadata.regex_patterns.${n}`))
    .find(Boolean);

  return (
    <Dialog
      title={id === null ? m.automod_new() : m.automod_edit()}
      size="lg"
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button
            variant="primary"
            isPending={isPending}
            disabledReason={draft.actions.length === 0 && m.automod_needs_action()}
            onPress={() => void submit()}
          >
            {m.common_save()}
          </Button>
        </>
      }
    >
      <div className="rule-form">
        <TextField
          label={m.audit_key_name()}
          value={draft.name}
          onChange={(name) => put({ name })}
          maxLength={100}
          error={fieldErrorText(failure, "name")}
        />
        {hasWords(kind) ? (
          <>
            <TextArea
              label={m.automod_words()}
              hint={m.automod_words_hint()}
              value={keywords}
              onChange={setKeywords}
              rows={3}
              error={fieldErrorText(failure, "trigger_metadata.keyword_filter")}
            />
            <TextArea
              label={m.automod_patterns()}
              hint={m.automod_patterns_hint()}
              value={patterns}
              onChange={setPatterns}
              rows={2}
              error={patternError ?? fieldErrorText(failure, "trigger_metadata.regex_patterns")}
            />
            {id === null && kind === 1 ? (
              <Offered
                guild={guild}
                onTake={(more) => setPatterns((now) => [now, ...more].filter(Boolean).join("\n"))}
              />
            ) : null}
          </>
        ) : null}
        {kind === 4 ? (
          <fieldset className="check-list">
            <legend className="label">{m.automod_looks_for()}</legend>
            {PRESETS.map(([preset, name]) => (
              <Checkbox
                key={preset}
                isSelected={meta.presets?.includes(preset as never) ?? false}
                onChange={(on) =>
                  put({
                    trigger_metadata: {
                      ...meta,
                      presets: on
                        ? [...(meta.presets ?? []), preset as never]
                        : (meta.presets ?? []).filter((one) => (one as number) !== preset),
                    },
                  })
                }
              >
                {name()}
              </Checkbox>
            ))}
          </fieldset>
        ) : null}
        {hasWords(kind) || kind === 4 ? (
          <TextArea
            label={m.automod_allowed()}
            hint={m.automod_allowed_hint()}
            value={allowed}
            onChange={setAllowed}
            rows={2}
            error={fieldErrorText(failure, "trigger_metadata.allow_list")}
          />
        ) : null}
        {kind === 5 ? (
          <TextField
            label={m.automod_mention_limit()}
            hint={m.automod_mention_limit_hint()}
            inputMode="numeric"
            value={mentions}
            onChange={setMentions}
            error={fieldErrorText(failure, "trigger_metadata.mention_total_limit")}
          />
        ) : null}
        <Actions guild={guild} kind={kind} actions={draft.actions} onChange={(actions) => put({ actions })} />
        <Exempt guild={guild} draft={draft} withChannels={kind !== 6} onChange={put} />
        <FormFailure failure={failure} fields={FIELDS} />
      </div>
    </Dialog>
  );
}

const PRESETS = [
  [1, m.automod_profanity],
  [2, m.automod_sexual],
  [3, m.automod_slurs],
] as const;

/** Expressions that the server offers to begin with. */
function Offered({ guild, onTake }: { guild: Guild; onTake: (patterns: string[]) => void }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.automod.offered(guild.id, { signal }),
    [guild.id],
  );
  const { data } = useLoaded(load);
  if (!data) return null;
  const names: Record<string, (() => string) | undefined> = {
    invites: m.automod_offer_invites,
    links: m.automod_offer_links,
  };
  return (
    <div className="row">
      {data.map((one) => {
        const name = names[one.id];
        return name ? (
          <Button
            key={one.id}
            size="sm"
            variant="outline"
            onPress={() => onTake(one.trigger_metadata.regex_patterns ?? [])}
          >
            {name()}
          </Button>
        ) : null;
      })}
    </div>
  );
}

function Actions({
  guild,
  kind,
  actions,
  onChange,
}: {
  guild: Guild;
  kind: number;
  actions: readonly Action[];
  onChange: (actions: Action[]) => void;
}) {
  const channels = useGuildChannels(guild.id);
  const texts = Object.values(channels)
    .filter((one): one is GuildChannel => !isThread(one) && one.type === 0)
    .sort(compareChannels);
  const find = (type: number) => actions.find((one) => (one.type as number) === type);
  const drop = (type: number) => actions.filter((one) => (one.type as number) !== type);
  const set = (action: Action) => onChange([...drop(action.type), action].sort((a, b) => a.type - b.type));
  // Of names: that it blocks is what such a rule is.
  const isOfNames = kind === 6;
  const block = find(1);
  const alert = find(2);
  const timeout = find(3);
  return (
    <fieldset className="check-list">
      <legend className="label">{m.automod_actions()}</legend>
      {isOfNames ? (
        <p className="muted">{m.automod_act_quarantine()}</p>
      ) : (
        <Checkbox
          isSelected={block !== undefined}
          onChange={(on) => (on ? set({ type: 1, metadata: {} }) : onChange(drop(1)))}
        >
          {m.automod_act_block()}
        </Checkbox>
      )}
      {block ? (
        <TextField
          label={m.automod_custom()}
          hint={m.automod_custom_hint()}
          value={block.metadata?.custom_message ?? ""}
          maxLength={150}
          onChange={(custom_message) => set({ type: 1, metadata: custom_message ? { custom_message } : {} })}
        />
      ) : null}
      {texts[0] ? (
        <Checkbox
          isSelected={alert !== undefined}
          onChange={(on) =>
            on ? set({ type: 2, metadata: { channel_id: texts[0]?.id ?? "" } }) : onChange(drop(2))
          }
        >
          {m.automod_act_alert()}
        </Checkbox>
      ) : null}
      {alert ? (
        <Select
          label={m.automod_alert_channel()}
          value={alert.metadata?.channel_id ?? ""}
          onChange={(channel_id) => set({ type: 2, metadata: { channel_id } })}
          options={texts.map((one) => ({ id: one.id, label: one.name }))}
        />
      ) : null}
      {kind === 1 || kind === 5 ? (
        <Checkbox
          isSelected={timeout !== undefined}
          onChange={(on) => (on ? set({ type: 3, metadata: { duration_seconds: 600 } }) : onChange(drop(3)))}
        >
          {m.automod_act_timeout()}
        </Checkbox>
      ) : null}
      {timeout ? (
        <Select
          label={m.server_timeout_for()}
          value={String(timeout.metadata?.duration_seconds ?? 600)}
          onChange={(next) => set({ type: 3, metadata: { duration_seconds: Number(next) } })}
          options={[...new Set([...TIMEOUTS, timeout.metadata?.duration_seconds ?? 600])].map((seconds) => ({
            id: String(seconds),
            label: formatDuration(seconds * 1000),
          }))}
        />
      ) : null}
    </fieldset>
  );
}

function Exempt({
  guild,
  draft,
  withChannels,
  onChange,
}: {
  guild: Guild;
  draft: RuleDraft;
  /** A name is in no channel. */
  withChannels: boolean;
  onChange: (change: Partial<RuleDraft>) => void;
}) {
  const roles = useRoles(guild.id).filter((role) => role.id !== guild.id);
  const channels = Object.values(useGuildChannels(guild.id))
    .filter((one): one is GuildChannel => !isThread(one))
    .sort(compareChannels);
  const toggled = (list: readonly string[], id: string, on: boolean) =>
    on ? [...list, id] : list.filter((one) => one !== id);
  return (
    <details className="exempt">
      <summary>{m.automod_exempt()}</summary>
      <fieldset className="check-list">
        <legend className="label">{m.automod_exempt_roles()}</legend>
        {roles.map((role) => (
          <Checkbox
            key={role.id}
            isSelected={draft.exempt_roles.includes(role.id)}
            isDisabled={
              !draft.exempt_roles.includes(role.id) && draft.exempt_roles.length >= MOST_EXEMPT_ROLES
            }
            onChange={(on) => onChange({ exempt_roles: toggled(draft.exempt_roles, role.id, on) })}
          >
            {role.name}
          </Checkbox>
        ))}
      </fieldset>
      {withChannels ? (
        <fieldset className="check-list">
          <legend className="label">{m.automod_exempt_channels()}</legend>
          {channels.map((channel) => (
            <Checkbox
              key={channel.id}
              isSelected={draft.exempt_channels.includes(channel.id)}
              isDisabled={
                !draft.exempt_channels.includes(channel.id) &&
                draft.exempt_channels.length >= MOST_EXEMPT_CHANNELS
              }
              onChange={(on) => onChange({ exempt_channels: toggled(draft.exempt_channels, channel.id, on) })}
            >
              {channel.name}
            </Checkbox>
          ))}
        </fieldset>
      ) : null}
    </details>
  );
}
