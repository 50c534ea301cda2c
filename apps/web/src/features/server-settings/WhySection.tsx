import {
  type APIGuildMember,
  explainBasePermissions,
  explainPermission,
  explainPermissions,
  GUILD_ONLY_BITS,
  type GuildChannel,
  PERMISSION_GROUPS,
  type PermissionGroup,
  type PermissionName,
  type Snowflake,
} from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { ArrowDown, Check, Search, X } from "lucide-react";
import { useMemo, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { useGuildChannels, useMember } from "../../state/guilds.ts";
import { memberOf, parsed, rolesOfGuild } from "../../state/permissions.ts";
import { nameOf, store, useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Select } from "../../ui/Select.tsx";
import { channelIcon } from "../servers/channelIcon.ts";
import { compareChannels } from "../servers/tree.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { bitsOfChannel } from "./channelBits.ts";
import { type WhyStep, whySteps } from "./explainWords.ts";
import { MemberDialog } from "./MemberDialog.tsx";
import { permissionName } from "./permissionWords.ts";

/** Why somebody may or may not do something somewhere, step by step. */
export function WhySection({ guild }: { guild: Guild }) {
  const [chosen, setChosen] = useState<APIGuildMember | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const [channelId, setChannelId] = useState<Snowflake | null>(null);
  const [permission, setPermission] = useState<PermissionName>("SendMessages");
  const channels = useGuildChannels(guild.id);
  const roles = useSelector((state) => state.roles[guild.id]);
  const fresh = useMember(guild.id, chosen?.user.id ?? "0");
  // What was heard of them since they were chosen counts.
  const member = useMemo(
    () =>
      chosen && fresh?.roles
        ? { ...chosen, ...fresh, roles: [...fresh.roles], nick: fresh.nick ?? null }
        : chosen,
    [chosen, fresh],
  );
  const places = useMemo(
    () =>
      Object.values(channels)
        .filter((one): one is GuildChannel => !isThread(one))
        .sort(compareChannels),
    [channels],
  );
  const place =
    places.find((one) => one.id === channelId) ?? places.find((one) => one.type !== 4) ?? places[0];
  const offered = place ? bitsOfChannel(place.type) : GUILD_ONLY_BITS;
  const asked = (P[permission] & (offered | GUILD_ONLY_BITS)) !== 0n ? permission : "ViewChannel";
  const isOfServer = (P[asked] & GUILD_ONLY_BITS) !== 0n;

  const name = member ? nameOf(member.user, member.nick) : "";
  const answer = useMemo(() => {
    const state = store.get();
    const table = roles && rolesOfGuild(state, guild.id);
    if (!member || !place || !table) return null;
    const person = memberOf(member as APIGuildMember, member.user.id);
    const steps = isOfServer
      ? explainBasePermissions(table, person)
      : explainPermissions(table, person, parsed(place.permission_overwrites), { type: place.type });
    const { held } = explainPermission(steps, P[asked]);
    return { held, steps: whySteps(state, guild.id, steps, asked, name) };
  }, [roles, member, place, asked, isOfServer, guild.id, name]);

  return (
    <>
      <SectionHead title={m.why_title()} lead={m.why_lead()} />
      <div className="why-question">
        <div className="field">
          <span className="label">{m.server_member()}</span>
          <Button variant="outline" size="lg" onPress={() => setChoosing(true)}>
            {member ? (
              <>
                <Avatar user={member.user} size={24} />
                <span className="truncate">{name}</span>
              </>
            ) : (
              <>
                <Icon of={Search} size={16} />
                {m.why_choose()}
              </>
            )}
          </Button>
        </div>
        <Select
          label={m.why_where()}
          value={place?.id ?? ""}
          onChange={setChannelId}
          isDisabled={isOfServer}
          options={places.map((one) => ({ id: one.id, label: one.name, icon: channelIcon(one) }))}
        />
        <Select
          label={m.why_what()}
          value={asked}
          onChange={setPermission}
          options={(Object.keys(PERMISSION_GROUPS) as PermissionGroup[]).flatMap((group) => {
            const names: readonly PermissionName[] = PERMISSION_GROUPS[group];
            return names
              .filter((one) => (P[one] & (offered | GUILD_ONLY_BITS)) !== 0n)
              .map((one) => ({ id: one, label: permissionName(one) }));
          })}
        />
      </div>
      {answer && place ? (
        <section aria-live="polite">
          <p className={classes("why-answer", answer.held ? "can" : "cannot")}>
            <Icon of={answer.held ? Check : X} size={22} />
            <b>
              {answer.held
                ? m.why_yes({
                    name,
                    what: permissionName(asked),
                    where: isOfServer ? guild.name : place.name,
                  })
                : m.why_no({
                    name,
                    what: permissionName(asked),
                    where: isOfServer ? guild.name : place.name,
                  })}
            </b>
          </p>
          <ol className="why-steps">
            {answer.steps.map((step) => (
              <Step key={step.key} step={step} />
            ))}
            {answer.steps.length === 0 ? <li className="muted">{m.why_never()}</li> : null}
          </ol>
        </section>
      ) : (
        <p className="muted none">{m.why_begin()}</p>
      )}
      <MemberDialog
        title={m.why_choose()}
        guildId={guild.id}
        isOpen={isChoosing}
        onOpenChange={setChoosing}
        onChoose={(one) => {
          setChoosing(false);
          setChosen(one);
        }}
      />
    </>
  );
}

function Step({ step }: { step: WhyStep }) {
  return (
    <li className={`why-step is-${step.effect}`}>
      <Icon of={step.effect === "gives" ? Check : step.effect === "takes" ? X : ArrowDown} size={16} />
      <span className="grow">{step.text}</span>
      <span className={step.held ? "why-held is-held" : "why-held"}>
        {step.held ? m.why_then_yes() : m.why_then_no()}
      </span>
    </li>
  );
}
