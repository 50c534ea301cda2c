import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { inviteCode } from "./inviteCode.ts";

/** Leads to what an invitation is for that somebody sent. */
export function JoinServer({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [isWrong, setWrong] = useState(false);
  const navigate = useNavigate();

  function open(event: FormEvent) {
    event.preventDefault();
    const code = inviteCode(text);
    setWrong(!code);
    if (!code) return;
    onClose();
    void navigate({ to: "/invite/$code", params: { code } });
  }

  return (
    <form className="join-server" onSubmit={open}>
      <TextField
        className="grow"
        label={m.servers_join()}
        hint={m.servers_join_hint()}
        error={isWrong ? m.servers_join_no_code() : undefined}
        value={text}
        onChange={setText}
        maxLength={300}
        placeholder={`${location.host}/invite/…`}
        autoComplete="off"
        spellCheck="false"
      />
      <Button type="submit" size="lg">
        {m.servers_join_do()}
      </Button>
    </form>
  );
}
