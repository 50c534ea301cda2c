import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import * as m from "../../paraglide/messages.js";
import { useSettings } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import { keysOf, showKeys } from "../../ui/keys.ts";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { SettingRow } from "../../ui/SettingRow.tsx";
import { conflictOf, KEY_ACTIONS, KEYS, type KeyAction, keysFor, withKey } from "../switcher/keys.ts";
import { keyName } from "../switcher/names.ts";
import { change } from "./change.ts";
import { SectionHead } from "./SettingsFrame.tsx";

/** Every key, each changeable; what another action has is refused. */
export function KeysSection() {
  const { keys, send_with } = useSettings();
  return (
    <>
      <SectionHead title={m.settings_keys()} lead={m.settings_keys_lead()} />
      <section>
        <RadioGroup
          label={m.settings_send_with()}
          value={send_with}
          onChange={(value) => change({ send_with: value })}
          options={[
            { id: "enter", label: m.settings_send_enter(), description: m.settings_send_enter_about() },
            { id: "ctrl_enter", label: m.settings_send_ctrl(), description: m.settings_send_ctrl_about() },
          ]}
        />
      </section>
      <section>
        <div className="sec-h">
          <h2 className="h-section">{m.keys_title()}</h2>
          {Object.keys(keys).length > 0 ? (
            <span className="end">
              <Button variant="link" onPress={() => change({ keys: {} })}>
                {m.settings_keys_reset()}
              </Button>
            </span>
          ) : null}
        </div>
        <div className="card">
          {KEY_ACTIONS.map((action) => (
            <KeyRow key={action} action={action} keys={keys} />
          ))}
        </div>
      </section>
    </>
  );
}

function KeyRow({ action, keys }: { action: KeyAction; keys: Record<string, string> }) {
  const [isListening, setListening] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const current = keysFor(action, keys);

  function take(combination: string) {
    const conflict = conflictOf(action, combination, keys);
    if (conflict === null) {
      setRefusal(null);
      setListening(false);
      change({ keys: withKey(keys, action, combination) });
      return;
    }
    const name = showKeys(combination).join(" ");
    setRefusal(
      conflict === "taken"
        ? m.settings_keys_taken({ keys: name })
        : m.settings_keys_conflict({ keys: name, action: keyName(conflict) }),
    );
  }

  return (
    <div className="key-row">
      <SettingRow
        title={keyName(action)}
        description={
          refusal ? (
            <span role="alert" className="key-refusal">
              {refusal}
            </span>
          ) : undefined
        }
      >
        {current !== KEYS[action] ? (
          <IconButton
            icon={RotateCcw}
            size="sm"
            label={m.settings_keys_default({ keys: showKeys(KEYS[action]).join(" ") })}
            onPress={() => take(KEYS[action])}
          />
        ) : null}
        <AriaButton
          className={classes("key-button", isListening && "is-listening")}
          aria-label={m.settings_keys_change({ action: keyName(action), keys: showKeys(current).join(" ") })}
          onPress={() => {
            setRefusal(null);
            setListening(true);
          }}
          onBlur={() => setListening(false)}
          onKeyDown={(event) => {
            if (!isListening) return event.continuePropagation();
            const combination = keysOf(event);
            if (!combination || combination === "tab") return event.continuePropagation();
            event.preventDefault();
            if (combination === "escape" && action !== "markRead") setListening(false);
            else take(combination);
          }}
        >
          {isListening ? m.settings_keys_press() : <Kbd keys={current} />}
        </AriaButton>
      </SettingRow>
    </div>
  );
}
