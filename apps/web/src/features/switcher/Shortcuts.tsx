import { useNavigate } from "@tanstack/react-router";
import * as m from "../../paraglide/messages.js";
import { useSettings } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import { type KeyAction, keysFor } from "./keys.ts";
import { keyName } from "./names.ts";
import "./switcher.css";

/** All keys, as they are now. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { keys, send_with } = useSettings();
  const navigate = useNavigate();
  const groups: { title: string; actions: KeyAction[]; fixed?: [string, string][] }[] = [
    {
      title: m.keys_group_go(),
      actions: [
        "switcher",
        "previous",
        "next",
        "previousUnread",
        "nextUnread",
        "previousServer",
        "nextServer",
        "settings",
        "shortcuts",
      ],
    },
    {
      title: m.keys_group_conversation(),
      actions: ["markRead", "markServerRead", "pins", "members", "emoji"],
    },
    {
      title: m.keys_group_write(),
      actions: ["editLast"],
      fixed: [
        [m.keys_send(), send_with === "enter" ? "enter" : "mod+enter"],
        [m.keys_new_line(), send_with === "enter" ? "shift+enter" : "enter"],
        [m.keys_complete(), "tab"],
      ],
    },
  ];
  return (
    <Dialog
      title={m.keys_title()}
      isOpen
      onOpenChange={(open) => open || onClose()}
      hasClose
      actions={
        <Button
          variant="ghost"
          onPress={() => {
            onClose();
            void navigate({ to: "/settings/$section", params: { section: "keys" } });
          }}
        >
          {m.keys_change()}
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="keys-list" aria-label={m.keys_title()} tabIndex={0}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <ul>
              {group.fixed?.map(([name, combination]) => (
                <li key={name}>
                  {name}
                  <Kbd keys={combination} />
                </li>
              ))}
              {group.actions.map((action) => (
                <li key={action}>
                  {keyName(action)}
                  <Kbd keys={keysFor(action, keys)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
    </Dialog>
  );
}
