import type { GuildOnboarding, ServerGuide, Snowflake } from "@palabre/protocol";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { type FormEvent, useCallback, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { useTitle } from "../../shell/useTitle.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuild, useOwnMember } from "../../state/guilds.ts";
import { useChannel } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { toast } from "../../ui/toast.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { FormFailure } from "../server-settings/FormFailure.tsx";
import { Loading } from "../server-settings/Loading.tsx";
import { useSaving } from "../server-settings/useSaving.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import "./entrance.css";
import "./entranceErrors.ts";
import { type FieldAnswer, FormFields } from "./FormFields.tsx";

/** What greets whoever has come into a server, and where they change their mind later: rules, guide, questions. */
export function WelcomePage() {
  const { guildId = "" } = useParams({ strict: false });
  const guild = useGuild(guildId);
  const navigate = useNavigate();
  useTitle(guild ? m.entrance_welcome({ name: guild.name }) : m.servers_gone());
  if (!guild) {
    return (
      <main className="main page-center" id="main">
        <EmptyState
          icon={SearchX}
          tone="muted"
          level={1}
          title={m.servers_gone()}
          actions={<LinkButton to="/">{m.conversation_gone_home()}</LinkButton>}
        >
          {m.servers_gone_about()}
        </EmptyState>
      </main>
    );
  }
  return (
    <main className="main" id="main">
      <PaneHeader
        title={m.entrance_welcome_row()}
        onBack={() => void navigate({ to: "/channels/$guildId", params: { guildId } })}
      />
      <div className="scroll page-scroll">
        <Welcome key={guildId} guild={guild} />
      </div>
    </main>
  );
}

function Welcome({ guild }: { guild: Guild }) {
  const own = useOwnMember(guild.id);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [onboarding, guide] = await Promise.all([
        guildApi.entrance.onboarding(guild.id, { signal }),
        guildApi.entrance.guide(guild.id, { signal }),
      ]);
      return { onboarding, guide: guide?.enabled ? guide : undefined };
    },
    [guild.id],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const isPending = own?.pending === true;
  return (
    <div className="col entrance-welcome">
      <header className="entrance-hero">
        <ServerIcon guild={guild} size={72} />
        <h1 className="h-page">{m.entrance_welcome({ name: guild.name })}</h1>
        {guild.description ? <p className="secondary">{guild.description}</p> : null}
      </header>
      {isPending ? <Rules guildId={guild.id} /> : null}
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={4} />
      ) : (
        <>
          {data.guide ? <Guide guide={data.guide} /> : null}
          {data.onboarding.enabled ? (
            <Questions
              onboarding={data.onboarding}
              isNew={data.onboarding.is_due}
              onSaved={(responses) =>
                setData({ ...data, onboarding: { ...data.onboarding, responses, is_due: false } })
              }
            />
          ) : null}
          {!data.guide && !data.onboarding.enabled && !isPending ? (
            <EmptyState
              title={m.entrance_welcome_none()}
              level={2}
              actions={
                <LinkButton to="/channels/$guildId" params={{ guildId: guild.id }}>
                  {m.entrance_welcome_go()}
                </LinkButton>
              }
            />
          ) : null}
        </>
      )}
    </div>
  );
}

function Rules({ guildId }: { guildId: Snowflake }) {
  const load = useCallback(
    (signal: AbortSignal) => guildApi.entrance.form(guildId, undefined, { signal }),
    [guildId],
  );
  const { data: form, error, reload } = useLoaded(load);
  const [answers, setAnswers] = useState<FieldAnswer[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  if (form === null) return <Loading error={error} reload={() => void reload()} rows={3} />;
  // Whoever is in already has only rules to accept.
  const terms = form.form_fields.filter(({ field_type }) => field_type === "TERMS");

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setFailure(null);
    try {
      await guildApi.entrance.handIn(guildId, {
        form_fields: terms.map((_, at) => ({ response: answers[at] === true })),
      });
      toast({ tone: "success", title: m.entrance_rules_done() });
    } catch (refusal) {
      setFailure(refusal);
    }
    setPending(false);
  }

  return (
    <form className="card entrance-card entrance-form" onSubmit={(event) => void submit(event)}>
      {form.description ? <p className="secondary">{form.description}</p> : null}
      <FormFields fields={terms} answers={answers} onChange={setAnswers} failure={failure} />
      <FormFailure failure={failure} />
      <Button
        type="submit"
        variant="primary"
        isPending={isPending}
        isDisabled={terms.some((_, at) => answers[at] !== true)}
      >
        {m.entrance_rules_do()}
      </Button>
    </form>
  );
}

function Guide({ guide }: { guide: ServerGuide }) {
  const { welcome_message, new_member_actions, resource_channels } = guide;
  const groups = [
    { title: m.entrance_welcome_actions(), entries: new_member_actions },
    { title: m.entrance_welcome_resources(), entries: resource_channels },
  ].filter(({ entries }) => entries.length > 0);
  return (
    <>
      {welcome_message ? <blockquote className="entrance-word">{welcome_message.message}</blockquote> : null}
      {groups.map(({ title, entries }) => (
        <section key={title}>
          <h2 className="h-section">{title}</h2>
          <ul className="card entrance-links">
            {entries.map((entry) => (
              <li key={`${entry.channel_id} ${entry.title}`}>
                <GuideEntry entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function GuideEntry({ entry }: { entry: ServerGuide["resource_channels"][number] }) {
  const channel = useChannel(entry.channel_id);
  return (
    <Link {...placeOf(entry.channel_id)} className="entrance-link">
      <span className="entrance-emoji" aria-hidden>
        {entry.emoji?.name ?? (channel ? <Icon of={channelIcon(channel as never)} size={22} /> : null)}
      </span>
      <span className="txt">
        <b>{entry.title}</b>
        <small>{entry.description || channel?.name}</small>
      </span>
    </Link>
  );
}

type Prompt = GuildOnboarding["prompts"][number];

function Questions({
  onboarding,
  isNew,
  onSaved,
}: {
  onboarding: GuildOnboarding;
  isNew: boolean;
  onSaved: (responses: string[]) => void;
}) {
  const { guild_id: guildId, prompts, default_channel_ids } = onboarding;
  const [draft, setDraft] = useState<readonly string[] | null>(null);
  const { failure, isPending, save } = useSaving();
  const navigate = useNavigate();
  const known = new Set(prompts.flatMap(({ options }) => options.map(({ id }) => id)));
  const chosen = draft ?? onboarding.responses?.filter((id) => known.has(id)) ?? [];
  // A new one is asked what belongs to arriving; the rest is for later.
  const asked = isNew ? prompts.filter(({ in_onboarding }) => in_onboarding) : prompts;
  const isOpen = (prompt: Prompt) =>
    prompt.required && prompt.in_onboarding && !prompt.options.some(({ id }) => chosen.includes(id));
  const channels = new Set([
    ...default_channel_ids,
    ...prompts.flatMap(({ options }) =>
      options.flatMap(({ id, channel_ids }) => (chosen.includes(id) ? channel_ids : [])),
    ),
  ]);

  async function send(responses: readonly string[]) {
    const went = await save(() => guildApi.entrance.answer(guildId, [...responses]));
    if (!went) return;
    onSaved([...responses]);
    setDraft(null);
    if (isNew) await navigate({ to: "/channels/$guildId", params: { guildId } });
  }

  return (
    <>
      <form
        className="entrance-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send(chosen);
        }}
      >
        <p className="secondary">{m.entrance_welcome_ask()}</p>
        {asked.map((prompt) => (
          <Question key={prompt.id} prompt={prompt} chosen={chosen} onChange={setDraft} />
        ))}
        <FormFailure failure={failure} />
        <div className="row">
          <Button
            type="submit"
            variant="primary"
            isPending={isPending}
            isDisabled={asked.some(isOpen) || (!isNew && draft === null)}
          >
            {isNew ? m.entrance_welcome_first() : m.entrance_welcome_save()}
          </Button>
          {isNew && !asked.some((prompt) => prompt.required) ? (
            <Button variant="ghost" onPress={() => void send([])}>
              {m.entrance_welcome_skip()}
            </Button>
          ) : null}
        </div>
      </form>
      {channels.size > 0 ? (
        <section>
          <h2 className="h-section">{m.entrance_welcome_channels()}</h2>
          <ul className="entrance-chips">
            {[...channels].map((id) => (
              <Chip key={id} id={id} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function Chip({ id }: { id: Snowflake }) {
  const channel = useChannel(id);
  // What a role opens comes with the role.
  if (!channel) return null;
  return (
    <li>
      <Link {...placeOf(id)} className="chip">
        <Icon of={channelIcon(channel as never)} size={16} />
        {channel.name}
      </Link>
    </li>
  );
}

function Question({
  prompt,
  chosen,
  onChange,
}: {
  prompt: Prompt;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const mine = new Set(prompt.options.map(({ id }) => id));
  const others = chosen.filter((id) => !mine.has(id));
  const isRequired = prompt.required && prompt.in_onboarding;
  const hint = [
    prompt.single_select ? m.entrance_welcome_one() : m.entrance_welcome_some(),
    ...(isRequired ? [m.entrance_welcome_required()] : []),
  ].join(" · ");
  const label = (option: Prompt["options"][number]) => (
    <>
      {option.emoji.name ? <span aria-hidden>{option.emoji.name} </span> : null}
      {option.title}
    </>
  );
  if (prompt.single_select) {
    return (
      <div className="card entrance-card">
        <RadioGroup
          label={prompt.title}
          hint={hint}
          value={prompt.options.find(({ id }) => chosen.includes(id))?.id ?? ""}
          onChange={(id) => onChange([...others, id])}
          options={prompt.options.map((option) => ({
            id: option.id,
            label: label(option),
            description: option.description || undefined,
          }))}
        />
      </div>
    );
  }
  return (
    <fieldset className="card entrance-card">
      <legend className="label">{prompt.title}</legend>
      <p className="hint">{hint}</p>
      <div className="entrance-options">
        {prompt.options.map((option) => (
          <Checkbox
            key={option.id}
            isSelected={chosen.includes(option.id)}
            onChange={(isOn) =>
              onChange(isOn ? [...chosen, option.id] : chosen.filter((id) => id !== option.id))
            }
          >
            <b>{label(option)}</b>
            {option.description ? <small>{option.description}</small> : null}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}
