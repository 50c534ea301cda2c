import { Copy } from "lucide-react";
import { copyAndTell } from "../../code/copyAndTell.ts";
import * as m from "../../paraglide/messages.js";
import { useSelf } from "../../state/store.ts";
import { IconButton } from "../../ui/IconButton.tsx";

/** How others find this place and oneself: the address to register at, and the name to look for. */
export function InviteCard() {
  const self = useSelf();
  const address = `${location.origin}/register`;
  return (
    <div className="quiet-card">
      <h3 className="h-section">{m.home_bring_someone()}</h3>
      <p className="muted">{m.home_bring_someone_text({ username: self.username })}</p>
      <div className="input input-sm">
        <input value={address.replace(/^https?:\/\//, "")} readOnly aria-label={m.home_address()} />
        <IconButton icon={Copy} size="sm" label={m.common_copy()} onPress={() => void copyAndTell(address)} />
      </div>
    </div>
  );
}
