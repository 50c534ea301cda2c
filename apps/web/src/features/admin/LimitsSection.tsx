import type { AdminChoiceLimit, AdminLimit, AdminNumberLimit } from "@palabre/protocol";
import { RotateCcw } from "lucide-react";
import { type FormEvent, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { forgetInstance } from "../auth/instance.ts";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { Loading } from "../server-settings/Loading.tsx";
import { SaveBar } from "../server-settings/SaveBar.tsx";
import { useSaving } from "../server-settings/useSaving.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { CREATION, LIMIT_NAMES, limitText } from "./limitWords.ts";
import { useLoaded } from "./useLoaded.ts";

const load = (signal: AbortSignal) => guildApi.admin.limits({ signal });

type Name = AdminLimit["name"];

const GROUPS: readonly { title: () => string; names: readonly Name[] }[] = [
  {
    title: m.admin_limits_servers,
    names: [
      "guilds",
      "guild_channels",
      "roles",
      "guild_members",
      "guild_invites",
      "scheduled_events",
      "event_webhooks",
      "event_backlog",
      "event_log",
      "event_log_days",
      "emojis",
      "animated_emojis",
      "stickers",
      "soundboard_sounds",
    ],
  },
  { title: m.admin_limits_rooms, names: ["room_size"] },
  { title: m.admin_limits_files, names: ["file_size", "user_storage", "instance_storage"] },
];

const MIB = 1_048_576;

/** How much of everything one may have here: each with its bounds, and the way back to its default. */
export function LimitsSection() {
  const { data, error, reload, setData } = useLoaded(load);
  /** What was typed and is not saved, as it was typed. */
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({});
  const { failure, isPending, save, forget } = useSaving();
  if (data === null) {
    return (
      <>
        <SectionHead title={m.admin_limits()} lead={m.admin_limits_lead()} />
        <Loading error={error} reload={() => void reload()} rows={8} />
      </>
    );
  }
  const changes: Partial<Record<Name, string | number | null>> = {};
  const wrong: Name[] = [];
  for (const limit of data) {
    const text = typed[limit.name];
    if (text === undefined) continue;
    const wanted = limit.unit === "choice" ? text : readNumber(limit, text);
    if (wanted === undefined) wrong.push(limit.name);
    else if (wanted !== limit.value) changes[limit.name] = wanted;
  }
  const type = (name: Name, text: string) => setTyped((before) => ({ ...before, [name]: text }));

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (wrong.length > 0) return;
    await save(async () => {
      setData(await guildApi.admin.updateLimits(changes));
      setTyped({});
      forgetInstance();
    });
  }

  const creation = data.find((limit): limit is AdminChoiceLimit => limit.unit === "choice");
  return (
    <form onSubmit={(event) => void submit(event)}>
      <SectionHead title={m.admin_limits()} lead={m.admin_limits_lead()} />
      {creation ? (
        <RadioGroup
          label={LIMIT_NAMES.guild_creation()}
          value={(typed.guild_creation ?? creation.value) as AdminChoiceLimit["value"]}
          onChange={(value) => type("guild_creation", value)}
          options={creation.choices.map((id) => ({ id, label: CREATION[id]() }))}
        />
      ) : null}
      {GROUPS.map(({ title, names }) => (
        <section key={title()} className="limits">
          <h2 className="h-section">{title()}</h2>
          <div className="card">
            {data
              .filter((limit): limit is AdminNumberLimit => names.includes(limit.name))
              .map((limit) => (
                <LimitField
                  key={limit.name}
                  limit={limit}
                  text={typed[limit.name] ?? writeNumber(limit)}
                  isWrong={wrong.includes(limit.name)}
                  refused={fieldErrorText(failure, limit.name)}
                  onChange={(text) => type(limit.name, text)}
                />
              ))}
          </div>
        </section>
      ))}
      <FormFailure failure={failure} fields={data.map(({ name }) => name)} />
      <SaveBar
        isChanged={Object.keys(changes).length > 0 || wrong.length > 0}
        isPending={isPending}
        onReset={() => {
          setTyped({});
          forget();
        }}
      />
    </form>
  );
}

function LimitField({
  limit,
  text,
  isWrong,
  refused,
  onChange,
}: {
  limit: AdminNumberLimit;
  text: string;
  isWrong: boolean;
  refused: string | undefined;
  onChange: (text: string) => void;
}) {
  const { unit, min, max } = limit;
  const name = LIMIT_NAMES[limit.name]();
  const byDefault = limitText(unit, limit.default);
  const isBounded = limit.default !== null;
  const bounds = { min: limitText(unit, min), max: limitText(unit, max) };
  const fallback = writeNumber({ ...limit, value: limit.default });
  return (
    <TextField
      className="limit"
      label={name}
      hint={isBounded ? m.admin_limit_hint({ ...bounds, default: byDefault }) : m.admin_limit_hint_storage()}
      error={isWrong ? (isBounded ? m.admin_limit_wrong(bounds) : m.admin_limit_wrong_size()) : refused}
      value={text}
      onChange={onChange}
      placeholder={isBounded ? byDefault : m.admin_limit_none()}
      inputMode={unit === "bytes" ? "decimal" : "numeric"}
      autoComplete="off"
      maxLength={16}
      suffix={
        <>
          {unit === "bytes" && text !== "" ? <span className="muted">{m.admin_limit_unit()}</span> : null}
          {text === fallback ? null : (
            <IconButton
              icon={RotateCcw}
              size="sm"
              label={m.admin_limit_reset({ name, default: byDefault })}
              onPress={() => onChange(fallback)}
            />
          )}
        </>
      }
    />
  );
}

/** As one types it: sizes in megabytes, nothing for no limit. */
function writeNumber({ unit, value }: Pick<AdminNumberLimit, "unit" | "value">): string {
  if (value === null) return "";
  if (unit === "count") return formatNumber(value);
  return formatNumber(value / MIB, { maximumFractionDigits: 3, useGrouping: false });
}

/** What was typed; null: the default; undefined: nothing that can be. */
function readNumber({ unit, value, min, max }: AdminNumberLimit, text: string): number | null | undefined {
  const bare = text.replace(/\s/g, "");
  if (bare === "") return null;
  // What stands there unchanged stays to the byte, however it is rounded.
  if (text === writeNumber({ unit, value })) return value;
  const digits = unit === "count" ? bare.replace(/[.,’']/g, "") : bare.replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(digits)) return undefined;
  const number = unit === "count" ? Number(digits) : Math.round(Number(digits) * MIB);
  return number >= min && number <= max ? number : undefined;
}
