import type { APIUser } from "@palabre/protocol";
import { CodeXml, X } from "lucide-react";
import * as m from "../../../paraglide/messages.js";
import { nameOf } from "../../../state/store.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Rich, slot } from "../Rich.tsx";

/** Offers to fence pasted code, or to send much of it as a file. `label`: the language it looks like. */
export function PasteOffer(props: {
  label: string | undefined;
  onFence: () => void;
  onFile: (() => void) | null;
  onClose: () => void;
}) {
  const { label, onFile } = props;
  return (
    <div className="paste-offer pop" role="status">
      <Icon of={CodeXml} size={16} />
      <span className="grow truncate">
        {label ? m.conversation_paste_language({ language: label }) : m.conversation_paste_code()}
      </span>
      <button type="button" className="link-btn" onClick={props.onFence}>
        {m.conversation_paste_accept()}
      </button>
      {onFile ? (
        <button type="button" className="link-btn" onClick={onFile}>
          {m.conversation_paste_file()}
        </button>
      ) : null}
      <IconButton icon={X} size="sm" label={m.common_close()} onPress={props.onClose} />
    </div>
  );
}

/** Whom one answers, and whether it calls them. */
export function ReplyBar(props: {
  author: APIUser;
  isPinging: boolean;
  onPing: (isOn: boolean) => void;
  onCancel: () => void;
}) {
  return (
    <div className="replying">
      <span className="truncate grow">
        <Rich
          text={m.conversation_replying({ name: slot(0) })}
          parts={[<b key="name">{nameOf(props.author)}</b>]}
        />
      </span>
      <button
        type="button"
        className="link-btn"
        aria-pressed={props.isPinging}
        title={m.conversation_reply_ping_hint()}
        onClick={() => props.onPing(!props.isPinging)}
      >
        {props.isPinging ? m.conversation_reply_ping_on() : m.conversation_reply_ping_off()}
      </button>
      <IconButton
        icon={X}
        size="sm"
        label={m.conversation_reply_cancel()}
        keys="escape"
        onPress={props.onCancel}
      />
    </div>
  );
}
