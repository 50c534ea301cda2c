import type { ApplicationChange } from "@palabre/client";
import { ApplicationFlags } from "discord-api-types/v10";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { SettingRow } from "../../ui/SettingRow.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import type { ApplicationProps } from "./application.ts";
import { BotToken } from "./BotToken.tsx";

const INTENTS = [
  [ApplicationFlags.GatewayPresenceLimited, m.dev_intent_presence, m.dev_intent_presence_about],
  [ApplicationFlags.GatewayGuildMembersLimited, m.dev_intent_members, m.dev_intent_members_about],
  [ApplicationFlags.GatewayMessageContentLimited, m.dev_intent_content, m.dev_intent_content_about],
] as const;

/** The account the application acts with, and what it may hear. */
export function BotSection({ application, onChange }: ApplicationProps) {
  const { id, name, bot, flags } = application;
  const change = (body: ApplicationChange) =>
    void attempt(async () => onChange(await applicationApi.update(id, body)));
  return (
    <>
      <SectionHead title={m.dev_bot()} lead={m.dev_bot_lead()} />
      <div className="card">
        <SettingRow
          icon={<Avatar user={bot} size={40} />}
          title={bot.global_name ?? bot.username}
          description={`@${bot.username}`}
        >
          <Tag>{m.conversation_app()}</Tag>
        </SettingRow>
        <Switch
          label={m.dev_public()}
          description={m.dev_public_about()}
          isSelected={application.bot_public}
          onChange={(bot_public) => change({ bot_public })}
        />
      </div>
      <section>
        <h2 className="h-section">{m.dev_token()}</h2>
        <BotToken id={id} name={name} />
      </section>
      <section>
        <h2 className="h-section">{m.dev_intents()}</h2>
        <p className="secondary dev-about">{m.dev_intents_about()}</p>
        <div className="card">
          {INTENTS.map(([flag, label, about]) => (
            <Switch
              key={flag}
              label={label()}
              description={about()}
              isSelected={(flags & flag) !== 0}
              onChange={(on) => change({ flags: on ? flags | flag : flags & ~flag })}
            />
          ))}
        </div>
      </section>
    </>
  );
}
