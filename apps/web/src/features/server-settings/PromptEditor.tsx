import type { GuildChannel } from "@palabre/protocol";
import { Plus, Trash2 } from "lucide-react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { useRoles } from "../../state/guilds.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { withoutAt } from "./LineFields.tsx";
import { toChoice } from "./useChannelChoices.ts";
import { useRank } from "./useRank.ts";

const MOST_OPTIONS = 50;
/** What has none yet. */
const NONE = "0";

interface OptionDraft {
  id: string | null;
  title: string;
  description: string;
  emoji_name: string;
  role_ids: string[];
  channel_ids: string[];
}

export interface PromptDraft {
  id: string;
  title: string;
  single_select: boolean;
  required: boolean;
  in_onboarding: boolean;
  type: 0 | 1;
  options: OptionDraft[];
}

const emptyOption = (): OptionDraft => ({
  id: null,
  title: "",
  description: "",
  emoji_name: "",
  role_ids: [],
  channel_ids: [],
});

/** A question that is new, with one answer to begin with. */
export const emptyPrompt = (): PromptDraft => ({
  id: NONE,
  title: "",
  single_select: false,
  required: false,
  in_onboarding: true,
  type: 0,
  options: [emptyOption()],
});

/** A question to those who are new, and its answers. */
export function PromptEditor({
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
                  onPress={() => onChange({ options: withoutAt(options, at) })}
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
                options={[{ id: NONE, label: m.entrance_onboarding_no_channel() }, ...channels.map(toChoice)]}
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
