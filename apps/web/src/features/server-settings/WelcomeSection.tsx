import type { GuildChannel } from "@palabre/protocol";
import type { RESTPatchAPIGuildWelcomeScreenJSONBody } from "discord-api-types/v10";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useCallback, useMemo, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { compareChannels } from "../servers/tree.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { Loading } from "./Loading.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { useSaving } from "./useSaving.ts";

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

function Welcome({ guild }: { guild: Guild }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.guilds.welcome(guild.id, { signal }),
    [guild.id],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [draft, setDraft] = useState<Draft | null>(null);
  const { failure, isPending, save, forget } = useSaving();
  const channels = useGuildChannels(guild.id);
  const texts = useMemo(
    () =>
      Object.values(channels)
        .filter((one): one is GuildChannel => !isThread(one) && one.type !== 4)
        .sort(compareChannels),
    [channels],
  );
  if (data === null) return <Loading error={error} reload={() => void reload()} rows={2} />;
  const before: Draft = {
    enabled: guild.features?.includes("WELCOME_SCREEN_ENABLED" as never) ?? false,
    description: data.description ?? "",
    channels: data.welcome_channels,
  };
  const shown = draft ?? before;
  const put = (change: Partial<Draft>) => setDraft({ ...shown, ...change });
  const putChannel = (at: number, change: Partial<Welcomed[number]>) =>
    put({ channels: shown.channels.map((one, n) => (n === at ? { ...one, ...change } : one)) });

  async function submit(event: FormEvent) {
    event.preventDefault();
    const went = await save(async () => {
      setData(
        await guildApi.guilds.updateWelcome(guild.id, {
          enabled: shown.enabled,
          description: shown.description.trim() || null,
          welcome_channels: shown.channels.map(({ channel_id, description, emoji_name }) => ({
            channel_id,
            description: description.trim(),
            emoji_id: null,
            emoji_name: emoji_name ?? null,
          })),
        }),
      );
    });
    if (went) setDraft(null);
  }

  return (
    <form className="settings-form" onSubmit={(event) => void submit(event)}>
      <Switch
        label={m.server_welcome_on()}
        description={m.server_welcome_on_about()}
        isSelected={shown.enabled}
        onChange={(enabled) => put({ enabled })}
      />
      <TextArea
        label={m.server_welcome_word()}
        value={shown.description}
        onChange={(description) => put({ description })}
        maxLength={140}
        rows={2}
        error={fieldErrorText(failure, "description")}
      />
      <fieldset className="line-fields">
        <legend className="label">{m.server_welcome_channels()}</legend>
        {shown.channels.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place.
          <div className="line-field" key={at}>
            <Select
              label={m.audit_key_channel()}
              isLabelHidden
              value={one.channel_id}
              onChange={(channel_id) => putChannel(at, { channel_id })}
              error={fieldErrorText(failure, `welcome_channels.${at}.channel_id`)}
              options={texts.map((channel) => ({
                id: channel.id,
                label: channel.name,
                icon: channelIcon(channel),
              }))}
            />
            <TextField
              label={m.server_welcome_why()}
              isLabelHidden
              placeholder={m.server_welcome_why()}
              value={one.description}
              onChange={(description) => putChannel(at, { description })}
              maxLength={50}
              error={fieldErrorText(failure, `welcome_channels.${at}.description`)}
            />
            <IconButton
              icon={Trash2}
              label={m.common_remove()}
              onPress={() => put({ channels: shown.channels.filter((_, n) => n !== at) })}
            />
          </div>
        ))}
        {shown.channels.length < MOST_CHANNELS && texts[0] ? (
          <div className="row">
            <Button
              size="sm"
              icon={Plus}
              onPress={() =>
                put({
                  channels: [
                    ...shown.channels,
                    { channel_id: texts[0]?.id ?? "", description: "", emoji_id: null, emoji_name: null },
                  ],
                })
              }
            >
              {m.server_welcome_add()}
            </Button>
          </div>
        ) : null}
      </fieldset>
      <FormFailure failure={failure} fields={["description"]} />
      <SaveBar
        isChanged={JSON.stringify(shown) !== JSON.stringify(before)}
        isPending={isPending}
        onReset={() => {
          setDraft(null);
          forget();
        }}
      />
    </form>
  );
}

function Rules({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => guildApi.guilds.rules(guild.id, { signal }), [guild.id]);
  const { data, error, reload, setData } = useLoaded(load);
  const [draft, setDraft] = useState<readonly string[] | null>(null);
  const { failure, isPending, save, forget } = useSaving();
  if (data === null) return <Loading error={error} reload={() => void reload()} rows={2} />;
  const before: readonly string[] = data.form_fields.flatMap((field) =>
    field.field_type === "TERMS" ? field.values : [],
  );
  // What those are asked who apply.
  const questions = data.form_fields.filter(({ field_type }) => field_type !== "TERMS");
  const shown = draft ?? before;

  async function submit(event: FormEvent) {
    event.preventDefault();
    const values = shown.map((rule) => rule.trim()).filter(Boolean);
    const went = await save(async () => {
      setData(
        await guildApi.guilds.setRules(guild.id, {
          form_fields: [
            ...(values.length > 0
              ? [{ field_type: "TERMS" as const, label: m.server_rules_accept(), values, required: true }]
              : []),
            ...questions,
          ],
        }),
      );
    });
    if (went) setDraft(null);
  }

  return (
    <section>
      <h2 className="h-section">{m.server_rules()}</h2>
      <form className="settings-form" onSubmit={(event) => void submit(event)}>
        <p className="hint">{m.server_rules_about()}</p>
        <fieldset className="line-fields">
          <legend className="vh">{m.server_rules()}</legend>
          {shown.map((rule, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place.
            <div className="line-field" key={at}>
              <TextField
                label={m.server_rule({ number: at + 1 })}
                isLabelHidden
                prefix={`${at + 1}.`}
                value={rule}
                onChange={(text) => setDraft(shown.map((one, n) => (n === at ? text : one)))}
                maxLength={300}
                error={fieldErrorText(failure, `form_fields.0.values.${at}`)}
              />
              <IconButton
                icon={Trash2}
                label={m.server_rule_remove({ number: at + 1 })}
                onPress={() => setDraft(shown.filter((_, n) => n !== at))}
              />
            </div>
          ))}
          {shown.length < MOST_RULES ? (
            <div className="row">
              <Button size="sm" icon={Plus} onPress={() => setDraft([...shown, ""])}>
                {m.server_rule_add()}
              </Button>
            </div>
          ) : null}
        </fieldset>
        <FormFailure failure={failure} />
        <SaveBar
          isChanged={JSON.stringify(shown) !== JSON.stringify(before)}
          isPending={isPending}
          onReset={() => {
            setDraft(null);
            forget();
          }}
        />
      </form>
    </section>
  );
}
