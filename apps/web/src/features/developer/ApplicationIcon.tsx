import { useState } from "react";
import { groundOf, initials } from "../../ui/avatar.ts";
import { classes } from "../../ui/classes.ts";

interface Pictured {
  id: string;
  name: string;
  icon: string | null;
}

/** The address of an application's icon, sharp on dense screens; null when it has none. */
export function applicationIconUrl({ id, icon }: Pictured, size: number): string | null {
  return icon && `/app-icons/${id}/${icon}.webp?size=${2 ** Math.ceil(Math.log2(size * 2))}`;
}

/** An application: its icon on a rounded square, else its initials. Decorative; the name stands beside it. */
export function ApplicationIcon({ application, size = 40 }: { application: Pictured; size?: 32 | 40 | 72 }) {
  const url = applicationIconUrl(application, size);
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={classes("av", "place", `av-${size}`, `a${groundOf(application.id)}`)} aria-hidden>
      {url && url !== broken ? (
        <img src={url} alt="" width={size} height={size} onError={() => setBroken(url)} />
      ) : (
        initials(application.name)
      )}
    </span>
  );
}
