import { EVENT_WEBHOOK_STATUS } from "@palabre/protocol";
import { ApplicationFlags } from "discord-api-types/v10";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { DeliveryLog } from "../event-webhooks/DeliveryLog.tsx";
import { EventTypes } from "../event-webhooks/EventTypes.tsx";
import { APPLICATION_GROUPS } from "../event-webhooks/eventWords.ts";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { SaveBar } from "../server-settings/SaveBar.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import type { ApplicationProps } from "./application.ts";
import { CopyField } from "./CopyField.tsx";
import { useForm } from "./useForm.ts";
import "../event-webhooks/event-webhooks.css";

/** Where the application's events are posted, which they are, and what became of them. */
export function EventsSection({ application, onChange }: ApplicationProps) {
  const { id, event_webhooks_status: status, event_webhooks_url: address } = application;
  const { shown, put, failure, errorOf, onSubmit, bar } = useForm(
    {
      url: address ?? "",
      types: application.event_webhooks_types,
      isOn: status === EVENT_WEBHOOK_STATUS.on,
    },
    async ({ url, types, isOn }) =>
      onChange(
        await applicationApi.update(id, {
          ...(url !== undefined && { event_webhooks_url: url.trim() }),
          ...(types !== undefined && { event_webhooks_types: types }),
          ...(isOn !== undefined && {
            event_webhooks_status: isOn ? EVENT_WEBHOOK_STATUS.on : EVENT_WEBHOOK_STATUS.off,
          }),
        }),
      ),
  );
  const lacks = missing(application.flags, shown.types);
  return (
    <>
      <SectionHead title={m.ehook_title()} lead={m.ehook_app_lead()} />
      {status === EVENT_WEBHOOK_STATUS.stopped ? (
        <div className="event-stopped">
          <Banner tone="danger">{m.ehook_stopped()}</Banner>
        </div>
      ) : null}
      <form onSubmit={onSubmit} noValidate>
        <div className="settings-form">
          <TextField
            label={m.ehook_address()}
            hint={m.ehook_address_hint()}
            type="url"
            placeholder="https://"
            value={shown.url}
            // The first address is there to be used.
            onChange={(url) => put({ url, ...(address === null && { isOn: url.trim() !== "" }) })}
            error={errorOf("event_webhooks_url")}
          />
          <CopyField label={m.dev_key()} value={application.verify_key} hint={m.dev_key_hint()} />
        </div>
        <div className="card event-switch">
          <Switch
            label={m.ehook_on()}
            description={m.ehook_on_about()}
            isSelected={shown.isOn}
            onChange={(isOn) => put({ isOn })}
            isDisabled={shown.url.trim() === ""}
          />
        </div>
        <section>
          <h2 className="h-section">{m.ehook_events()}</h2>
          <p className="secondary dev-about">{m.ehook_events_app_about()}</p>
          <EventTypes groups={APPLICATION_GROUPS} value={shown.types} onChange={(types) => put({ types })} />
          <div role="status" className="event-lacks">
            {lacks.map((text) => (
              <p key={text} className="hint">
                {text}
              </p>
            ))}
          </div>
        </section>
        <FormFailure failure={failure} fields={["event_webhooks_url"]} />
        <SaveBar {...bar} />
      </form>
      {address === null ? null : (
        <section>
          <h2 className="h-section">{m.ehook_log()}</h2>
          <p className="secondary dev-about">{m.ehook_log_about()}</p>
          <DeliveryLog place={{ application: id }} label={m.ehook_log()} />
        </section>
      )}
    </>
  );
}

/** What the bot's intents leave out of the chosen events. */
function missing(flags: number, types: readonly string[]): string[] {
  const has = (flag: ApplicationFlags) => (flags & flag) !== 0;
  const some = (start: RegExp) => types.some((type) => start.test(type));
  return [
    some(/^MESSAGE_(CREATE|UPDATE)$/) && !has(ApplicationFlags.GatewayMessageContentLimited)
      ? m.ehook_content_off()
      : "",
    some(/^GUILD_MEMBER_/) && !has(ApplicationFlags.GatewayGuildMembersLimited) ? m.ehook_members_off() : "",
  ].filter(Boolean);
}
