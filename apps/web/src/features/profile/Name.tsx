import type { APIUser } from "@palabre/protocol";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import * as m from "../../paraglide/messages.js";
import { openProfile } from "../../state/overlays.ts";
import { nameOf } from "../../state/store.ts";
import { classes } from "../../ui/classes.ts";

/** A name or an avatar that opens its person's card. */
export function ProfileButton({
  user,
  children,
  className,
}: {
  user: APIUser;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Button
      className={classes("profile-button", className)}
      aria-label={m.profile_open({ name: nameOf(user) })}
      onPress={(event) => openProfile(user, event.target)}
    >
      {children}
    </Button>
  );
}
