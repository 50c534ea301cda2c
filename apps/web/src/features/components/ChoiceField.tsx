import type { Snowflake } from "@palabre/protocol";
import { type APISelectMenuComponent, ComponentType } from "discord-api-types/v10";
import { Check, ChevronDown, CircleAlert, Search } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Text } from "react-aria-components/Text";
import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { searchMembers, wantMembers } from "../../state/actions/members.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { type Choice, named, search, useChoices } from "./choices.tsx";
import "./components.css";

/** Options of a list above which one can search in it. */
const FEW = 8;
/** Milliseconds without a key until names are asked for. */
const TYPED = 200;

export interface ChoiceFieldProps {
  select: APISelectMenuComponent;
  guildId: Snowflake | null;
  channelId: Snowflake;
  /** What it is called to who does not see it. */
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** The list was closed; with which choice, as it may have changed with the same press. */
  onClose?: (value: readonly string[]) => void;
  isPending?: boolean;
  /** Below it, unless something is wrong. */
  about?: string | undefined;
  error?: string | undefined;
}

/** A list of a bot: a field that opens it. One choice closes it; of several one takes as many as it asks for. */
export function ChoiceField(props: ChoiceFieldProps) {
  const {
    select,
    guildId,
    channelId,
    label,
    value,
    onChange,
    onClose,
    isPending = false,
    about,
    error,
  } = props;
  const { min_values: least = 1, max_values: most = 1, placeholder, disabled = false } = select;
  const choices = useChoices(select, guildId, channelId);
  const chosen = named(choices, value);
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const noteId = useId();
  const isOfPeople =
    select.type === ComponentType.UserSelect || select.type === ComponentType.MentionableSelect;

  // Who is chosen already may be somebody one has not heard of.
  useEffect(() => {
    if (isOfPeople && guildId !== null && value.length > 0) wantMembers(guildId, value);
  }, [isOfPeople, guildId, value]);

  function change(isNow: boolean, next: readonly string[] = value) {
    setOpen(isNow);
    if (!isNow && isOpen) onClose?.(next);
  }
  function take(next: string[]) {
    onChange(next);
    if (most === 1) change(false, next);
  }

  const hint = placeholder || m.components_choose();
  const names = chosen.map(({ name }) => name).join(", ");
  return (
    <>
      <AriaButton
        ref={trigger}
        className={classes("input", "input-select", "bot-select", error && "is-error")}
        aria-label={`${label}: ${names || hint}`.replace(`${hint}: ${hint}`, hint)}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-describedby={error || about ? noteId : undefined}
        isDisabled={disabled}
        isPending={isPending}
        onPress={() => setOpen(true)}
      >
        <span className="bot-chosen">
          {chosen.length === 0 ? <span className="truncate">{hint}</span> : null}
          {chosen.map((choice) => (
            <span key={choice.id} className={most > 1 ? "bot-chip" : "bot-choice"}>
              {choice.mark}
              <span className="truncate">{choice.name}</span>
            </span>
          ))}
        </span>
        {isPending ? (
          <span className="bot-dots" aria-hidden>
            <i />
            <i />
            <i />
          </span>
        ) : (
          <Icon of={ChevronDown} size={16} />
        )}
      </AriaButton>
      {error ? (
        <p id={noteId} className="hint-error">
          <Icon of={CircleAlert} size={16} />
          <span>{error}</span>
        </p>
      ) : about ? (
        <p id={noteId} className="hint">
          {about}
        </p>
      ) : null}
      <Popover
        label={label}
        triggerRef={trigger}
        isOpen={isOpen}
        onOpenChange={change}
        placement="bottom start"
        className="bot-pop"
      >
        <Choosing
          label={label}
          choices={choices}
          value={value}
          least={least}
          most={most}
          onSearch={isOfPeople && guildId !== null ? (query) => searchMembers(guildId, query, 25) : undefined}
          hasSearch={select.type !== ComponentType.StringSelect || choices.length > FEW}
          onChange={take}
          onDone={() => change(false)}
        />
      </Popover>
    </>
  );
}

interface ChoosingProps {
  label: string;
  choices: readonly Choice[];
  value: readonly string[];
  least: number;
  most: number;
  hasSearch: boolean;
  onSearch: ((query: string) => void) | undefined;
  onChange: (value: string[]) => void;
  onDone: () => void;
}

function Choosing(props: ChoosingProps) {
  const { label, choices, value, least, most, hasSearch, onSearch, onChange, onDone } = props;
  const [query, setQuery] = useState("");
  const found = search(choices, query);
  const isFull = most > 1 && value.length >= most;

  const root = useRef<HTMLDivElement>(null);
  const ask = useRef(onSearch);
  ask.current = onSearch;
  useEffect(() => {
    const timer = setTimeout(() => ask.current?.(query.trim()), query === "" ? 0 : TYPED);
    return () => clearTimeout(timer);
  }, [query]);

  const list = (
    <ListBox
      aria-label={label}
      className="bot-options scroll"
      items={found}
      dependencies={[value]}
      selectionMode={most > 1 || least === 0 ? "multiple" : "single"}
      disallowEmptySelection={most === 1 && least > 0}
      escapeKeyBehavior="none"
      selectedKeys={value}
      disabledKeys={isFull ? found.flatMap(({ id }) => (value.includes(id) ? [] : [id])) : []}
      autoFocus={hasSearch ? false : "first"}
      onSelectionChange={(keys) => {
        const ids = keys === "all" ? found.map(({ id }) => id) : [...keys].map(String);
        // Where one is asked for, another takes its place.
        if (most === 1)
          return onChange(ids.filter((id) => !value.includes(id) || ids.length === 1).slice(-1));
        // Those that the search hides stay chosen.
        const hidden = value.filter((id) => !found.some((choice) => choice.id === id));
        onChange([...new Set([...hidden, ...ids])].slice(0, most));
      }}
      renderEmptyState={() => <p className="muted bot-none">{m.components_nothing_found()}</p>}
    >
      {({ id, name, about, mark }) => (
        <ListBoxItem id={id} textValue={name} className="opt">
          {({ isSelected }) => (
            <>
              {mark}
              <span className="grow">
                <Text slot="label" className="truncate">
                  {name}
                </Text>
                {about ? (
                  <Text slot="description" className="opt-about">
                    {about}
                  </Text>
                ) : null}
              </span>
              {isSelected ? <Icon of={Check} size={16} className="opt-check" /> : null}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
  return (
    <div className="bot-choosing" ref={root}>
      {hasSearch ? (
        <TextField
          label={m.components_search()}
          isLabelHidden
          placeholder={m.components_search()}
          icon={Search}
          size="sm"
          className="bot-search"
          value={query}
          onChange={setQuery}
          autoFocus
          autoComplete="off"
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") optionOf(root.current)?.focus();
            else if (event.key === "Enter" && found[0]) optionOf(root.current)?.click();
            else return event.continuePropagation();
            event.preventDefault();
          }}
        />
      ) : null}
      {list}
      {most > 1 ? (
        <footer className="bot-count">
          <span className="grow tnum" aria-live="polite">
            {rangeText(value.length, least, most)}
          </span>
          <Button size="sm" variant="primary" onPress={onDone}>
            {m.components_done()}
          </Button>
        </footer>
      ) : null}
    </div>
  );
}

/** The first that can be chosen. */
const optionOf = (root: Element | null): HTMLElement | null | undefined =>
  root?.querySelector<HTMLElement>("[role=option]:not([aria-disabled=true])");

function rangeText(count: number, least: number, most: number): string {
  if (count < least) return m.components_at_least({ least: formatNumber(least) });
  return m.components_chosen_of({ count: formatNumber(count), most: formatNumber(most) });
}
