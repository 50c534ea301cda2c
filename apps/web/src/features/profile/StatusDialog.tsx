import type { CustomStatus } from "@palabre/protocol";
import { LIMITS } from "@palabre/protocol";
import { SmilePlus } from "lucide-react";
import { type FormEvent, Suspense, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { changeSettings } from "../../state/actions/settings.ts";
import { useSettings } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { Select } from "../../ui/Select.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { type Expiry, expiresAt } from "./expiry.ts";
import "./profile.css";
import { lazyPart } from "../../ui/lazyPart.ts";

const EmojiPicker = lazyPart(() =>
  import("../../emoji/EmojiPicker.tsx").then((module) => module.EmojiPicker),
);

/** The custom status: emoji, words, and how long it stays. */
export function StatusDialog({ onClose }: { onClose: () => void }) {
  const settings = useSettings();
  const before = settings.custom_status;
  const [text, setText] = useState(before?.text ?? "");
  const [emoji, setEmoji] = useState(before?.emoji_name ?? null);
  const [expiry, setExpiry] = useState<Expiry>(before?.expires_at ? "keep" : "never");
  const [failure, setFailure] = useState<string>();
  const [isPending, setPending] = useState(false);

  async function save(status: CustomStatus | null) {
    setPending(true);
    try {
      await changeSettings({ custom_status: status });
      onClose();
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const words = text.trim();
    if (!words && !emoji) return void save(null);
    const until = expiry === "keep" ? (before?.expires_at ?? null) : expiresAt(expiry, new Date());
    void save({ text: words, emoji_name: emoji, expires_at: until });
  }

  return (
    <Dialog
      title={m.profile_status_title()}
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      actions={
        <>
          {before ? (
            <Button variant="ghost" onPress={() => void save(null)}>
              {m.profile_status_clear()}
            </Button>
          ) : (
            <Button variant="ghost" onPress={onClose}>
              {m.common_cancel()}
            </Button>
          )}
          <Button variant="primary" type="submit" form="status-form" isPending={isPending}>
            {m.profile_status_set()}
          </Button>
        </>
      }
    >
      <form id="status-form" className="status-form" onSubmit={submit}>
        <div className="status-line">
          <Popover
            label={m.profile_status_emoji()}
            placement="bottom start"
            trigger={
              <AriaButton className="status-emoji" aria-label={m.profile_status_emoji()}>
                {emoji ?? <Icon of={SmilePlus} />}
              </AriaButton>
            }
          >
            {(close) => (
              <Suspense fallback={<SkeletonRows rows={4} />}>
                <EmojiPicker
                  onPick={(picked) => {
                    setEmoji(picked);
                    close();
                  }}
                />
              </Suspense>
            )}
          </Popover>
          <TextField
            label={m.profile_status_text()}
            placeholder={m.profile_status_placeholder()}
            value={text}
            onChange={setText}
            maxLength={LIMITS.customStatus}
            autoFocus
          />
        </div>
        <Select<Expiry>
          label={m.profile_status_until()}
          value={expiry}
          onChange={setExpiry}
          options={[
            ...(before?.expires_at ? [{ id: "keep" as const, label: m.profile_until_keep() }] : []),
            { id: "never", label: m.profile_until_never() },
            { id: "half_hour", label: m.profile_until_half_hour() },
            { id: "hour", label: m.profile_until_hour() },
            { id: "four_hours", label: m.profile_until_four_hours() },
            { id: "today", label: m.profile_until_today() },
            { id: "week", label: m.profile_until_week() },
          ]}
        />
        {failure ? (
          <p className="hint-error" role="alert">
            {failure}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
