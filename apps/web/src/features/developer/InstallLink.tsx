import { ExternalLink } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { buttonClass } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";

/** Opens what whoever is given the link would see. */
export function InstallLink({ href }: { href: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className={buttonClass()}>
      <Icon of={ExternalLink} size={16} />
      {m.dev_link_open()}
    </a>
  );
}
