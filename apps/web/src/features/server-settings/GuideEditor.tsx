import type { GuildChannel, ServerGuide } from "@palabre/protocol";
import { useCallback } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { DraftForm } from "./DraftForm.tsx";
import { LineFields } from "./LineFields.tsx";
import { isWrittenIn, toChoice, useChannelChoices } from "./useChannelChoices.ts";

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

/** There may be none yet, which is no reason to wait. */
interface Loaded {
  guide: ServerGuide | undefined;
}

const toDraft = ({ guide }: Loaded): GuideDraft => ({
  enabled: guide?.enabled ?? false,
  message: guide?.welcome_message?.message ?? "",
  actions: guide?.new_member_actions ?? [],
  resources: guide?.resource_channels ?? [],
});

/** What those who are new find first: a word, things to do, channels to read. */
export function GuideEditor({ guild }: { guild: Guild }) {
  const load = useCallback(
    async (signal: AbortSignal): Promise<Loaded> => ({
      guide: await guildApi.entrance.guide(guild.id, { signal }),
    }),
    [guild.id],
  );
  const channels = useChannelChoices(guild.id, isWrittenIn);
  const first = channels[0]?.id ?? "";
  return (
    <DraftForm
      title={m.entrance_guide()}
      rows={3}
      load={load}
      toDraft={toDraft}
      save={async ({ enabled, message, actions, resources }, { guide }) => ({
        guide: await guildApi.entrance.setGuide(guild.id, {
          enabled,
          welcome_message: { author_ids: guide?.welcome_message?.author_ids ?? [], message: message.trim() },
          new_member_actions: actions,
          resource_channels: resources,
        }),
      })}
    >
      {({ draft, put, failure }) => (
        <>
          <Switch
            label={m.entrance_guide_on()}
            description={m.entrance_guide_on_about()}
            isSelected={draft.enabled}
            onChange={(enabled) => put({ enabled })}
          />
          <TextArea
            label={m.entrance_guide_message()}
            value={draft.message}
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
            entries={draft.actions}
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
            entries={draft.resources}
            failure={failure}
            channels={channels}
            onChange={(resources) => put({ resources })}
            fresh={{ channel_id: first, title: "", description: "" }}
          />
        </>
      )}
    </DraftForm>
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
  return (
    <fieldset className="line-fields">
      <legend className="label">{legend}</legend>
      <LineFields
        lines={entries}
        most={most}
        fresh={channels.length > 0 ? fresh : null}
        addLabel={add}
        removeLabel={({ title }) => m.entrance_guide_remove({ title })}
        onChange={onChange}
      >
        {(entry, put, at) => (
          <>
            <TextField
              label={m.entrance_guide_title()}
              isLabelHidden
              placeholder={m.entrance_guide_title()}
              value={entry.title}
              onChange={(title) => put({ ...entry, title })}
              maxLength={60}
              error={fieldErrorText(failure, `${path}.${at}.title`)}
            />
            <Select
              label={m.entrance_onboarding_option_channel()}
              isLabelHidden
              value={entry.channel_id}
              onChange={(channel_id) => put({ ...entry, channel_id })}
              error={fieldErrorText(failure, `${path}.${at}.channel_id`)}
              options={channels.map(toChoice)}
            />
          </>
        )}
      </LineFields>
    </fieldset>
  );
}
