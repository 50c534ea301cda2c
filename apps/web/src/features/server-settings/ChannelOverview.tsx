import { type GuildChannel, LIMITS } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import type { RESTPatchAPIChannelJSONBody } from "discord-api-types/v10";
import { type FormEvent, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { formatDuration } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { deleteChannel, updateChannel } from "../../state/actions/guilds.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { Select } from "../../ui/Select.tsx";
import { SettingRow } from "../../ui/SettingRow.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import {
  type ForumDraft,
  ForumSettings,
  forumBody,
  forumDraftOf,
  tagsRefusal,
} from "../forum/ForumSettings.tsx";
import { isForum, isVoice } from "../servers/tree.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { VoiceSettings } from "../voice/VoiceSettings.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { useSaving } from "./useSaving.ts";

const FIELDS = ["name", "topic", "rate_limit_per_user", "type", "user_limit", "bitrate"];
/** Seconds between two messages of one person. */
const SLOW = [0, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600];

interface Draft {
  name: string;
  topic: string;
  slow: number;
  nsfw: boolean;
  type: number;
  limit: number;
  bitrate: number;
}

/** Name, topic, slow mode, kind; and the end of it. */
export function ChannelOverview({ guild, channel }: { guild: Guild; channel: GuildChannel }) {
  const isCategory = channel.type === 4;
  const hasTopic = !isCategory && !isVoice(channel);
  const before: Draft = {
    name: channel.name,
    topic: channel.topic ?? "",
    slow: channel.rate_limit_per_user ?? 0,
    nsfw: channel.nsfw ?? false,
    type: channel.type,
    limit: channel.user_limit ?? 0,
    bitrate: channel.bitrate ?? 64_000,
  };
  const isPosts = isForum(channel);
  const [draft, setDraft] = useState<Partial<Draft>>({});
  const [forum, setForum] = useState<Partial<ForumDraft>>({});
  const [isDeleting, setDeleting] = useState(false);
  const navigate = useNavigate();
  const shown = { ...before, ...draft };
  const changed = Object.fromEntries(
    Object.entries(draft).filter(([key, value]) => value !== before[key as keyof Draft]),
  ) as Partial<Draft>;
  const forumBefore = forumDraftOf(channel);
  const forumChanged = Object.fromEntries(
    Object.entries(forum).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(forumBefore[key as keyof ForumDraft]),
    ),
  ) as Partial<ForumDraft>;
  const refusal = tagsRefusal({ ...forumBefore, ...forum });
  const { failure, isPending, save, forget } = useSaving();
  const put = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (refusal !== null) return;
    const body: RESTPatchAPIChannelJSONBody = {
      ...(changed.name !== undefined && { name: changed.name.trim() }),
      ...(changed.topic !== undefined && { topic: changed.topic.trim() || null }),
      ...(changed.slow !== undefined && { rate_limit_per_user: changed.slow }),
      ...(changed.nsfw !== undefined && { nsfw: changed.nsfw }),
      ...(changed.type !== undefined && { type: changed.type }),
      ...(changed.limit !== undefined && { user_limit: changed.limit }),
      ...(changed.bitrate !== undefined && { bitrate: changed.bitrate }),
      ...(isPosts && forumBody(forumChanged)),
    };
    if (!(await save(() => updateChannel(channel.id, body)))) return;
    setDraft({});
    setForum({});
  }

  return (
    <>
      <SectionHead
        title={m.server_overview()}
        lead={isCategory ? m.server_category_lead() : m.server_channel_lead()}
      />
      <form className="settings-form" onSubmit={(event) => void submit(event)}>
        <TextField
          label={isCategory ? m.server_category_name() : m.server_channel_name()}
          value={shown.name}
          onChange={(name) => put({ name })}
          maxLength={LIMITS.channelName}
          error={fieldErrorText(failure, "name")}
        />
        {hasTopic ? (
          <TextArea
            label={isPosts ? m.server_channel_guidelines() : m.server_channel_topic()}
            hint={isPosts ? m.forum_settings_guidelines_hint() : m.server_channel_topic_hint()}
            value={shown.topic}
            onChange={(topic) => put({ topic })}
            maxLength={isPosts ? LIMITS.forumTopic : LIMITS.channelTopic}
            rows={isPosts ? 6 : 3}
            error={fieldErrorText(failure, "topic")}
          />
        ) : null}
        {channel.type === 0 || channel.type === 5 ? (
          <RadioGroup
            label={m.server_channel_kind()}
            value={String(shown.type)}
            onChange={(type) => put({ type: Number(type) })}
            error={fieldErrorText(failure, "type")}
            options={[
              { id: "0", label: m.server_kind_text(), description: m.server_kind_text_about() },
              { id: "5", label: m.server_kind_news(), description: m.server_kind_news_about() },
            ]}
          />
        ) : null}
        {isCategory ? null : (
          <>
            <Select
              label={isPosts ? m.forum_settings_slow() : m.server_channel_slow()}
              hint={isPosts ? m.forum_settings_slow_hint() : m.server_channel_slow_hint()}
              value={String(shown.slow)}
              onChange={(slow) => put({ slow: Number(slow) })}
              error={fieldErrorText(failure, "rate_limit_per_user")}
              options={(SLOW.includes(before.slow) ? SLOW : [...SLOW, before.slow].sort((a, b) => a - b)).map(
                (seconds) => ({
                  id: String(seconds),
                  label: seconds === 0 ? m.server_channel_slow_off() : formatDuration(seconds * 1000),
                }),
              )}
            />
            {isVoice(channel) ? <VoiceSettings draft={shown} before={before} onChange={put} /> : null}
            {isPosts ? (
              <ForumSettings
                channelId={channel.id}
                draft={{ ...forumBefore, ...forum }}
                slow={SLOW}
                onChange={(change) => setForum((now) => ({ ...now, ...change }))}
              />
            ) : null}
            <Switch
              label={m.server_channel_nsfw()}
              description={m.server_channel_nsfw_about()}
              isSelected={shown.nsfw}
              onChange={(nsfw) => put({ nsfw })}
            />
          </>
        )}
        {refusal ? (
          <p className="hint-error" role="alert">
            {refusal}
          </p>
        ) : null}
        <FormFailure failure={failure} fields={FIELDS} />
        <SaveBar
          isChanged={Object.keys(changed).length > 0 || Object.keys(forumChanged).length > 0}
          isPending={isPending}
          onReset={() => {
            setDraft({});
            setForum({});
            forget();
          }}
        />
      </form>
      <section className="danger-zone">
        <h2 className="h-section">{m.server_danger()}</h2>
        <div className="card">
          <SettingRow
            title={isCategory ? m.server_category_delete() : m.server_channel_delete()}
            description={isCategory ? m.server_category_delete_about() : m.server_channel_delete_about()}
          >
            <Button variant="danger" onPress={() => setDeleting(true)}>
              {m.common_delete()}
            </Button>
          </SettingRow>
        </div>
      </section>
      <ConfirmDialog
        question={m.server_channel_delete_question({ name: channel.name })}
        confirmLabel={m.common_delete()}
        isDanger
        isOpen={isDeleting}
        onOpenChange={setDeleting}
        onConfirm={async () => {
          await deleteChannel(channel.id);
          await navigate({ to: `/channels/${guild.id}` });
        }}
      >
        {isCategory ? m.server_category_delete_about() : m.server_channel_delete_about()}
      </ConfirmDialog>
    </>
  );
}
