import type { APIUser } from "@palabre/protocol";
import { ExternalLink, Plus } from "lucide-react";
import { useCallback } from "react";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { Button, buttonClass } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { installLink, permissionsOf, scopesOf } from "../developer/application.ts";
import { webAddress } from "./webAddress.ts";

/** On a bot's card: the way it comes into a server. Its maker may have a page of their own for that, elsewhere. */
export function AddBot({ bot, onLeave }: { bot: APIUser; onLeave: (address: string) => void }) {
  const load = useCallback(
    (signal: AbortSignal) => applicationApi.consent({ client_id: bot.id, scope: "bot" }, { signal }),
    [bot.id],
  );
  const { data } = useLoaded(load);
  // One that is its maker's alone is added from where they made it.
  if (!data?.application.bot_public) return null;
  const { application } = data;
  const custom = webAddress(application.custom_install_url);
  if (custom !== null) {
    return (
      <Button icon={ExternalLink} onPress={() => onLeave(custom)}>
        {m.profile_add_bot()}
      </Button>
    );
  }
  const href = installLink(application.id, scopesOf(application), permissionsOf(application));
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={buttonClass()}>
      <Icon of={Plus} size={16} />
      {m.profile_add_bot()}
    </a>
  );
}
