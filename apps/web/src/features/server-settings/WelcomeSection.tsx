import type { EntranceForm, GuildChannel } from "@palabre/protocol";
import type { APIGuildWelcomeScreen, RESTPatchAPIGuildWelcomeScreenJSONBody } from "discord-api-types/v10";
import { useCallback } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { DraftForm } from "./DraftForm.tsx";
import { LineFields } from "./LineFields.tsx";
import { toChoice, useChannelChoices } from "./useChannelChoices.ts";

const MOST_CHANNELS = 5;
const MOST_RULES = 16;

/** What greets those who come: a word, some channels to begin in, rules to accept. */
export function WelcomeSection({ guild }: { guild: Guild }) {
  return (
    <>
      <SectionHead title={m.server_welcome()} lead={m.server_welcome_lead()} />
      <Welcome guild={guild} />
      <Rules guild={guild} />
    </>
  );
}

type Welcomed = NonNullable<RESTPatchAPIGuildWelcomeScreenJSONBody["welcome_channels"]>;

interface Draft {
  enabled: boolean;
  description: string;
  channels: Welcomed;
}

const isNoCategory = ({ type }: GuildChannel) => type !== 4;

function Welcome({ guild }: { guild: Guild }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.guilds.welcome(guild.id, { signal }),
    [guild.id],
  );
  const channels = useChannelChoices(guild.id, isNoCategory);
  const toDraft = ({ description, welcome_channels }: APIGuildWelcomeScreen): Draft => ({
    enabled: guild.features?.includes("WELCOME_SCREEN_ENABLED" as never) ?? false,
    description: description ?? "",
    channels: welcome_channels,
  });
  return (
    <DraftForm
      rows={2}
      load={load}
      toDraft={toDraft}
      fields={["description"]}
      save={(draft) =>
        guildApi.guilds.updateWelcome(guild.id, {
          enabled: draft.enabled,
          description: draft.description.trim() || null,
          welcome_channels: draft.channels.map(({ channel_id, description, emoji_name }) => ({
            channel_id,
            description: description.trim(),
            emoji_id: null,
            emoji_name: emoji_name ?? null,
          })),
        })
      }
    >
      {({ draft, put, failure }) => (
        <>
          <Switch
            label={m.server_welcome_on()}
            description={m.server_welcome_on_about()}
            isSelected={draft.enabled}
            onChange={(enabled) => put({ enabled })}
          />
          <TextArea
            label={m.server_welcome_word()}
            value={draft.description}
            onChange={(description) => put({ description })}
            maxLength={140}
            rows={2}
            error={fieldErrorText(failure, "description")}
          />
          <fieldset className="line-fields">
            <legend className="label">{m.server_welcome_channels()}</legend>
            <LineFields
              lines={draft.channels}
              most={MOST_CHANNELS}
              fresh={
                channels[0]
                  ? { channel_id: channels[0].id, description: "", emoji_id: null, emoji_name: null }
                  : null
              }
              addLabel={m.server_welcome_add()}
              removeLabel={() => m.common_remove()}
              onChange={(next) => put({ channels: next })}
            >
              {(one, putChannel, at) => (
                <>
                  <Select
                    label={m.audit_key_channel()}
                    isLabelHidden
                    value={one.channel_id}
                    onChange={(channel_id) => putChannel({ ...one, channel_id })}
                    error={fieldErrorText(failure, `welcome_channels.${at}.channel_id`)}
                    options={channels.map(toChoice)}
                  />
                  <TextField
                    label={m.server_welcome_why()}
                    isLabelHidden
                    placeholder={m.server_welcome_why()}
                    value={one.description}
                    onChange={(description) => putChannel({ ...one, description })}
                    maxLength={50}
                    error={fieldErrorText(failure, `welcome_channels.${at}.description`)}
                  />
                </>
              )}
            </LineFields>
          </fieldset>
        </>
      )}
    </DraftForm>
  );
}

const toRules = ({ form_fields }: EntranceForm) => ({
  rules: form_fields.flatMap((field) => (field.field_type === "TERMS" ? field.values : [])),
});

async function saveRules(guildId: string, rules: readonly string[], { form_fields }: EntranceForm) {
  const values = rules.map((rule) => rule.trim()).filter(Boolean);
  // What those are asked who apply.
  const questions = form_fields.filter(({ field_type }) => field_type !== "TERMS");
  return guildApi.guilds.setRules(guildId, {
    form_fields: [
      ...(values.length > 0
        ? [{ field_type: "TERMS" as const, label: m.server_rules_accept(), values, required: true }]
        : []),
      ...questions,
    ],
  });
}

function Rules({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => guildApi.guilds.rules(guild.id, { signal }), [guild.id]);
  return (
    <DraftForm
      title={m.server_rules()}
      rows={2}
      load={load}
      toDraft={toRules}
      save={({ rules }, data) => saveRules(guild.id, rules, data)}
    >
      {({ draft, put, failure }) => (
        <>
          <p className="hint">{m.server_rules_about()}</p>
          <fieldset className="line-fields">
            <legend className="vh">{m.server_rules()}</legend>
            <LineFields
              lines={draft.rules}
              most={MOST_RULES}
              fresh=""
              addLabel={m.server_rule_add()}
              removeLabel={(_, at) => m.server_rule_remove({ number: at + 1 })}
              onChange={(rules) => put({ rules })}
            >
              {(rule, putRule, at) => (
                <TextField
                  label={m.server_rule({ number: at + 1 })}
                  isLabelHidden
                  prefix={`${at + 1}.`}
                  value={rule}
                  onChange={putRule}
                  maxLength={300}
                  error={fieldErrorText(failure, `form_fields.0.values.${at}`)}
                />
              )}
            </LineFields>
          </fieldset>
        </>
      )}
    </DraftForm>
  );
}
