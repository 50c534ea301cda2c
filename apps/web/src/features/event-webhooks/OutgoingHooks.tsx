import { EVENT_WEBHOOK_STATUS, type EventWebhook } from "@palabre/protocol";
import { KeyRound, ListChecks, Pencil, Plus, Send, Trash2, Zap } from "lucide-react";
import { useCallback, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { eventWebhookApi } from "../../state/event-webhook-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { nameOf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { toast } from "../../ui/toast.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { Loading } from "../server-settings/Loading.tsx";
import { DeliveryLog } from "./DeliveryLog.tsx";
import { OutgoingHookDialog } from "./OutgoingHookDialog.tsx";
import { SecretDialog } from "./SecretDialog.tsx";
import "./event-webhooks.css";

/** How often their state is asked for again, in milliseconds. */
const EVERY = 15_000;

type Asked = { of: EventWebhook; does: "edit" | "delete" | "renew" } | { of: null; does: "make" };

/** Where a server's events are posted. */
export function OutgoingHooks({ guild }: { guild: Guild }) {
  const load = useCallback((signal: AbortSignal) => eventWebhookApi.list(guild.id, { signal }), [guild.id]);
  const { data, error, reload, setData } = useLoaded(load, EVERY);
  const [asked, setAsked] = useState<Asked | null>(null);
  /** One whose secret is shown. */
  const [told, setTold] = useState<EventWebhook | null>(null);
  const close = () => setAsked(null);

  function put(hook: EventWebhook) {
    const { secret, ...known } = hook;
    setData((before) =>
      before?.some(({ id }) => id === hook.id)
        ? before.map((one) => (one.id === hook.id ? known : one))
        : [...(before ?? []), known],
    );
    if (secret !== undefined) setTold(hook);
  }

  return (
    <section>
      <div className="section-head">
        <h2 className="h-section">{m.ehook_outgoing()}</h2>
        <Button size="sm" icon={Plus} onPress={() => setAsked({ of: null, does: "make" })}>
          {m.ehook_new()}
        </Button>
      </div>
      <p className="secondary outgoing-about">{m.ehook_outgoing_about()}</p>
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={2} />
      ) : data.length === 0 ? (
        <EmptyState icon={Send} tone="muted" title={m.ehook_none_title()}>
          {m.ehook_none()}
        </EmptyState>
      ) : (
        <ul className="card session-list" aria-label={m.ehook_outgoing()}>
          {data.map((hook) => (
            <Row key={hook.id} hook={hook} onAsk={(does) => setAsked({ of: hook, does })} />
          ))}
        </ul>
      )}
      {asked?.does === "make" || asked?.does === "edit" ? (
        <OutgoingHookDialog guild={guild} hook={asked.of} onSaved={put} onClose={close} />
      ) : null}
      {asked?.does === "delete" ? (
        <ConfirmDialog
          question={m.ehook_delete_question({ name: asked.of.name })}
          confirmLabel={m.ehook_delete()}
          isDanger
          isOpen
          onOpenChange={close}
          onConfirm={async () => {
            await eventWebhookApi.remove(guild.id, asked.of.id);
            setData((before) => before?.filter(({ id }) => id !== asked.of.id) ?? null);
          }}
        >
          {m.ehook_delete_text()}
        </ConfirmDialog>
      ) : null}
      {asked?.does === "renew" ? (
        <ConfirmDialog
          question={m.ehook_secret_question({ name: asked.of.name })}
          confirmLabel={m.ehook_secret_new()}
          isDanger
          isOpen
          onOpenChange={close}
          onConfirm={async () => put(await eventWebhookApi.renewSecret(guild.id, asked.of.id))}
        >
          {m.ehook_secret_warning()}
        </ConfirmDialog>
      ) : null}
      {told && asked === null ? <SecretDialog hook={told} onClose={() => setTold(null)} /> : null}
    </section>
  );
}

function Row({ hook, onAsk }: { hook: EventWebhook; onAsk: (does: "edit" | "delete" | "renew") => void }) {
  const { id, guild_id, name, url, status, user, channel_id } = hook;
  const channel = useGuildChannels(guild_id)[channel_id ?? ""];
  const [showsLog, setShowsLog] = useState(false);
  const isOn = status === EVENT_WEBHOOK_STATUS.on;
  const place =
    channel_id === null ? m.ehook_whole() : m.ehook_channel_alone({ channel: `#${channel?.name ?? "?"}` });
  const about = [place, hostOf(url), user ? m.ehook_by({ name: nameOf(user) }) : ""];

  async function test() {
    await eventWebhookApi.test(guild_id, id);
    setShowsLog(true);
    toast({ tone: "success", title: m.ehook_tested() });
  }

  return (
    <li className="outgoing">
      <div className="session-row webhook-row">
        <Icon of={Send} size={18} />
        <span className="txt">
          <b className="hook-state">
            <span className="truncate">{name}</span>
            <State status={status} />
          </b>
          <span>{about.filter(Boolean).join(" · ")}</span>
        </span>
        <span className="row">
          <Button
            size="sm"
            icon={ListChecks}
            aria-label={m.ehook_log_of({ name })}
            aria-expanded={showsLog}
            onPress={() => setShowsLog(!showsLog)}
          >
            {m.ehook_log()}
          </Button>
          {isOn ? (
            <IconButton icon={Zap} size="sm" label={m.ehook_test()} onPress={() => void attempt(test)} />
          ) : null}
          <IconButton icon={KeyRound} size="sm" label={m.ehook_secret_new()} onPress={() => onAsk("renew")} />
          <IconButton
            icon={Pencil}
            size="sm"
            label={m.ehook_edit_of({ name })}
            onPress={() => onAsk("edit")}
          />
          <IconButton
            icon={Trash2}
            size="sm"
            label={m.ehook_delete_of({ name })}
            onPress={() => onAsk("delete")}
          />
        </span>
      </div>
      {status === EVENT_WEBHOOK_STATUS.stopped ? (
        <p className="secondary hook-log">{m.ehook_stopped_maker({ name: user ? nameOf(user) : "?" })}</p>
      ) : null}
      {showsLog ? (
        <div className="hook-log">
          <DeliveryLog place={{ guild: guild_id, hook: id }} label={m.ehook_log_of({ name })} />
        </div>
      ) : null}
    </li>
  );
}

function State({ status }: { status: number }) {
  if (status === EVENT_WEBHOOK_STATUS.on) return <Tag tone="success">{m.ehook_state_on()}</Tag>;
  if (status === EVENT_WEBHOOK_STATUS.stopped) return <Tag tone="danger">{m.ehook_state_stopped()}</Tag>;
  return <Tag>{m.ehook_state_off()}</Tag>;
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;
