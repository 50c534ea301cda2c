import { LIMITS } from "@palabre/protocol";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { TextField } from "../../ui/TextField.tsx";

/** Words that call one, each with a way out, and a line to add some: several between commas, as they are pasted. */
export function WordsField({
  label,
  hint,
  words,
  onChange,
}: {
  label: string;
  hint: string;
  words: readonly string[];
  onChange: (words: string[]) => void;
}) {
  const [typed, setTyped] = useState("");
  const added = typed
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
  const next = [...new Set([...words, ...added])];
  const isLong = added.some((word) => [...word].length > LIMITS.highlightWord);
  const isMany = next.length > LIMITS.highlightWords;
  const error = isLong
    ? m.settings_words_long({ max: LIMITS.highlightWord })
    : isMany
      ? m.settings_words_many({ max: LIMITS.highlightWords })
      : undefined;

  function add(event: FormEvent) {
    event.preventDefault();
    if (added.length === 0 || error) return;
    setTyped("");
    if (next.length > words.length) onChange(next);
  }

  return (
    <form className="words-field" onSubmit={add}>
      <div className="words-new">
        <TextField
          className="grow"
          label={label}
          hint={hint}
          error={error}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck="false"
        />
        <Button
          type="submit"
          size="lg"
          icon={Plus}
          disabledReason={added.length === 0 && m.settings_words_none_typed()}
        >
          {m.settings_words_add()}
        </Button>
      </div>
      {words.length > 0 ? (
        <ul className="words" aria-label={m.settings_words()}>
          {words.map((word) => (
            <li key={word} className="word">
              <span className="truncate">{word}</span>
              <IconButton
                icon={X}
                size="sm"
                label={m.settings_words_remove({ word })}
                onPress={() => onChange(words.filter((one) => one !== word))}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </form>
  );
}
