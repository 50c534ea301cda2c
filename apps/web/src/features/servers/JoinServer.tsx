import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { joinByInvite } from "../../state/actions/guilds.ts";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { inviteCode } from "./inviteCode.ts";

/** Comes into a server by an invitation that somebody sent. */
export function JoinServer({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const navigate = useNavigate();

  async function join(event: FormEvent) {
    event.preventDefault();
    const code = inviteCode(text);
    if (isPending) return;
    if (!code) {
      setFailure(m.servers_join_no_code());
      return;
    }
    setPending(true);
    setFailure(null);
    try {
      const guildId = await joinByInvite(code);
      onClose();
      await navigate({ to: "/channels/$guildId", params: { guildId } });
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  return (
    <form className="join-server" onSubmit={(event) => void join(event)}>
      <TextField
        className="grow"
        label={m.servers_join()}
        hint={m.servers_join_hint()}
        error={failure}
        value={text}
        onChange={setText}
        maxLength={300}
        placeholder={`${location.host}/invite/…`}
        autoComplete="off"
        spellCheck="false"
      />
      <Button type="submit" isPending={isPending}>
        {m.servers_join_do()}
      </Button>
    </form>
  );
}
