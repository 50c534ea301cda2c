import { ApiError } from "@palabre/client";
import type { Snowflake } from "@palabre/protocol";
import { Megaphone } from "lucide-react";
import { type FormEvent, useId, useMemo, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { store, useChannel } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { toast } from "../../ui/toast.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { placesToFollow } from "./follow.ts";
import "./followers.css";

/** "Not everybody in its server sees it." */
const MISSING_ACCESS = 50001;

/** Where to get what an announcement channel publishes: one of one's servers, and a channel of it. */
export function FollowDialog({ channelId, onClose }: { channelId: Snowflake; onClose: () => void }) {
  const source = useChannel(channelId);
  const places = useMemo(() => placesToFollow(store.get(), channelId), [channelId]);
  const [guildId, setGuildId] = useState(places[0]?.guild.id ?? "");
  const channels = places.find(({ guild }) => guild.id === guildId)?.channels ?? [];
  const [chosen, setChosen] = useState<Snowflake>("");
  const target = channels.find(({ id }) => id === chosen) ?? channels[0];
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const form = useId();
  const name = source?.name ?? "";

  async function follow(event: FormEvent) {
    event.preventDefault();
    if (!target || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      await guildApi.followers.follow(channelId, target.id);
      onClose();
      toast({
        tone: "success",
        icon: Megaphone,
        title: m.followers_done({ channel: `#${target.name}`, name }),
      });
    } catch (error) {
      const isHidden = error instanceof ApiError && error.code === MISSING_ACCESS;
      setFailure(isHidden ? m.followers_error_hidden() : errorText(error));
      setPending(false);
    }
  }

  return (
    <Dialog
      title={m.followers_follow_title({ name })}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            icon={Megaphone}
            isPending={isPending}
            disabledReason={!target && m.followers_none()}
          >
            {m.followers_follow()}
          </Button>
        </>
      }
    >
      <form id={form} className="follow-form" onSubmit={(event) => void follow(event)}>
        <p className="secondary">{target ? m.followers_about() : m.followers_none()}</p>
        {target ? (
          <>
            <Select
              label={m.followers_server()}
              value={guildId}
              onChange={setGuildId}
              options={places.map(({ guild }) => ({ id: guild.id, label: guild.name }))}
            />
            <Select
              label={m.followers_channel()}
              value={target.id}
              onChange={setChosen}
              options={channels.map((one) => ({
                id: one.id,
                label: one.name,
                icon: channelIcon(one, false),
              }))}
            />
          </>
        ) : null}
        {failure ? (
          <p className="hint-error" role="alert">
            {failure}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
