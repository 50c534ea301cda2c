import type { InstanceAnnouncement } from "@palabre/protocol";
import { Megaphone, X } from "lucide-react";
import { useState } from "react";
import * as m from "../paraglide/messages.js";
import { Banner } from "../ui/Banner.tsx";
import { IconButton } from "../ui/IconButton.tsx";

const KEY = "palabre.announcement-seen";

/** What those who run the instance say to everybody, until one has put it away on this device. */
export function Announcement({ announcement }: { announcement: InstanceAnnouncement }) {
  const [seen, setSeen] = useState(readSeen);
  if (announcement.id === seen) return null;
  return (
    <Banner
      tone="accent"
      icon={Megaphone}
      action={
        <IconButton
          icon={X}
          size="sm"
          label={m.shell_announcement_dismiss()}
          onPress={() => {
            setSeen(announcement.id);
            keepSeen(announcement.id);
          }}
        />
      }
    >
      <span className="announcement">{announcement.text}</span>
    </Banner>
  );
}

/** A browser may keep nothing: then it is shown again after the next load. */
function readSeen(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keepSeen(id: string): void {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // Seen for as long as the page stands.
  }
}
