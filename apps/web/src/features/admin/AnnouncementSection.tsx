import { type FormEvent, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import { formatDateTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useSelector } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { toast } from "../../ui/toast.ts";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";

/** One thing said to everybody, above what they read, until they put it away or it is withdrawn. */
export function AnnouncementSection() {
  const current = useSelector((state) => state.announcement);
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function publish(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "" || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      await guildApi.admin.announce(text.trim());
      setText("");
      toast({ tone: "success", title: m.admin_announced() });
    } catch (error) {
      setFailure(error);
    }
    setPending(false);
  }

  return (
    <>
      <SectionHead title={m.admin_announcement()} lead={m.admin_announcement_lead()} />
      {current ? (
        <section className="card admin-announcement" aria-label={m.admin_announcement_now()}>
          <p className="announcement">{current.text}</p>
          <div className="row">
            <span className="muted grow">
              {m.admin_announcement_since({ when: formatDateTime(current.created_at) })}
            </span>
            <Button
              variant="outline"
              onPress={() => void attempt(() => guildApi.admin.withdrawAnnouncement())}
            >
              {m.admin_announcement_withdraw()}
            </Button>
          </div>
        </section>
      ) : null}
      <form className="settings-form" onSubmit={(event) => void publish(event)}>
        <TextArea
          label={m.admin_announcement_text()}
          hint={current ? m.admin_announcement_replaces() : undefined}
          value={text}
          onChange={setText}
          maxLength={1000}
          rows={4}
        />
        {failure ? (
          <p className="hint-error" role="alert">
            {errorText(failure)}
          </p>
        ) : null}
        <div className="row">
          <Button
            type="submit"
            variant="primary"
            isPending={isPending}
            disabledReason={text.trim() === "" && m.admin_announcement_empty()}
          >
            {m.admin_announce()}
          </Button>
        </div>
      </form>
    </>
  );
}
