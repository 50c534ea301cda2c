import {
  type APIGuildMember,
  GUILD_ONLY_BITS,
  type GuildChannel,
  PERMISSION_GROUPS,
  PERMISSION_NAMES,
  type PermissionExplanation,
  type PermissionGroup,
  type PermissionName,
  type Snowflake,
} from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { ArrowDown, Check, Search, X } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels, useMember } from "../../state/guilds.ts";
import { nameOf, store, useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Select } from "../../ui/Select.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { MemberAvatar } from "../members/MemberAvatar.tsx";
import { channelIcon } from "../servers/channelIcon.ts";
import { compareChannels } from "../servers/tree.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { bitsOfChannel } from "./channelBits.ts";
import { type WhyStep, whySteps } from "./explainWords.ts";
import { Loading } from "./Loading.tsx";
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
  const userId = member?.user.id;
  const channel = isOfServer ? undefined : place?.id;
  // Asked anew when what it rests on changes here.
  const overwrites = place?.permission_overwrites;
  // biome-ignore lint/correctness/useExhaustiveDependencies: roles and overwrites are what the answer rests on.
  const load = useCallback(
    async (signal: AbortSignal) =>
      userId === undefined
        ? null
        : guildApi.guilds.explain(guild.id, { user_id: userId, channel_id: channel }, { signal }),
    [guild.id, userId, channel, roles, overwrites, member],
  );
  const { data, error, reload } = useLoaded(load);
  const isFresh = data?.user_id === userId && data?.channel_id === (channel ?? null);
  const answer = data && isFresh ? answerOf(data, guild.id, asked, name) : null;

  return (
    <>
      <SectionHead title={m.why_title()} lead={m.why_lead()} />
      <div className="why-question">
        <div className="field">
          <span className="label">{m.server_member()}</span>
          <Button variant="outline" size="lg" onPress={() => setChoosing(true)}>
            {member ? (
              <>
                <MemberAvatar guildId={guild.id} user={member.user} size={24} />
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
      ) : member ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
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

function answerOf(
  { steps, permissions }: PermissionExplanation,
  guildId: Snowflake,
  asked: PermissionName,
  name: string,
): { held: boolean; steps: WhyStep[] } {
  const read = steps.map((step) => ({
    ...step,
    needs: PERMISSION_NAMES.find((one) => one === step.needs),
    allowed: BigInt(step.allowed),
    denied: BigInt(step.denied),
    after: BigInt(step.after),
  }));
  return {
    held: (BigInt(permissions) & P[asked]) !== 0n,
    steps: whySteps(store.get(), guildId, read, asked, name),
  };
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
