import type { GuildChannel, GuildOnboarding, ServerGuide } from "@palabre/protocol";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useCallback, useMemo, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels, useRoles } from "../../state/guilds.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import "../entrance/entrance.css";
import "../entrance/entranceErrors.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { compareChannels } from "../servers/tree.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { Loading } from "./Loading.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { useRank } from "./useRank.ts";
import { useSaving } from "./useSaving.ts";

const MOST_PROMPTS = 15;
const MOST_OPTIONS = 50;
const NONE = "0";

/** What those who are new are asked, and what they find. */
export function OnboardingSection({ guild }: { guild: Guild }) {
  const { has } = useRank(guild.id);
  return (
    <>
      <SectionHead title={m.entrance_onboarding()} lead={m.entrance_onboarding_lead()} />
      {has("ManageRoles") ? <Questions guild={guild} /> : null}
      <GuideEditor guild={guild} />
    </>
  );
}

function useTextChannels(guildId: string): GuildChannel[] {
  const channels = useGuildChannels(guildId);
  return useMemo(
    () =>
      Object.values(channels)
        .filter((one): one is GuildChannel => !isThread(one) && [0, 5, 15].includes(one.type))
        .sort(compareChannels),
    [channels],
  );
}

interface OptionDraft {
  id: string | null;
  title: string;
  description: string;
  emoji_name: string;
  role_ids: string[];
  channel_ids: string[];
}

interface PromptDraft {
  id: string;
  title: string;
  single_select: boolean;
  required: boolean;
  in_onboarding: boolean;
  type: 0 | 1;
  options: OptionDraft[];
}

interface Draft {
  enabled: boolean;
  default_channel_ids: string[];
  prompts: PromptDraft[];
}

const toDraft = ({ enabled, default_channel_ids, prompts }: GuildOnboarding): Draft => ({
  enabled,
  default_channel_ids,
  prompts: prompts.map((prompt) => ({
    ...prompt,
    options: prompt.options.map(({ emoji, ...option }) => ({ ...option, emoji_name: emoji.name ?? "" })),
  })),
});

const emptyOption = (): OptionDraft => ({
  id: null,
  title: "",
  description: "",
  emoji_name: "",
  role_ids: [],
  channel_ids: [],
});

function Questions({ guild }: { guild: Guild }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.entrance.onboarding(guild.id, { signal }),
    [guild.id],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [draft, setDraft] = useState<Draft | null>(null);
  const { failure, isPending, save, forget } = useSaving();
  const channels = useTextChannels(guild.id);
  if (data === null) return <Loading error={error} reload={() => void reload()} rows={4} />;
  const before = toDraft(data);
  const shown = draft ?? before;
  const put = (change: Partial<Draft>) => setDraft({ ...shown, ...change });
  const putPrompt = (at: number, change: Partial<PromptDraft>) =>
    put({ prompts: shown.prompts.map((one, n) => (n === at ? { ...one, ...change } : one)) });

  async function submit(event: FormEvent) {
    event.preventDefault();
    const went = await save(async () => {
      const saved = await guildApi.entrance.setOnboarding(guild.id, {
        enabled: shown.enabled,
        default_channel_ids: shown.default_channel_ids,
        prompts: shown.prompts.map((prompt) => ({
          ...prompt,
          title: prompt.title.trim(),
          options: prompt.options.map((option) => ({
            ...option,
            title: option.title.trim(),
            description: option.description.trim(),
            emoji_name: option.emoji_name.trim() || null,
          })),
        })),
      });
      setData({ ...saved, responses: null, is_due: false });
    });
    if (went) setDraft(null);
  }

  return (
    <form className="settings-form" onSubmit={(event) => void submit(event)}>
      <Switch
        label={m.entrance_onboarding_on()}
        description={m.entrance_onboarding_on_about()}
        isSelected={shown.enabled}
        onChange={(enabled) => put({ enabled })}
      />
      <fieldset className="entrance-editors">
        <legend className="label">{m.entrance_onboarding_default()}</legend>
        <p className="hint">{m.entrance_onboarding_default_about()}</p>
        <div className="entrance-channels">
          {channels.map((channel) => (
            <Checkbox
              key={channel.id}
              isSelected={shown.default_channel_ids.includes(channel.id)}
              onChange={(isOn) =>
                put({
                  default_channel_ids: isOn
                    ? [...shown.default_channel_ids, channel.id]
                    : shown.default_channel_ids.filter((id) => id !== channel.id),
                })
              }
            >
              {channel.name}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <section className="entrance-editors">
        <h2 className="h-section">{m.entrance_onboarding_questions()}</h2>
        <p className="hint">{m.entrance_onboarding_roles()}</p>
        {shown.prompts.map((prompt, at) => (
          <PromptEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: a question that is new has no name but its place.
            key={at}
            guild={guild}
            channels={channels}
            number={at + 1}
            prompt={prompt}
            failure={failure}
            path={`prompts.${at}`}
            onChange={(change) => putPrompt(at, change)}
            onRemove={() => put({ prompts: shown.prompts.filter((_, n) => n !== at) })}
          />
        ))}
        {shown.prompts.length < MOST_PROMPTS ? (
          <div className="row">
            <Button
              size="sm"
              icon={Plus}
              onPress={() =>
                put({
                  prompts: [
                    ...shown.prompts,
                    {
                      id: NONE,
                      title: "",
                      single_select: false,
                      required: false,
                      in_onboarding: true,
                      type: 0,
                      options: [emptyOption()],
                    },
                  ],
                })
              }
            >
              {m.entrance_question_add()}
            </Button>
          </div>
        ) : null}
      </section>
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
  );
}

function PromptEditor({
  guild,
  channels,
  number,
  prompt,
  failure,
  path,
  onChange,
  onRemove,
}: {
  guild: Guild;
  channels: readonly GuildChannel[];
  number: number;
  prompt: PromptDraft;
  failure: unknown;
  path: string;
  onChange: (change: Partial<PromptDraft>) => void;
  onRemove: () => void;
}) {
  const { isAbove } = useRank(guild.id);
  const roles = useRoles(guild.id).filter((role) => role.id !== guild.id && !role.managed);
  const { options } = prompt;
  const putOption = (at: number, change: Partial<OptionDraft>) =>
    onChange({ options: options.map((one, n) => (n === at ? { ...one, ...change } : one)) });
  return (
    <fieldset className="card entrance-editor">
      <div className="entrance-editor-head">
        <b>{m.entrance_question({ number })}</b>
        <IconButton icon={Trash2} label={m.entrance_question_remove({ number })} onPress={onRemove} />
      </div>
      <TextField
        label={m.entrance_onboarding_title()}
        isLabelHidden
        placeholder={m.entrance_onboarding_title()}
        value={prompt.title}
        onChange={(title) => onChange({ title })}
        maxLength={100}
        error={fieldErrorText(failure, `${path}.title`)}
      />
      {options.map((option, at) => {
        const its = `${path}.options.${at}`;
        const [role] = option.role_ids;
        const [channel] = option.channel_ids;
        return (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer that is new has no name but its place.
            key={at}
            className="entrance-option"
            aria-label={m.entrance_onboarding_option({ number: at + 1 })}
          >
            <div className="entrance-option-title">
              <TextField
                label={m.entrance_onboarding_option_emoji()}
                isLabelHidden
                placeholder="🙂"
                value={option.emoji_name}
                onChange={(emoji_name) => putOption(at, { emoji_name })}
                maxLength={100}
              />
              <TextField
                label={m.entrance_onboarding_option_title()}
                isLabelHidden
                placeholder={m.entrance_onboarding_option({ number: at + 1 })}
                value={option.title}
                onChange={(title) => putOption(at, { title })}
                maxLength={50}
                error={fieldErrorText(failure, `${its}.title`)}
              />
              {options.length > 1 ? (
                <IconButton
                  icon={Trash2}
                  label={m.entrance_onboarding_option_remove({ number: at + 1 })}
                  onPress={() => onChange({ options: options.filter((_, n) => n !== at) })}
                />
              ) : null}
            </div>
            <TextField
              label={m.entrance_onboarding_option_about()}
              isLabelHidden
              placeholder={m.entrance_onboarding_option_about()}
              value={option.description}
              onChange={(description) => putOption(at, { description })}
              maxLength={100}
            />
            <div className="entrance-pair">
              <Select
                label={m.entrance_onboarding_option_role()}
                value={role ?? NONE}
                // One that several roles were given through the API keeps the others.
                onChange={(id) =>
                  putOption(at, { role_ids: [...(id === NONE ? [] : [id]), ...option.role_ids.slice(1)] })
                }
                error={fieldErrorText(failure, `${its}.role_ids.0`)}
                options={[
                  { id: NONE, label: m.entrance_onboarding_no_role() },
                  ...roles
                    .filter((one) => one.id === role || isAbove(one))
                    .map((one) => ({ id: one.id, label: one.name })),
                ]}
              />
              <Select
                label={m.entrance_onboarding_option_channel()}
                value={channel ?? NONE}
                onChange={(id) =>
                  putOption(at, {
                    channel_ids: [...(id === NONE ? [] : [id]), ...option.channel_ids.slice(1)],
                  })
                }
                error={fieldErrorText(failure, `${its}.channel_ids.0`)}
                options={[
                  { id: NONE, label: m.entrance_onboarding_no_channel() },
                  ...channels.map((one) => ({ id: one.id, label: one.name, icon: channelIcon(one) })),
                ]}
              />
            </div>
          </fieldset>
        );
      })}
      {options.length < MOST_OPTIONS ? (
        <div className="row">
          <Button size="sm" icon={Plus} onPress={() => onChange({ options: [...options, emptyOption()] })}>
            {m.entrance_onboarding_option_add()}
          </Button>
        </div>
      ) : null}
      <Switch
        label={m.entrance_onboarding_single()}
        isSelected={prompt.single_select}
        onChange={(single_select) => onChange({ single_select })}
      />
      <Switch
        label={m.entrance_onboarding_required()}
        isSelected={prompt.required}
        onChange={(required) => onChange({ required })}
      />
    </fieldset>
  );
}

interface EntryDraft {
  channel_id: string;
  title: string;
  description: string;
  emoji?: { id: null; name: string | null; animated: boolean };
}

interface GuideDraft {
  enabled: boolean;
  message: string;
  actions: (EntryDraft & { action_type: 0 | 1 })[];
  resources: EntryDraft[];
}

const toGuideDraft = (guide: ServerGuide | undefined): GuideDraft => ({
  enabled: guide?.enabled ?? false,
  message: guide?.welcome_message?.message ?? "",
  actions: guide?.new_member_actions ?? [],
  resources: guide?.resource_channels ?? [],
});

function GuideEditor({ guild }: { guild: Guild }) {
  const load = useCallback(
    async (signal: AbortSignal) => ({ guide: await guildApi.entrance.guide(guild.id, { signal }) }),
    [guild.id],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [draft, setDraft] = useState<GuideDraft | null>(null);
  const { failure, isPending, save, forget } = useSaving();
  const channels = useTextChannels(guild.id);
  if (data === null) return <Loading error={error} reload={() => void reload()} rows={3} />;
  const before = toGuideDraft(data.guide);
  const shown = draft ?? before;
  const put = (change: Partial<GuideDraft>) => setDraft({ ...shown, ...change });

  async function submit(event: FormEvent) {
    event.preventDefault();
    const message = shown.message.trim();
    const author_ids = data?.guide?.welcome_message?.author_ids ?? [];
    const went = await save(async () => {
      const guide = await guildApi.entrance.setGuide(guild.id, {
        enabled: shown.enabled,
        welcome_message: { author_ids, message },
        new_member_actions: shown.actions,
        resource_channels: shown.resources,
      });
      setData({ guide });
    });
    if (went) setDraft(null);
  }

  const first = channels[0]?.id ?? "";
  return (
    <section>
      <h2 className="h-section">{m.entrance_guide()}</h2>
      <form className="settings-form" onSubmit={(event) => void submit(event)}>
        <Switch
          label={m.entrance_guide_on()}
          description={m.entrance_guide_on_about()}
          isSelected={shown.enabled}
          onChange={(enabled) => put({ enabled })}
        />
        <TextArea
          label={m.entrance_guide_message()}
          value={shown.message}
          onChange={(message) => put({ message })}
          maxLength={300}
          rows={2}
          error={fieldErrorText(failure, "welcome_message.message")}
        />
        <Entries
          legend={m.entrance_guide_actions()}
          add={m.entrance_guide_action_add()}
          most={5}
          path="new_member_actions"
          entries={shown.actions}
          failure={failure}
          channels={channels}
          onChange={(actions) => put({ actions })}
          fresh={{ channel_id: first, title: "", description: "", action_type: 0 }}
        />
        <Entries
          legend={m.entrance_guide_resources()}
          add={m.entrance_guide_resource_add()}
          most={7}
          path="resource_channels"
          entries={shown.resources}
          failure={failure}
          channels={channels}
          onChange={(resources) => put({ resources })}
          fresh={{ channel_id: first, title: "", description: "" }}
        />
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

function Entries<E extends EntryDraft>({
  legend,
  add,
  most,
  path,
  entries,
  failure,
  channels,
  onChange,
  fresh,
}: {
  legend: string;
  add: string;
  most: number;
  path: string;
  entries: readonly E[];
  failure: unknown;
  channels: readonly GuildChannel[];
  onChange: (entries: E[]) => void;
  fresh: E;
}) {
  const put = (at: number, change: Partial<EntryDraft>) =>
    onChange(entries.map((one, n) => (n === at ? { ...one, ...change } : one)));
  return (
    <fieldset className="line-fields">
      <legend className="label">{legend}</legend>
      {entries.map((entry, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place.
        <div className="line-field" key={at}>
          <TextField
            label={m.entrance_guide_title()}
            isLabelHidden
            placeholder={m.entrance_guide_title()}
            value={entry.title}
            onChange={(title) => put(at, { title })}
            maxLength={60}
            error={fieldErrorText(failure, `${path}.${at}.title`)}
          />
          <Select
            label={m.entrance_onboarding_option_channel()}
            isLabelHidden
            value={entry.channel_id}
            onChange={(channel_id) => put(at, { channel_id })}
            error={fieldErrorText(failure, `${path}.${at}.channel_id`)}
            options={channels.map((one) => ({ id: one.id, label: one.name, icon: channelIcon(one) }))}
          />
          <IconButton
            icon={Trash2}
            label={m.entrance_guide_remove({ title: entry.title })}
            onPress={() => onChange(entries.filter((_, n) => n !== at))}
          />
        </div>
      ))}
      {entries.length < most && channels.length > 0 ? (
        <div className="row">
          <Button size="sm" icon={Plus} onPress={() => onChange([...entries, fresh])}>
            {add}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}
