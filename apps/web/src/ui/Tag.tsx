import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/** A word on a small ground: a role, a state. */
export function Tag({
  tone,
  children,
}: {
  tone?: "accent" | "success" | "warning" | "danger";
  children: ReactNode;
}) {
  return <span className={classes("tag", tone && `tag-${tone}`)}>{children}</span>;
}
