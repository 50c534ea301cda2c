import type { GuildOnboarding } from "@palabre/protocol";
import { Plus } from "lucide-react";
import { useCallback } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { DraftForm } from "./DraftForm.tsx";
import { replaceAt, withoutAt } from "./LineFields.tsx";
import { emptyPrompt, type PromptDraft, PromptEditor } from "./PromptEditor.tsx";
import { isWrittenIn, useChannelChoices } from "./useChannelChoices.ts";

const MOST_PROMPTS = 15;

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

async function save(
  guildId: string,
  { enabled, default_channel_ids, prompts }: Draft,
): Promise<GuildOnboarding> {
  const saved = await guildApi.entrance.setOnboarding(guildId, {
    enabled,
    default_channel_ids,
    prompts: prompts.map((prompt) => ({
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
  return { ...saved, responses: null, is_due: false };
}

/** What those who are new are asked, and the channels that all of them see. */
export function OnboardingQuestions({ guild }: { guild: Guild }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.entrance.onboarding(guild.id, { signal }),
    [guild.id],
  );
  const channels = useChannelChoices(guild.id, isWrittenIn);
  return (
    <DraftForm rows={4} load={load} toDraft={toDraft} save={(draft) => save(guild.id, draft)}>
      {({ draft, put, failure }) => (
        <>
          <Switch
            label={m.entrance_onboarding_on()}
            description={m.entrance_onboarding_on_about()}
            isSelected={draft.enabled}
            onChange={(enabled) => put({ enabled })}
          />
          <fieldset className="entrance-editors">
            <legend className="label">{m.entrance_onboarding_default()}</legend>
            <p className="hint">{m.entrance_onboarding_default_about()}</p>
            <div className="entrance-channels">
              {channels.map((channel) => (
                <Checkbox
                  key={channel.id}
                  isSelected={draft.default_channel_ids.includes(channel.id)}
                  onChange={(isOn) =>
                    put({
                      default_channel_ids: isOn
                        ? [...draft.default_channel_ids, channel.id]
                        : draft.default_channel_ids.filter((id) => id !== channel.id),
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
            {draft.prompts.map((prompt, at) => (
              <PromptEditor
                // biome-ignore lint/suspicious/noArrayIndexKey: a question that is new has no name but its place.
                key={at}
                guild={guild}
                channels={channels}
                number={at + 1}
                prompt={prompt}
                failure={failure}
                path={`prompts.${at}`}
                onChange={(change) =>
                  put({ prompts: replaceAt(draft.prompts, at, { ...prompt, ...change }) })
                }
                onRemove={() => put({ prompts: withoutAt(draft.prompts, at) })}
              />
            ))}
            {draft.prompts.length < MOST_PROMPTS ? (
              <div className="row">
                <Button
                  size="sm"
                  icon={Plus}
                  onPress={() => put({ prompts: [...draft.prompts, emptyPrompt()] })}
                >
                  {m.entrance_question_add()}
                </Button>
              </div>
            ) : null}
          </section>
        </>
      )}
    </DraftForm>
  );
}
