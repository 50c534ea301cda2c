import type { Application } from "@palabre/client";
import { useState } from "react";
import { Avatar } from "../../ui/Avatar.tsx";
import { applicationIconUrl } from "../developer/ApplicationIcon.tsx";

/** An application as its commands show it: its icon, else its bot's picture. Decorative; the name stands beside it. */
export function AppIcon({ application, size = 24 }: { application: Application; size?: 16 | 20 | 24 }) {
  const url = applicationIconUrl(application, size);
  const [isBroken, setBroken] = useState(false);
  if (!url || isBroken) {
    return (
      <Avatar user={application.bot ?? { id: application.id, username: application.name }} size={size} />
    );
  }
  return (
    <span className={`av av-${size}`} aria-hidden>
      <img src={url} alt="" width={size} height={size} onError={() => setBroken(true)} />
    </span>
  );
}
