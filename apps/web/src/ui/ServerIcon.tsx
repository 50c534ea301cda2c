import { useState } from "react";
import { groundOf, guildIconUrl, serverLetters } from "./avatar.ts";
import { classes } from "./classes.ts";

export interface ServerIconProps {
  guild: { id: string; name: string; icon?: string | null };
  size?: 16 | 20 | 24 | 32 | 40 | 72;
  className?: string;
}

/** A server: its icon on a rounded square, else its letters on one of six grounds. Decorative; the name stands beside it. */
export function ServerIcon({ guild, size = 40, className }: ServerIconProps) {
  const url = guildIconUrl(guild, size);
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={classes("av", "place", `av-${size}`, `a${groundOf(guild.id)}`, className)} aria-hidden>
      {url && url !== broken ? (
        <img
          src={url}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(url)}
        />
      ) : (
        serverLetters(guild.name)
      )}
    </span>
  );
}
