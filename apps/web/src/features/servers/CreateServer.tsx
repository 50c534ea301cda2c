import type { NewGuild } from "@palabre/client";
import { LIMITS } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { ChannelType } from "discord-api-types/v10";
import { ArrowRight, BookOpen, Briefcase, Code, Coffee, Compass, SquareDashed } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import { formatList } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { createGuild } from "../../state/actions/guilds.ts";
import { nameOf, useSelf } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useInstance } from "../auth/instance.ts";
import { PictureField } from "../profile/PictureField.tsx";
import "../server-settings/errorWords.ts";
import { JoinServer } from "./JoinServer.tsx";
import { PLANS, type PlanId, planOf } from "./plans.ts";
import "./servers.css";

/** What a server begins with, in the words of whoever makes it. */
const firstChannels = (): Pick<NewGuild, "channels" | "system_channel_id"> => ({
  channels: [
    { id: 1, type: ChannelType.GuildCategory, name: m.servers_first_text() },
    { id: 2, type: ChannelType.GuildText, name: m.servers_first_general(), parent_id: "1" },
    { id: 3, type: ChannelType.GuildCategory, name: m.servers_first_voice() },
    { id: 4, type: ChannelType.GuildVoice, name: m.servers_first_lounge(), parent_id: "3" },
  ],
  system_channel_id: 2,
});

type Kind = PlanId | "blank";

const KINDS = {
  blank: { icon: SquareDashed, name: m.plan_blank, about: m.plan_blank_about },
  open_source: { icon: Code, name: m.plan_open_source, about: m.plan_open_source_about },
  team: { icon: Briefcase, name: m.plan_team, about: m.plan_team_about },
  study: { icon: BookOpen, name: m.plan_study, about: m.plan_study_about },
  friends: { icon: Coffee, name: m.plan_friends, about: m.plan_friends_about },
};

/** The door to servers: what kind one makes, then its name; or an invitation that one has; or the directory. */
export function CreateServer({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<Kind | null>(null);
  if (kind) return <Naming kind={kind} onBack={() => setKind(null)} onClose={onClose} />;
  return <Choice onChoose={setKind} onClose={onClose} />;
}

function Choice({ onChoose, onClose }: { onChoose: (kind: Kind) => void; onClose: () => void }) {
  const navigate = useNavigate();
  const self = useSelf();
  const { instance } = useInstance();
  const isRestricted = instance?.guild_creation === "admins" && !self.admin;
  return (
    <Dialog title={m.servers_add()} isOpen onOpenChange={(open) => open || onClose()} hasClose>
      <div className="add-server">
        <section>
          <h3 className="label">{m.servers_create()}</h3>
          {isRestricted ? (
            <p className="secondary">{m.servers_create_restricted()}</p>
          ) : (
            <ul className="plan-list">
              {(["blank", ...PLANS] as const).map((kind) => (
                <li key={kind}>
                  <button type="button" className="plan" onClick={() => onChoose(kind)}>
                    <Icon of={KINDS[kind].icon} />
                    <span className="txt">
                      <b>{KINDS[kind].name()}</b>
                      <span>{KINDS[kind].about()}</span>
                    </span>
                    <Icon of={ArrowRight} size={16} />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </section>
        <JoinServer onClose={onClose} />
        <Button
          variant="outline"
          icon={Compass}
          isWide
          onPress={() => {
            onClose();
            void navigate({ to: "/discover" });
          }}
        >
          {m.discover_open()}
        </Button>
      </div>
    </Dialog>
  );
}

function Naming({ kind, onBack, onClose }: { kind: Kind; onBack: () => void; onClose: () => void }) {
  const self = useSelf();
  const [name, setName] = useState<string>(() => m.servers_name_default({ name: nameOf(self) }));
  const [icon, setIcon] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const navigate = useNavigate();
  const form = useId();
  const isTooShort = [...name.trim()].length < 2;
  const plan = kind === "blank" ? null : planOf(kind);

  async function create(event: FormEvent) {
    event.preventDefault();
    if (isTooShort || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      const guildId = await createGuild({
        name: name.trim(),
        ...(icon && { icon }),
        ...(plan ?? firstChannels()),
      });
      onClose();
      await navigate({ to: "/channels/$guildId", params: { guildId } });
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  return (
    <Dialog
      title={kind === "blank" ? m.servers_create() : KINDS[kind].name()}
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      hasClose
      actions={
        <>
          <Button variant="ghost" onPress={onBack}>
            {m.common_back()}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            isPending={isPending}
            disabledReason={isTooShort && m.servers_name_short()}
          >
            {m.servers_create_do()}
          </Button>
        </>
      }
    >
      <form id={form} className="server-form" onSubmit={(event) => void create(event)}>
        <p className="secondary">{m.servers_create_about()}</p>
        <div className="room-identity">
          <PictureField
            label={m.servers_icon()}
            shape="square"
            value={icon}
            onChange={setIcon}
            fallback={null}
          />
          <TextField
            className="grow"
            label={m.servers_name()}
            value={name}
            onChange={setName}
            maxLength={LIMITS.guildName}
            autoFocus
            autoComplete="off"
          />
        </div>
        {plan ? (
          <dl className="plan-parts">
            <dt>{m.plan_roles()}</dt>
            <dd>{formatList(plan.roles.flatMap((role) => role.name ?? []))}</dd>
            <dt>{m.plan_channels()}</dt>
            <dd>
              {formatList(
                plan.channels.flatMap((one) => (one.parent_id === undefined ? [] : (one.name ?? []))),
              )}
            </dd>
          </dl>
        ) : null}
        {failure ? (
          <p className="hint-error" role="alert">
            {failure}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
